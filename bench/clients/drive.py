"""Runs client code of others, unchanged, against our server, and prints what came of it as JSON: {name: [asked, as expected, first difference]}.

drive.py URL CHECKOUTS < {"queries": [...]}

CHECKOUTS has the repositories. What the clients import beside their own code and has no part in asking (PyTorch, models' tokenizers) is stood in for. What is expected comes from POST /v1/search and GET /visit,
routes that none of the clients knows.
"""

import ast
import asyncio
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import os
import re
import sys
import types
from contextlib import redirect_stdout
from urllib.parse import urlparse

import requests

url, checkouts = sys.argv[1:3]
queries = json.load(sys.stdin)["queries"]
topk = 3


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    names = {"torch", "verl", "openai", "transformers", "tqdm", "searchers"}

    def find_spec(self, name, path, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in self.names else None

    def create_module(self, spec):
        class Module(types.ModuleType):
            def __getattr__(self, name):
                if name.startswith("__"):
                    raise AttributeError(name)
                return type(name, (), {})

        return Module(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, StandIns())


def path(*parts):
    return os.path.join(checkouts, *parts)


def module(*parts):
    """A file as a module of its package, so that it finds those beside it."""
    file, package = path(*parts), "client" + str(len(sys.modules))
    pkg = types.ModuleType(package)
    pkg.__path__ = [os.path.dirname(file)]
    sys.modules[package] = pkg
    name = package + "." + os.path.splitext(os.path.basename(file))[0]
    spec = importlib.util.spec_from_file_location(name, file)
    m = importlib.util.module_from_spec(spec)
    sys.modules[name] = m
    with redirect_stdout(io.StringIO()):
        spec.loader.exec_module(m)
    return m


def functions(names, *parts, **known):
    """Functions of a script that can't be imported, since it begins by loading a model."""
    file = path(*parts)
    with open(file) as f:
        tree = ast.parse(f.read(), file)
    tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name in names]
    space = {"requests": requests, "re": re, **known}
    exec(compile(tree, file, "exec"), space)
    return space


class Redirected:
    """requests as those see it who have an address in their source."""

    def __getattr__(self, name):
        return getattr(requests, name)

    def post(self, address, **rest):
        return requests.post(url + urlparse(address).path, **rest)


def found(query, k=topk, unit="passage"):
    r = requests.post(url + "/v1/search", json={"queries": [query], "k": k, "unit": unit})
    r.raise_for_status()
    return r.json()["results"][0]


def listed(query, k=topk):
    return "".join(f"Doc {i}(Title: {r['title']}) {r['text']}\n" for i, r in enumerate(found(query, k), 1))


def compared(pairs):
    pairs = list(pairs)
    differ = [f"{got!r:.300} is not {want!r:.300}" for got, want in pairs if got != want]
    return [len(pairs), len(pairs) - len(differ), differ[0] if differ else ""]


def manager(m, **config):
    """The client without the training that it belongs to."""
    made = object.__new__(m.LLMGenerationManager)
    made.config = types.SimpleNamespace(search_url=url + "/retrieve", topk=topk, **config)
    return made


def search_r1_generation():
    client = manager(module("Search-R1", "search_r1", "llm_agent", "generation.py"))
    turns = [f"<think>I look for it.</think>\n<search> {q} </search>" for q in queries] + ["<answer>42</answer>", "nothing"]
    got, done, valid, searched = client.execute_predictions(turns, "", [1] * len(turns), True)
    want = [f"\n\n<information>{listed(q).strip()}</information>\n\n" for q in queries]
    flags = (done[-2:], valid[-2:], sum(searched))
    return compared([*zip(got, want), (flags, ([1, 0], [1, 0], len(queries)))])


def search_r1_infer():
    search = functions({"search"}, "Search-R1", "infer.py", requests=Redirected())["search"]
    return compared((search(q), listed(q)) for q in queries)


def search_r1_request():
    with open(path("Search-R1", "search_r1", "search", "retrieval_request.py")) as f:
        code = compile(f.read(), f.name, "exec")
    held, requests.post = requests.post, lambda address, post=requests.post, **rest: post(url + urlparse(address).path, **rest)
    try:
        space = {}
        with redirect_stdout(io.StringIO()):
            exec(code, space)
    finally:
        requests.post = held
    results = space["retrieved_data"]["result"]
    want = {q: [[r["title"] + "\n" + r["text"], r["score"]] for r in found(q, space["payload"]["topk"])] for q in set(space["payload"]["queries"])}
    return compared(([[d["document"]["contents"], d["score"]] for d in got], want[q]) for q, got in zip(space["payload"]["queries"], results, strict=True))


