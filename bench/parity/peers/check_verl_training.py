"""verl loads the recipe of an export as its trainer does, short of a GPU: tools, reward, and every setting of the script that starts it."""

import asyncio
import os
import pathlib
import subprocess
import tempfile

import hydra
import verl
from verl.experimental.agent_loop.tool_parser import ToolParser
from verl.tools.function_tool import normalize_function_tool_return
from verl.tools.tool_registry import load_all_tools
from verl.trainer.ppo.reward import get_custom_reward_fn

import check_trl_training
import source


def settings(script):
    """What the script hands to verl, by a python3 that only writes it down."""
    with tempfile.TemporaryDirectory() as shim:
        python = pathlib.Path(shim) / "python3"
        python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        python.chmod(0o755)
        env = dict(os.environ, PATH=shim + os.pathsep + os.environ["PATH"], MODEL="some/model")
        lines = subprocess.run(["bash", str(script)], env=env, check=True, capture_output=True, text=True).stdout.splitlines()
    return lines[1], lines[2:]


def check(run, cache):
    folder = run / "verl" / "recipe"
    if not folder.exists():
        return
    name = "verl, " + run.name + ": "
    module, overrides = settings(folder / "verl_grpo.sh")
    with hydra.initialize_config_dir(str(pathlib.Path(verl.__file__).parent / "trainer" / "config"), version_base=None):
        config = hydra.compose("ppo_trainer", overrides)
    taken = [value_of(config, o.split("=")[0]) for o in overrides]
    source.compare(name + "settings of the recipe, taken by " + module, "settings", [o.split("=", 1)[1].strip("'") for o in overrides], taken)

    tools = load_all_tools(None, config.actor_rollout_ref.rollout.multi_turn.function_tool_path)
    import infoseek_client

    described = [check_trl_training.schema(t.tool_schema.model_dump(exclude_none=True)) for t in tools]
    source.compare(name + "tools of the recipe, as our server describes them", "tools", sorted(check_trl_training.offered(infoseek_client)), sorted(described))
    called = {"search": {"queries": ["naturalist voyage"]}, "visit": {"page": "Atlantis"}, "find": {"page": "Atlantis", "text": "sea"}}
    want = [infoseek_client.use(t.name, **called[t.name]) for t in tools]
    got = [normalize_function_tool_return(asyncio.run(t.call(called[t.name])))[0].text for t in tools]
    source.compare(name + "what its tools show, as our server gives it", "observations", want, got)
    source.compare(name + "the format of calls is one it parses", "formats", ["hermes"], [f for f in ToolParser._registry if f == config.actor_rollout_ref.rollout.multi_turn.format])

    reward = get_custom_reward_fn(config)
    truth = {"target": ["Skerry Light", "Skerry Lighthouse"]}
    call = '<tool_call>\n{"name": "search", "arguments": {"queries": ["light"]}}\n</tool_call>\nuser\n<tool_response>\nExact Answer: Skerry Light\n</tool_response>\nassistant\n'
    texts = {call + "Explanation: so.\nExact Answer: the Skerry Light\nConfidence: 90%": 1.0, call + "Exact Answer: Tarn": 0.0, call: 0.0, call + "Skerry Light": 0.0}
    source.compare(name + "reward", "texts", list(texts.values()), [reward(data_source="infoseek", solution_str=t, ground_truth=truth, extra_info={}) for t in texts])


def value_of(config, path):
    """A setting as the script writes it."""
    for part in path.split("."):
        config = config[part]
    text = str(config)
    return text.replace("'", '"') if text.startswith("[") else text
