"""Supervised fine-tuning with TRL (written for 1.16) on the trajectories of this export: the loss is on the agent's own turns alone.

usage: python recipe/trl_sft.py --model_name_or_path MODEL --output_dir OUT [any flag of SFTConfig]      in the directory of this export
"""

import os

from datasets import load_dataset
from trl import ModelConfig, SFTConfig, SFTTrainer, TrlParser


def trainer(model, config, rows=None, **more):
    rows = rows or load_dataset(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "prompt_completion", split="train")
    return SFTTrainer(model=model, args=config, train_dataset=rows, **more)


if __name__ == "__main__":
    parser = TrlParser((SFTConfig, ModelConfig))
    parser.set_defaults(learning_rate=1e-5, num_train_epochs=2, max_length=16384, warmup_ratio=0.03, lr_scheduler_type="cosine")
    config, model = parser.parse_args_and_config()
    t = trainer(model.model_name_or_path, config)
    t.train()
    t.save_model()
