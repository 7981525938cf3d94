"""peer.py MODEL ROWS LENGTH STEPS: the steps of training that take.go takes, by transformers and PyTorch, with gradient checkpointing. Prints the last loss and the most memory."""

import json
import resource
import sys

import torch
from transformers import AutoModelForCausalLM

rows, length, steps = map(int, sys.argv[2:5])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32)
model.config.use_cache = False
model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
model.train()
matrices = [p for p in model.parameters() if p.dim() > 1]
vectors = [p for p in model.parameters() if p.dim() < 2]
optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}], lr=1e-5)
ids = (torch.arange(rows * length) * 7919 % model.config.vocab_size).view(rows, length)
for _ in range(steps):
    loss = model(input_ids=ids, labels=ids).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
print(json.dumps({"loss": loss.item(), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