def infoseek_generation():
    at = urlparse(url)
    os.environ.update(VLLM_SERVER_IP=at.hostname, VLLM_BASE_PORT=str(at.port), VLLM_NUM_REPLICAS="1")
    m = module("Infomatica", "research", "InfoSeek", "rl", "InfoSeek", "Research", "generation.py")
    m.random.random = lambda: 1.0  # which now and then shuffles documents
    client = manager(m)
    pairs = [queries[i : i + 2] for i in range(0, len(queries) - 1, 2)]
    turns = ["<think>Two things.</think><search>\n" + "\n".join(f"{n}. {q}" for n, q in enumerate(p, 1)) + "\n</search>" for p in pairs]
    with redirect_stdout(io.StringIO()):
        got = client.execute_predictions([f"What of {p[0]}?" for p in pairs], turns, "", [1] * len(pairs), True)[0]
    return compared((evidence(g, p), True) for g, p in zip(got, pairs, strict=True))


def evidence(observation, pair):
    """Whether an observation has each query with sentences of its documents: refined, neither an error nor the documents as they were, which is what the client puts there when the refined text is unusable."""
    body = re.fullmatch(r"\n\n<information>\n(.*)\n</information>\n\n", observation, re.DOTALL)
    parts = body[1].split("\n\n[SNIPPET]\n\n") if body else []
    if len(parts) != len(pair):
        return observation
    for part, q in zip(parts, pair):
        head, _, text = part.partition("\n\n")
        titles = "|".join(re.escape(r["title"]) for r in found(q))
        documents = re.sub(r"\s+", " ", listed(q))
        sentences = [s for line in text.split("\n") for s in re.split(r"(?<=[.!?])\s", re.sub(rf"^\((?:{titles})\) ", "", line))]
        strange = [s for s in sentences if re.sub(r"\s+", " ", s).strip(" …") not in documents]
        if head != f"[Current Query]: {q}" or not text or text.startswith("Doc 1(") or "[ERROR" in text or strange:
            return part, strange
    return True


def browsecomp_search_r1():
    args = types.SimpleNamespace(port=urlparse(url).port)
    search = functions({"search"}, "BrowseComp-Plus", "search_agent", "search_r1_client.py", args=args)["search"]
    pages = {q: found(q, 5, "page") for q in queries}
    want = {q: ("".join(f"Doc {i}(Title: {r['title']}) {r['text']}\n" for i, r in enumerate(pages[q], 1)), [r["page"] for r in pages[q]]) for q in queries}
    return compared((search(q), want[q]) for q in queries)


def browsecomp_tools():
    """The tools that its MCP server declares, beside ours of the same names: arguments, types, which are needed."""
    from fastmcp import Client, FastMCP
    from fastmcp.client.transports import StreamableHttpTransport

    theirs = FastMCP("theirs")
    searcher = types.SimpleNamespace(search_description=lambda k: "", get_document_description=lambda: "")
    module("BrowseComp-Plus", "searcher", "tools.py").register_tools(theirs, searcher, snippet_max_tokens=None, k=5, include_get_document=True)

    async def schemas(server):
        async with Client(server) as client:
            return {t.name: {p: [s.get("type"), p in t.inputSchema.get("required", [])] for p, s in t.inputSchema["properties"].items()} for t in await client.list_tools()}

    want, got = asyncio.run(schemas(theirs)), asyncio.run(schemas(StreamableHttpTransport(url + "/mcp")))
    return compared((got.get(name), arguments) for name, arguments in want.items())


def browsecomp_docids():
    """The ids that its evaluation reads out of what our search tool, over server-sent events as its client for Gemini asks, gave."""
    from fastmcp import Client
    from fastmcp.client.transports import SSETransport

    extract = module("BrowseComp-Plus", "search_agent", "utils.py").extract_retrieved_docids_from_result

    async def ask():
        async with Client(SSETransport(url + "/sse")) as client:
            return [(await client.call_tool("search", {"query": q}))[0].text for q in queries]

    outputs = asyncio.run(ask())
    return compared((sorted(extract([{"type": "tool_call", "tool_name": "search", "output": o}])), sorted(r["page"] for r in found(q, 5, "page"))) for q, o in zip(queries, outputs, strict=True))


clients = {f.__name__: f for f in (search_r1_generation, search_r1_infer, search_r1_request, infoseek_generation, browsecomp_search_r1, browsecomp_tools, browsecomp_docids)}
out = {}
for name in sys.argv[3:]:
    try:
        out[name] = clients[name]()
    except Exception as e:
        out[name] = [1, 0, f"{type(e).__name__}: {e}"]
print(json.dumps(out))
