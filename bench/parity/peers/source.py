"""What a run's trajectories.jsonl says, read without the program under test, and the rows that checks report."""

import json
import sys


def samples(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def messages(sample, arguments=lambda text: text):
    """The conversation: the system message, the question, then a message for each segment."""
    out = []
    for s in sample["trajectory"]["segments"]:
        role = {"system": "system", "turn": "assistant"}.get(s["kind"], "tool" if s.get("call_id") else "user")
        m = {"role": role, "content": s["text"]}
        if s.get("calls"):
            m["tool_calls"] = [{"id": c["id"], "type": "function", "function": {"name": c["name"], "arguments": arguments(c["arguments"])}} for c in s["calls"]]
        if s.get("call_id"):
            m["tool_call_id"] = s["call_id"]
        out.append(m)
    return out


def tools(sample):
    return [{"type": "function", "function": {"name": t["name"], "description": t["description"], "parameters": t["schema"]}} for t in sample["trajectory"].get("tools") or []]


def turns(sample):
    return [s for s in sample["trajectory"]["segments"] if s["kind"] == "turn"]


def bare(message):
    """A message without the members that a table fills with null."""
    return {k: v for k, v in message.items() if v or k in ("role", "content")}


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


rows = None  # the file that takes the rows


def report(**row):
    print(json.dumps(row), file=rows, flush=True)


def compare(what, unit, ours, theirs, alike=lambda a, b: a == b):
    """Reports how many of ours the other side has as they are."""
    same = [alike(a, b) for a, b in zip(ours, theirs)]
    for a, b, ok in zip(ours, theirs, same):
        if not ok:
            print(f"{what}:\nours   {a!r:.2000}\ntheirs {b!r:.2000}", file=sys.stderr)
            break
    agree = sum(same) if len(ours) == len(theirs) else min(sum(same), len(ours) - 1)
    report(what=what, ours=len(ours), theirs=agree, unit=unit)
