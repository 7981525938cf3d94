"""bm25s and tantivy behind the benchmark's contract: ENGINE index DOCS DIR | ENGINE search DIR QUERIES THREADS SECONDS RUN."""
import json, os, re, sys, threading, time
from importlib.metadata import version


class Bm25s:
    name = "bm25s"

    def __init__(self):
        import bm25s, Stemmer
        self.lib, self.stemmer = bm25s, Stemmer.Stemmer("english")

    def index(self, docs, dir):
        texts = [line.rstrip("\n") for line in open(docs, encoding="utf-8")]
        tokens = self.lib.tokenize(texts, stopwords="en", stemmer=self.stemmer, show_progress=False)
        r = self.lib.BM25(k1=0.9, b=0.4, method="lucene", backend="numba")
        r.index(tokens, show_progress=False)
        r.save(dir)

    def open(self, dir):
        self.bm25 = self.lib.BM25.load(dir, mmap=True)
        self.bm25.backend = "numba"

    def search(self, text, k):
        tokens = self.lib.tokenize([text], stopwords="en", stemmer=self.stemmer, show_progress=False, return_ids=False)
        docs, scores = self.bm25.retrieve(tokens, k=k, show_progress=False, n_threads=0)
        return [(int(d), float(s)) for d, s in zip(docs[0], scores[0]) if s > 0]

    def number(self, doc):
        return doc


class Tantivy:
    name = "tantivy"

    def __init__(self):
        import tantivy
        self.lib = tantivy
        b = tantivy.SchemaBuilder()
        b.add_text_field("body", stored=False, tokenizer_name="en_stem", index_option="freq")
        b.add_unsigned_field("n", stored=False, indexed=False, fast=True)
        self.schema = b.build()

    def index(self, docs, dir):
        os.makedirs(dir, exist_ok=True)
        ix = self.lib.Index(self.schema, path=dir)
        w = ix.writer(256 << 20, 1)
        for n, line in enumerate(open(docs, encoding="utf-8")):
            d = self.lib.Document(body=line.rstrip("\n"))
            d.add_unsigned("n", n)
            w.add_document(d)
        w.commit()
        w.wait_merging_threads()

    def open(self, dir):
        self.ix = self.lib.Index(self.schema, path=dir)
        self.searcher = self.ix.searcher()

    def query(self, text):
        return self.ix.parse_query(" ".join(re.findall(r"\w+", text.lower())), ["body"])

    def search(self, text, k):
        hits = self.searcher.search(self.query(text), k, count=False).hits
        return [(address, score) for score, address in hits]

    def number(self, address):
        return self.searcher.fast_field_values("n", [address])[0]


def measure(engine, lines, threads, seconds):
    took, begin, cpu = [], time.perf_counter(), time.process_time()

    def work(start):
        i, mine = start, []
        while time.perf_counter() - begin < seconds:
            t = time.perf_counter()
            engine.search(lines[i % len(lines)][1], 5)
            mine.append(time.perf_counter() - t)
            i += threads
        took.extend(mine)

    all_ = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    [t.start() for t in all_]
    [t.join() for t in all_]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - begin
    took.sort()
    rss = {l.split(":")[0]: int(re.sub(r"\D", "", l)) for l in open("/proc/self/status") if l.startswith("Rss")}
    return {"version": version(engine.name), "queries": len(took), "cpu_s": cpu, "wall_s": wall, "p50_us": took[len(took) // 2] * 1e6, "p99_us": took[len(took) * 99 // 100] * 1e6,
            "rss_anon_kb": rss["RssAnon"], "rss_file_kb": rss["RssFile"]}


def main():
    engine = {"bm25s": Bm25s, "tantivy": Tantivy}[sys.argv[1]]()
    if sys.argv[2] == "index":
        engine.index(sys.argv[3], sys.argv[4])
        print("{}")
        return
    dir, queries, threads, seconds, run = sys.argv[3:8]
    engine.open(dir)
    lines = [line.rstrip("\n").split("\t", 1) for line in open(queries, encoding="utf-8")]
    measure(engine, lines, 1, 2)  # for the compiler
    print(json.dumps(measure(engine, lines, int(threads), float(seconds))))
    if run != "-":
        with open(run, "w") as out:
            for id, text in lines:
                hits = engine.search(text, 100)
                for rank, (doc, score) in enumerate(hits, 1):
                    print(id, "Q0", engine.number(doc), rank, repr(score), engine.name, file=out)


main()
