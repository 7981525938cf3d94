"""GRPO with TRL (written for 1.16), as arXiv 2509.00375 trains: five samples a question, binary reward, a KL term.

usage: python recipe/trl_grpo.py --model_name_or_path MODEL --output_dir OUT [any flag of GRPOConfig]      in the directory of this export, with `infoseek serve -c CORPUS` running (INFOSEEK_URL)
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import infoseek_client
from datasets import load_dataset
from trl import GRPOConfig, GRPOTrainer, ModelConfig, TrlParser


def exact_answer(completions, gold, **columns):
    """1.0 where a rollout ends in a turn of words whose line "Exact Answer:" is right, else 0.0."""
    return infoseek_client.rewards([last_words(c) for c in completions], gold, "native")


def last_words(completion):
    """What the agent said in the end: nothing where it still called a tool."""
    last = completion[-1]
    if last["role"] != "assistant" or last.get("tool_calls"):
        return ""
    return last["content"] or ""


def trainer(model, config, rows=None, **more):
    rows = rows or load_dataset(os.path.dirname(HERE), "prompt", split="train")
    return GRPOTrainer(
        model=model,
        args=config,
        train_dataset=rows,
        reward_funcs=[exact_answer],
        tools=[infoseek_client.search, infoseek_client.visit, infoseek_client.find],
        **more,
    )


if __name__ == "__main__":
    parser = TrlParser((GRPOConfig, ModelConfig))
    parser.set_defaults(num_generations=5, per_device_train_batch_size=5, learning_rate=1e-6, beta=0.001, max_completion_length=4096, max_tool_calling_iterations=6)
    config, model = parser.parse_args_and_config()
    t = trainer(model.model_name_or_path, config)
    t.train()
    t.save_model()
