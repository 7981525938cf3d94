"""The search agent's tools and its reward, asked of a running `infoseek serve` (standard library only).

INFOSEEK_URL says where it is, INFOSEEK_TOKEN what it wants as a token. Start it with: infoseek serve -c CORPUS
"""

import http.client
import json
import os
import threading
import urllib.parse

URL = os.environ.get("INFOSEEK_URL", "http://127.0.0.1:8000")
TIMEOUT = float(os.environ.get("INFOSEEK_TIMEOUT", "60"))

_kept = threading.local()  # a connection for each thread


def ask(path, body):
    """Posts body to the server and returns what it answers. A connection that the server has closed in the meantime is opened anew, once."""
    where = urllib.parse.urlsplit(URL)
    make = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    headers = {"Content-Type": "application/json"}
    if os.environ.get("INFOSEEK_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["INFOSEEK_TOKEN"]
    for attempt in (1, 2):
        connection = getattr(_kept, "connection", None) or make(where.netloc, timeout=TIMEOUT)
        _kept.connection = connection
        try:
            connection.request("POST", where.path.rstrip("/") + path, json.dumps(body).encode(), headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
            break
        except (http.client.HTTPException, OSError):
            connection.close()
            _kept.connection = None
            if attempt == 2:
                raise
    if response.status != 200:
        raise RuntimeError(f"{URL}{path}: {response.status}: {answer.get('error')}")
    return answer


def use(name, **arguments):
    return ask("/v1/tools", {"name": name, "arguments": {k: v for k, v in arguments.items() if v is not None}})["text"]


def search(queries: list[str]) -> str:
    """Search the collection. Each query gives evidence from the pages that fit it best, and the ids and titles of these pages. Queries work best when each asks for one thing.

    Args:
        queries: one or more queries, run at once
    """
    return use("search", queries=queries)


def visit(page: str, match: str = None, start: int = None) -> str:
    """Read a page of the collection: the part around a match, or on from a byte of its text.

    Args:
        page: id or title of the page
        match: words that the part to be shown is about
        start: byte of the text from which on to look or read
    """
    return use("visit", page=page, match=match, start=start)


def find(page: str, text: str) -> str:
    """Find all places of a page where some words stand, each with its sentence.

    Args:
        page: id or title of the page
        text: the words as they stand, in upper or lower case
    """
    return use("find", page=page, text=text)


def rewards(texts, golds, tools):
    """1.0 for each rollout whose format and answer are right, else 0.0; tools is the protocol: "native" or "tags"."""
    rollouts = [{"text": text, "gold": list(gold), "tools": tools} for text, gold in zip(texts, golds)]
    return [float(s["reward"]) for s in ask("/v1/reward", {"rollouts": rollouts})["scores"]]
