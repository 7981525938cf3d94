"""peer.py torch|trl MODEL ROWS LENGTH STEPS: the steps of training that take.go takes, with gradient checkpointing, by PyTorch's own loop over transformers or by TRL's SFTTrainer. After each step prints its loss and the processor time used so far."""

import json
import resource
import sys
import tempfile

import torch
from transformers import AutoModelForCausalLM, TrainerCallback

rows, length, steps = map(int, sys.argv[3:6])
model = AutoModelForCausalLM.from_pretrained(sys.argv[2], dtype=torch.float32)
model.config.use_cache = False
model.train()
matrices = [p for p in model.parameters() if p.dim() > 1]
vectors = [p for p in model.parameters() if p.dim() < 2]
optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}], lr=1e-5)
ids = (torch.arange(rows * length) * 7919 % model.config.vocab_size).view(rows, length)


def told(loss):
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"loss": loss, "cpu": used.ru_utime + used.ru_stime}), flush=True)


def by_torch():
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    for _ in range(steps):
        loss = model(input_ids=ids, labels=ids).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        told(loss.item())


def by_trl():
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    class Tell(TrainerCallback):
        def on_log(self, args, state, control, logs=None, **_):
            if "loss" in logs:
                told(logs["loss"])

    with tempfile.TemporaryDirectory() as out:
        config = SFTConfig(output_dir=out, max_steps=steps, per_device_train_batch_size=rows, max_length=length, learning_rate=1e-5, lr_scheduler_type="constant", max_grad_norm=1.0, gradient_checkpointing=True, logging_steps=1, report_to=[], save_strategy="no", disable_tqdm=True, use_cpu=True, bf16=False, seed=1)
        data = Dataset.from_dict({"input_ids": ids.tolist() * steps})
        trainer = SFTTrainer(model=model, args=config, train_dataset=data, optimizers=(optimizer, None), callbacks=[Tell()])
        trainer.pop_callback(__import__("transformers").PrinterCallback)
        trainer.train()


{"torch": by_torch, "trl": by_trl}[sys.argv[1]]()
