"""Hugging Face datasets reads the chat lines, the tags and the whole records."""

from datasets import load_dataset, load_dataset_builder

import source


def jsonl(run, name, cache):
    return load_dataset("json", data_files=str(run / name), split="train", cache_dir=cache)


def check(run, cache):
    ours = source.samples(run / "trajectories.jsonl")
    name = "datasets, " + run.name + ": "
    source.compare(name + "chat lines", "conversations", [source.messages(s) for s in ours], [[source.bare(m) for m in row["messages"]] for row in jsonl(run, "chat.jsonl", cache)])
    if (run / "tags.jsonl").exists():
        rows = list(jsonl(run, "tags.jsonl", cache))
        spans = [[row["text"][o["char_start"] : o["char_end"]] for o in row["own"]] for row in rows]
        source.compare(name + "spans of the agent's own words", "texts", [[t["text"] for t in source.turns(s)] for s in ours], spans)
        in_bytes = [[row["text"].encode()[o["start"] : o["end"]].decode() for o in row["own"]] for row in rows]
        source.compare(name + "the same spans in bytes", "texts", spans, in_bytes)
        ids = [[t["id"] for turn in source.turns(s) for t in turn["tokens"] or []] for s in ours]
        source.compare(name + "token ids of the own spans", "texts", ids, [[i for o in row["own"] for i in o.get("ids") or []] for row in rows])
    rows = load_dataset(str(run / "hf"), split="train", cache_dir=cache)
    source.compare(name + "whole records, conversations", "records", [source.messages(s) for s in ours], [[source.bare(m) for m in row["messages"]] for row in rows])
    source.compare(name + "whole records, tools", "records", [source.tools(s) for s in ours], [row["tools"] for row in rows])
    whole = lambda s: (s["id"], s["gold"], s["score"], s["signature"], s.get("verdict"), [g["text"] for g in s["trajectory"]["segments"]], [q["query"] for q in s["trajectory"]["searches"]])
    theirs = [(r["id"], r["gold"], r["score"], r["signature"], r["verdict"], [g["text"] for g in r["segments"]], [q["query"] for q in r["searches"]]) for r in rows]
    source.compare(name + "whole records, the rest", "records", [whole(s) for s in ours], theirs)
    source.compare(name + "configurations on TRL's card", "names", ["messages", "prompt", "prompt_completion"], sorted(load_dataset_builder(str(run / "trl"), cache_dir=cache).builder_configs))
