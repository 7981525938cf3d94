"""training.py FOLDER: losses and gradients by transformers, PyTorch and TRL, of the model in FOLDER/model on the examples in FOLDER/examples.json.

Writes FOLDER/losses.json, and the gradients of each loss to FOLDER/NAME.safetensors.
"""

import json
import logging
import os
import pathlib
import sys
import tempfile

os.environ.update(HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", TOKENIZERS_PARALLELISM="false", HF_DATASETS_DISABLE_PROGRESS_BARS="1")

import torch
from datasets import Dataset
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast
from trl import GRPOConfig, GRPOTrainer


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32, attn_implementation="eager").eval()


def padded(rows, value, dtype):
    width = max(map(len, rows))
    return torch.tensor([row + [value] * (width - len(row)) for row in rows], dtype=dtype)


def imitation(model, examples):
    """The loss that transformers computes from labels, those of others' tokens left out."""
    ids = padded([e["tokens"] for e in examples], 0, torch.long)
    real = padded([[1] * len(e["tokens"]) for e in examples], 0, torch.long)
    labels = padded([[t if own else -100 for t, own in zip(e["tokens"], e["own"])] for e in examples], -100, torch.long)
    return model(input_ids=ids, attention_mask=real, labels=labels).loss


def words(model):
    """A tokenizer that the trainer asks for; no text is ever read by it but the prompt of one word."""
    t = Tokenizer(models.WordLevel({"a": 1, "<pad>": 0, "<eos>": 2}, unk_token="a"))
    t.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=t, pad_token="<pad>", eos_token="<eos>")


def trainer(model, out, rewards, **settings):
    args = GRPOConfig(output_dir=out, use_cpu=True, bf16=False, report_to=[], num_generations=len(rewards), per_device_train_batch_size=len(rewards), gradient_accumulation_steps=1, **settings)
    rows = Dataset.from_list([{"prompt": "a"}] * len(rewards))
    return GRPOTrainer(model=model, reward_funcs=lambda completions, **_: rewards, args=args, train_dataset=rows, processing_class=words(model))


def policy_gradient(model, examples, case, out):
    """TRL's own loss: what stands before the first token that is predicted is the prompt, what others wrote is masked as a tool's."""
    t = trainer(
        model, out, [0.0, 1.0], beta=case["kl"], use_bias_correction_kl=False, epsilon=case["low"], epsilon_high=case["high"], entropy_coef=case["entropy"], temperature=case["temperature"],
        loss_type={"token": "bnpo", "sequence": "grpo", "length": "dr_grpo"}[case["average"]], importance_sampling_level="sequence" if case["sequence"] else "token",
        max_completion_length=case["length"], scale_rewards="group",
    )
    t.model.eval()
    after = lambda name, fill, dtype: padded([e[name][1:] for e in examples], fill, dtype)
    inputs = {
        "prompt_ids": torch.tensor([e["tokens"][:1] for e in examples]),
        "prompt_mask": torch.ones(len(examples), 1, dtype=torch.long),
        "completion_ids": after("tokens", 0, torch.long),
        "completion_mask": padded([[1] * (len(e["tokens"]) - 1) for e in examples], 0, torch.long),
        "tool_mask": after("own", 0, torch.long),
        "old_per_token_logps": after("old", 0, torch.float32),
        "ref_per_token_logps": after("reference", 0, torch.float32),
        "advantages": torch.tensor([e["advantage"] for e in examples]),
    }
    loss = t._compute_loss(t.model, inputs)
    said = {name: t._metrics["eval"][name][-1] for name in ["kl", "entropy"] if t._metrics["eval"].get(name)}
    return loss, said


def advantages(model, rewards, scaled, out):
    """What TRL makes of the rewards of one group, sampled from the model."""
    t = trainer(model, out, rewards, max_completion_length=2, scale_rewards="group" if scaled else "none")
    return t._generate_and_score_completions([{"prompt": "a"}] * len(rewards))["advantages"].tolist()


def main(folder):
    given = json.loads((folder / "examples.json").read_text())
    losses = {}

    def keep(name, model, loss, **said):
        loss.backward()
        losses[name] = {"loss": loss.item(), **said}
        save_file({n: p.grad.contiguous() for n, p in model.named_parameters() if p.grad is not None}, folder / (name + ".safetensors"))

    model = load(folder)
    keep("imitation", model, imitation(model, given["examples"]))
    with tempfile.TemporaryDirectory() as out:
        for case in given["cases"]:
            model = load(folder)
            loss, said = policy_gradient(model, given["examples"], case, out)
            keep(case["name"], model, loss, **said)
        for group in given["groups"]:
            losses[group["name"]] = {"advantages": advantages(load(folder), group["rewards"], group["scaled"], out)}
    (folder / "losses.json").write_text(json.dumps(losses))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main(pathlib.Path(sys.argv[1]))
