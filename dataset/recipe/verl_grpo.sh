#!/usr/bin/env bash
# GRPO with verl (written for 0.9), as arXiv 2509.00375 trains: five samples a question, binary reward, a low-variance KL term.
# usage: MODEL=Qwen/Qwen2.5-3B-Instruct GPUS=4 recipe/verl_grpo.sh [key=value …]      in the directory of this export, with `infoseek serve -c CORPUS` running (INFOSEEK_URL)
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
exec python3 -m verl.trainer.main_ppo \
  algorithm.adv_estimator=grpo \
  data.train_files="$here/rl.parquet" \
  data.val_files="${VAL:-$here/rl.parquet}" \
  data.return_raw_chat=True \
  data.train_batch_size="${BATCH:-256}" \
  data.max_prompt_length=2048 \
  data.max_response_length=14336 \
  data.filter_overlong_prompts=True \
  actor_rollout_ref.model.path="${MODEL:?the model to train: a Hugging Face name or folder}" \
  actor_rollout_ref.actor.optim.lr=1e-06 \
  actor_rollout_ref.actor.ppo_mini_batch_size="${MINI:-64}" \
  actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=1 \
  actor_rollout_ref.actor.use_kl_loss=True \
  actor_rollout_ref.actor.kl_loss_type=low_var_kl \
  actor_rollout_ref.actor.kl_loss_coef=0.001 \
  actor_rollout_ref.ref.log_prob_micro_batch_size_per_gpu=1 \
  actor_rollout_ref.rollout.name=vllm \
  actor_rollout_ref.rollout.mode=async \
  actor_rollout_ref.rollout.n=5 \
  actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu=1 \
  actor_rollout_ref.rollout.tensor_model_parallel_size=1 \
  actor_rollout_ref.rollout.agent.default_agent_loop=tool_agent \
  actor_rollout_ref.rollout.multi_turn.enable=True \
  actor_rollout_ref.rollout.multi_turn.format=hermes \
  actor_rollout_ref.rollout.multi_turn.max_assistant_turns="${TURNS:-7}" \
  actor_rollout_ref.rollout.multi_turn.max_tool_response_length=4096 \
  actor_rollout_ref.rollout.multi_turn.function_tool_path="$here/recipe/verl_tools.py" \
  reward.custom_reward_function.path="$here/recipe/verl_reward.py" \
  reward.custom_reward_function.name=compute_score \
  trainer.n_gpus_per_node="${GPUS:-1}" \
  trainer.nnodes=1 \
  trainer.val_before_train=False \
  trainer.save_freq=50 \
  trainer.test_freq=50 \
  trainer.total_epochs=1 \
  trainer.logger='["console"]' \
  "$@"
