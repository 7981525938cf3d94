import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.*;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/** Lucene behind the benchmark's contract: index DOCS DIR K1 B | search DIR K1 B QUERIES THREADS SECONDS RUN. One merged segment, documents and frequencies, nothing stored. */
public class Peer {
  static final Analyzer ANALYZER = new EnglishAnalyzer();

  public static void main(String[] a) throws Exception {
    if (a[0].equals("index")) index(a[1], a[2], new BM25Similarity(Float.parseFloat(a[3]), Float.parseFloat(a[4])));
    else search(a[1], new BM25Similarity(Float.parseFloat(a[2]), Float.parseFloat(a[3])), a[4], Integer.parseInt(a[5]), Double.parseDouble(a[6]), a[7]);
  }

  static void index(String docs, String dir, BM25Similarity similarity) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setSimilarity(similarity).setRAMBufferSizeMB(256)
        .setMergePolicy(new LogByteSizeMergePolicy()).setMergeScheduler(new SerialMergeScheduler()).setUseCompoundFile(false); // keeps documents in order
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setTokenized(true);
    type.freeze();
    try (IndexWriter w = new IndexWriter(FSDirectory.open(Path.of(dir)), config);
        BufferedReader in = Files.newBufferedReader(Path.of(docs))) {
      Document d = new Document();
      Field f = new Field("body", "", type);
      d.add(f);
      for (String line; (line = in.readLine()) != null; ) {
        f.setStringValue(line);
        w.addDocument(d);
      }
      w.forceMerge(1);
    }
    System.out.println("{}");
  }

  static Query query(String text) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    try (TokenStream s = ANALYZER.tokenStream("body", text)) {
      TermToBytesRefAttribute t = s.addAttribute(TermToBytesRefAttribute.class);
      s.reset();
      while (s.incrementToken()) counts.merge(t.getBytesRef().utf8ToString(), 1, Integer::sum);
      s.end();
    }
    BooleanQuery.Builder b = new BooleanQuery.Builder();
    for (Map.Entry<String, Integer> e : counts.entrySet()) {
      Query q = new TermQuery(new Term("body", e.getKey()));
      b.add(e.getValue() == 1 ? q : new BoostQuery(q, e.getValue()), BooleanClause.Occur.SHOULD);
    }
    return b.build();
  }

  static void search(String dir, BM25Similarity similarity, String queries, int threads, double seconds, String run) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(queries));
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(Path.of(dir)))) {
      IndexSearcher s = new IndexSearcher(reader);
      s.setSimilarity(similarity);
      s.setQueryCache(null); // the same queries come again and again
      measure(s, lines, threads, Math.max(4, seconds)); // for the compiler
      System.out.println(measure(s, lines, threads, seconds));
      if (run.equals("-")) return;
      try (PrintWriter out = new PrintWriter(run, StandardCharsets.UTF_8)) {
        for (String l : lines) {
          String[] f = l.split("\t", 2);
          int rank = 0;
          for (ScoreDoc d : s.search(query(f[1]), 100).scoreDocs)
            out.println(f[0] + " Q0 " + d.doc + " " + ++rank + " " + Float.toString(d.score) + " lucene");
        }
      }
    }
  }

  static String measure(IndexSearcher s, List<String> lines, int threads, double seconds) throws Exception {
    List<long[]> took = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger failed = new AtomicInteger();
    com.sun.management.OperatingSystemMXBean os = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long begin = System.nanoTime(), cpu = os.getProcessCpuTime(), end = begin + (long) (seconds * 1e9);
    Thread[] all = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int from = t;
      all[t] = new Thread(() -> {
        long[] times = new long[1 << 20];
        int n = 0;
        try {
          for (int i = from; n < times.length; i += threads) {
            long start = System.nanoTime();
            if (start > end) break;
            s.search(query(lines.get(i % lines.size()).split("\t", 2)[1]), new TopScoreDocCollectorManager(5, null, 5));
            times[n++] = System.nanoTime() - start;
          }
        } catch (IOException e) {
          failed.incrementAndGet();
        }
        took.add(Arrays.copyOf(times, n));
      });
      all[t].start();
    }
    for (Thread t : all) t.join();
    if (failed.get() > 0) throw new IOException("a search failed");
    double wall = (System.nanoTime() - begin) / 1e9, used = (os.getProcessCpuTime() - cpu) / 1e9;
    long[] sorted = took.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    Map<String, Long> rss = new HashMap<>();
    for (String l : Files.readAllLines(Path.of("/proc/self/status")))
      if (l.startsWith("Rss")) rss.put(l.split(":")[0], Long.parseLong(l.replaceAll("[^0-9]", "")));
    return String.format(Locale.ROOT, "{\"version\":\"%s\",\"queries\":%d,\"cpu_s\":%f,\"wall_s\":%f,\"p50_us\":%f,\"p99_us\":%f,\"rss_anon_kb\":%d,\"rss_file_kb\":%d}", Version.LATEST,
        sorted.length, used, wall, sorted[sorted.length / 2] / 1e3, sorted[sorted.length * 99 / 100] / 1e3, rss.get("RssAnon"), rss.get("RssFile"));
  }
}
