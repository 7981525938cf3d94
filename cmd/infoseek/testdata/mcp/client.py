"""Drives an MCP server with fastmcp's client, as the agents of BrowseComp-Plus do, and prints what came back as JSON.

client.py http|sse URL
client.py stdio COMMAND ARG...
"""

import asyncio
import json
import os
import sys
from typing import Any, Dict, List, Optional

from fastmcp import Client, FastMCP
from fastmcp.client.transports import SSETransport, StdioTransport, StreamableHttpTransport

# The two tools as BrowseComp-Plus declares them: what fastmcp makes of these signatures is what its agents are shown.
theirs = FastMCP("theirs")


@theirs.tool
def search(query: str) -> List[Dict[str, Any]]:
    return []


@theirs.tool
def get_document(docid: str) -> Optional[Dict[str, Any]]:
    return None


def transport():
    kind, *rest = sys.argv[1:]
    if kind == "stdio":
        return StdioTransport(command=rest[0], args=rest[1:], env=dict(os.environ))
    return {"http": StreamableHttpTransport, "sse": SSETransport}[kind](rest[0])


async def arguments(client):
    """The arguments of each tool: name, type, whether it is needed."""
    tools = {t.name: t.inputSchema for t in await client.list_tools()}
    return {name: {p: [d.get("type"), p in s.get("required", [])] for p, d in s["properties"].items()} for name, s in tools.items()}


async def call(client, name, **args):
    content = await client.call_tool(name, args)
    return [json.loads(c.text) for c in content]


async def main():
    async with Client(theirs) as client:
        wanted = await arguments(client)
    async with Client(transport()) as client:
        out = {"wanted": wanted, "tools": await arguments(client), "search": await call(client, "search", query="surveyor of lakes")}
        first = out["search"][0][0]["docid"]
        out["document"] = await call(client, "get_document", docid=first)
        try:
            await call(client, "get_document", docid="nope")
        except Exception as e:
            out["missing"] = type(e).__name__
    print(json.dumps(out))


asyncio.run(main())
