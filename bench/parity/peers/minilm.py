"""minilm.py FOLDER TEXTS OUT: token ids and vectors of the texts (a JSON array) as PyTorch makes them of the sentence-transformers model in FOLDER, each a line of JSON in OUT."""

import json
import sys

import torch
from transformers import AutoModel, AutoTokenizer

folder, texts, out = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(folder, use_fast=True)
model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
longest = json.load(open(folder + "/sentence_bert_config.json"))["max_seq_length"]
torch.set_num_threads(1)
with torch.no_grad(), open(out, "w") as lines:
    for text in json.load(open(texts)):
        batch = tokenizer([text], truncation=True, max_length=longest, padding=False, return_tensors="pt")
        state = model(**batch).last_hidden_state[0]
        vector = torch.nn.functional.normalize(state.mean(0), dim=0)
        print(json.dumps({"ids": batch["input_ids"][0].tolist(), "vector": [float(v) for v in vector]}), file=lines)
