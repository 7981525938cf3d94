"""TRL's GRPOTrainer takes a step with the recipe of an export: its tools and its reward ask our server. Only what the model says is scripted, by a model too small to say anything: a call, then an answer, right in every other sample."""

import importlib.util
import json
import sys
import tempfile

from datasets import load_dataset
from transformers import LlamaConfig, LlamaForCausalLM, TrainerCallback
from transformers.utils import get_json_schema
from trl import GRPOConfig

import check_trl
import source
import tokenizer

SAMPLES = 4


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def offered(client):
    """The tools as our server describes them: names, descriptions, parameters with their types."""
    import urllib.request

    with urllib.request.urlopen(client.URL + "/v1/tools") as answer:
        return [schema(t) for t in json.load(answer)["tools"]]


def schema(tool):
    f = tool["function"]
    return f["name"], f["description"], {k: (v["type"], v["description"]) for k, v in f["parameters"]["properties"].items()}, sorted(f["parameters"]["required"])


def check(run, cache):
    if not (run / "trl" / "recipe").exists():
        return
    name = "TRL GRPOTrainer, " + run.name + ": "
    recipe = load(run / "trl" / "recipe" / "trl_grpo.py", "recipe_" + run.name)
    client = recipe.infoseek_client
    source.compare(name + "tools of the recipe, as our server describes them", "tools", offered(client), [schema(get_json_schema(f)) for f in (client.search, client.visit, client.find)])
    ours = source.samples(run / "trajectories.jsonl")
    gold = {s["question_id"]: s["gold"] for s in ours if s["gold"]}
    rows = load_dataset(str(run / "trl"), "prompt", split="train", cache_dir=cache)
    source.compare(name + "prompts' answers", "questions", sorted(gold.items()), sorted((r["id"], r["gold"]) for r in rows))
    step(name, recipe, rows)


def step(name, recipe, rows):
    tok = tokenizer.load(check_trl.template("qwen3_instruct_2507.jinja"))
    model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tok), hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=8192, eos_token_id=tok.eos_token_id))
    with tempfile.TemporaryDirectory() as folder:  # the reference of the KL term is loaded from there
        model.save_pretrained(folder)
        train(name, recipe, rows, tok, LlamaForCausalLM.from_pretrained(folder))


def train(name, recipe, rows, tok, model):
    before = {k: v.clone() for k, v in model.state_dict().items()}
    seen = []

    class Log(TrainerCallback):
        def on_log(self, args, state, control, logs=None, **kwargs):
            seen.append(logs)

    with tempfile.TemporaryDirectory() as out:
        config = GRPOConfig(output_dir=out, use_cpu=True, report_to=[], max_steps=1, logging_steps=1, save_strategy="no", learning_rate=1e-2, num_generations=SAMPLES, per_device_train_batch_size=SAMPLES, max_completion_length=2048, beta=0.001, max_tool_calling_iterations=3)
        trainer = recipe.trainer(model, config, rows, processing_class=tok, callbacks=[Log()])
        shown, asked = [], []
        trainer._generate_single_turn = scripted(tok, rows[0]["gold"][0], shown)
        reward = trainer.reward_funcs[0]

        def kept(completions, gold, **columns):
            asked.append(completions)
            return reward(completions, gold, **columns)

        kept.__name__ = reward.__name__
        trainer.reward_funcs[0] = kept
        trainer.train()
    answers = [m["content"] for c in asked[0] for m in c if m["role"] == "tool"]
    want = recipe.infoseek_client.search(["naturalist voyage"])
    source.compare(name + "what its tools showed, as our server gives it", "observations", [want] * SAMPLES, answers)
    logs = {k: v for entry in seen for k, v in entry.items()}
    source.compare(name + "reward of the samples, half of them right", "means", [0.5], [logs.get("reward")])
    source.compare(name + "calls, and calls that failed", "figures", [1.0, 0.0], [logs.get("tools/call_frequency"), logs.get("tools/failure_frequency")])
    moved = any((v != before[k]).any().item() for k, v in model.state_dict().items())
    source.compare(name + "the step moves the weights", "steps", [True], [moved])


def scripted(tok, right, shown):
    """Stands in for generation: the first turn of each sample calls search, the second answers."""

    def generate(prompt_ids, images, fields, num_generations=None, has_tool_images=False):
        first = not shown
        shown.append(len(prompt_ids))
        call = '<tool_call>\n{"name": "search", "arguments": {"queries": ["naturalist voyage"]}}\n</tool_call><|im_end|>'
        texts = [call if first else "Explanation: so.\nExact Answer: " + (right if i % 2 else "nobody at all") + "\nConfidence: 90%<|im_end|>" for i in range(len(prompt_ids))]
        return [tok(t, add_special_tokens=False)["input_ids"] for t in texts], None

    return generate
