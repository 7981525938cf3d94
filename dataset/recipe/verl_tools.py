"""Tools for verl's tool_agent loop: actor_rollout_ref.rollout.multi_turn.function_tool_path names this file."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import infoseek_client
from verl.tools.function_tool import function_tool

for tool in (infoseek_client.search, infoseek_client.visit, infoseek_client.find):
    function_tool(tool)
