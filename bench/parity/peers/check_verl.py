"""verl's data sets read the Parquet files; the loss mask is decoded, and verl's own reward scores the texts."""

import itertools

from omegaconf import OmegaConf
from verl.utils.dataset.multiturn_sft_dataset import MultiTurnSFTDataset
from verl.utils.dataset.rl_dataset import RLHFDataset
from verl.utils.reward_score import default_compute_score

import check_trl
import source
import tokenizer


def trained(row, tok):
    pairs = zip(row["input_ids"].tolist(), row["loss_mask"].tolist())
    return [tok.decode([i for i, _ in run]) for loss, run in itertools.groupby(pairs, lambda p: p[1]) if loss]


def check(run, cache):
    ours = source.samples(run / "trajectories.jsonl")
    name = "verl, " + run.name + ": "
    native = any(source.tools(s) for s in ours)
    # SmolLM2's template writes no tool calls; this one does, with arguments that are text
    tok = tokenizer.load(check_trl.template("qwen3_instruct_2507.jinja") if native else None)
    # verl renders each message alone, and stops where that is not what all together give: as for two answers of tools in a row
    config = OmegaConf.create({"pad_mode": "no_padding", "truncation": "error", "max_length": 1 << 20, "ignore_input_ids_mismatch": native})
    rows = MultiTurnSFTDataset(str(run / "verl" / "sft.parquet"), tok, config)
    theirs = [[source.bare(m) for m in conversation] for conversation in rows.messages]
    source.compare(name + "MultiTurnSFTDataset, messages", "conversations", [source.messages(s) for s in ours], theirs)
    want = [[check_trl.said(m, check_trl.arguments_text) + "<|im_end|>\n" for m in source.messages(s) if m["role"] == "assistant"] for s in ours]
    source.compare(name + "MultiTurnSFTDataset, loss on the agent's own words alone", "conversations", want, [trained(rows[i], tok) for i in range(len(rows))])

    questions = list({s["question_id"]: s for s in reversed(ours) if s["gold"]}.values())[::-1]
    config = OmegaConf.create({"cache_dir": cache, "filter_overlong_prompts": True, "filter_overlong_prompts_workers": 1, "max_prompt_length": 1 << 16})
    prompts = RLHFDataset(str(run / "verl" / "rl.parquet"), tokenizer.load(), config)
    rows = [prompts[i] for i in range(len(prompts))]
    asked = lambda s: [m for m, g in zip(source.messages(s), s["trajectory"]["segments"]) if g["turn"] == 0]
    first = {}
    for s in ours:
        first.setdefault(s["question_id"], s)
    want = sorted(((s["question_id"], asked(first[s["question_id"]]), s["gold"]) for s in questions), key=lambda w: w[0])
    theirs = sorted(((r["id"], r["raw_prompt"], r["reward_model"]["ground_truth"]["target"]) for r in rows), key=lambda w: w[0])
    source.compare(name + "RLHFDataset, prompts and answers", "questions", want, theirs)
    source.compare(name + "RLHFDataset, the rest of a row", "questions", [("searchR1_nq", "rule", "train", i) for i in range(len(rows))], [(r["data_source"], r["reward_model"]["style"], r["extra_info"]["split"], r["index"]) for r in rows])
    if native:
        return
    truth = {r["id"]: r["reward_model"]["ground_truth"] for r in rows}
    texts = {s["id"]: "\n\n".join(g["text"] for g in s["trajectory"]["segments"] if g["turn"] > 0) for s in ours}
    scored = [s for s in ours if s["question_id"] in truth]
    theirs = [bool(default_compute_score(rows[0]["data_source"], texts[s["id"]], truth[s["question_id"]])) for s in scored]
    source.compare(name + "its reward for Search-R1's data, against our exact match", "texts", [s["score"]["match"] for s in scored], theirs)
