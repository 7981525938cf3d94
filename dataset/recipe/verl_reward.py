"""The reward for verl: reward.custom_reward_function.path names this file."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import infoseek_client


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    """1.0 where the rollout's last turn gives the right answer in its line "Exact Answer:", else 0.0."""
    return infoseek_client.rewards([solution_str], [ground_truth["target"]], "native")[0]
