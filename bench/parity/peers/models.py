"""models.py FOLDER: what transformers, jinja and gguf make of what FOLDER/asked.json asks; the answers go to FOLDER/answers.json."""

import json
import os
import pathlib
import sys

os.environ.update(HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", TOKENIZERS_PARALLELISM="false")

import gguf
import numpy
import torch
import trl
from safetensors.numpy import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils.chat_template_utils import render_jinja_template


def forward(folder, model):
    m = AutoModelForCausalLM.from_pretrained(model["path"], dtype=torch.float32, attn_implementation="eager").eval()
    ids = torch.tensor([model["ids"]])
    with torch.no_grad():
        save_file({"logits": m(ids).logits[0].numpy()}, folder / f"{model['name']}.safetensors")
        out = m.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=model["greedy"], do_sample=False) if model["greedy"] else ids
    return out[0, ids.shape[1]:].tolist()


def prompts(path, conversations):
    t = AutoTokenizer.from_pretrained(path)
    ids = [t.apply_chat_template(c, add_generation_prompt=True, tokenize=True) for c in conversations]
    return [i if isinstance(i, list) else i["input_ids"] for i in ids]


def templates(conversation, tools):
    """The chat templates that TRL brings, of the families that are run here."""
    out = []
    for path in sorted((pathlib.Path(trl.__file__).parent / "chat_templates").glob("*.jinja")):
        if path.name.startswith(("llama3", "qwen2_5", "qwen3")) and "vl" not in path.name and "qwen3_8" not in path.name:
            source = path.read_text()
            try:
                text = render_jinja_template([conversation], tools=tools, chat_template=source, add_generation_prompt=True, bos_token="<s>", eos_token="</s>")[0][0]
            except Exception as e:  # a template may refuse a conversation
                text = None
            out.append({"name": path.name, "template": source, "text": text})
    return out


folder = pathlib.Path(sys.argv[1])
asked = json.loads((folder / "asked.json").read_text())
answers = {"greedy": {m["name"]: forward(folder, m) for m in asked["models"]}, "prompts": [], "templates": templates(asked["conversation"], asked["tools"])}
if asked["chat"]:
    answers["prompts"] = prompts(asked["chat"], asked["conversations"])
blocks = {t["name"]: gguf.quants.dequantize(numpy.frombuffer(bytes.fromhex(t["bytes"]), dtype=numpy.uint8).reshape(1, -1), gguf.GGMLQuantizationType(t["type"])).astype(numpy.float32) for t in asked["blocks"]}
save_file(blocks, folder / "blocks.safetensors")
(folder / "answers.json").write_text(json.dumps(answers))
