"""TRL's SFTTrainer prepares both configurations; what it leaves for the loss is decoded."""

import importlib.util
import itertools
import json
import pathlib
import tempfile

from datasets import load_dataset
from transformers import LlamaConfig, LlamaForCausalLM
from trl import SFTConfig, SFTTrainer

import source
import tokenizer

TEMPLATES = pathlib.Path(importlib.util.find_spec("trl").origin).parent / "chat_templates"


def template(name):
    return (TEMPLATES / name).read_text()


def prepared(rows, tok, assistant_only):
    """The rows as the trainer hands them to the loss. The model is never run."""
    model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tok), hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1, eos_token_id=tok.eos_token_id))
    with tempfile.TemporaryDirectory() as out:
        args = SFTConfig(output_dir=out, use_cpu=True, report_to=[], max_length=None, assistant_only_loss=assistant_only)
        return list(SFTTrainer(model=model, args=args, train_dataset=rows, processing_class=tok).train_dataset)


def trained(row, tok):
    """The runs of tokens with a loss, as texts."""
    pairs = zip(row["input_ids"], row["labels"])
    return [tok.decode([i for i, _ in run]) for loss, run in itertools.groupby(pairs, lambda p: p[1] != -100) if loss]


def check(run, cache):
    ours = source.samples(run / "trajectories.jsonl")
    name = "TRL SFTTrainer, " + run.name + ": "
    rows = load_dataset(str(run / "trl"), "messages", split="train", cache_dir=cache)
    source.compare(name + "messages", "conversations", [source.messages(s, source.parsed) for s in ours], [[source.bare(m) for m in row["messages"]] for row in rows])
    if "tools" in rows.column_names:
        source.compare(name + "tools", "conversations", [source.tools(s) for s in ours], [row["tools"] for row in rows])
    # TRL knows this template, and marks in it what the assistant writes: the content between the line feed after the role and the end of the turn
    tok = tokenizer.load(template("qwen2_5.jinja"))
    want = [["\n" + said(m, arguments_json) + "<|im_end|>\n" for m in source.messages(s, source.parsed) if m["role"] == "assistant"] for s in ours]
    source.compare(name + "loss on the agent's own words alone", "conversations", want, [trained(row, tok) for row in prepared(rows, tok, True)])
    steps = load_dataset(str(run / "trl"), "prompt_completion", split="train", cache_dir=cache)
    tok = tokenizer.load()
    if "tools" in rows.column_names:
        tok = tokenizer.load(template("qwen3_instruct_2507.jinja"))
    want = [[said(m, arguments_text) + "<|im_end|>\n"] for s in ours for m in source.messages(s, source.parsed) if m["role"] == "assistant"]
    source.compare(name + "loss on the completion", "turns", want, [trained(row, tok) for row in prepared(steps, tok, False)])


def said(m, text):
    """An assistant's message as the template writes it."""
    calls = "".join('\n<tool_call>\n{"name": "' + c["function"]["name"] + '", "arguments": ' + text(c["function"]["arguments"]) + "}\n</tool_call>" for c in m.get("tool_calls", []))
    return m["content"] + calls if m["content"] else calls.removeprefix("\n")


def arguments_json(arguments):
    return json.dumps(arguments, ensure_ascii=False)


def arguments_text(arguments):
    return arguments if isinstance(arguments, str) else arguments_json(arguments)
