#!/usr/bin/env bash
# XLA for infoseek's backends xla and xla:cuda, from PyPI: the PJRT plugin that go-xla opens.
#
#   scripts/xla-plugin.sh cpu     the plugin for CPUs (Linux on amd64)
#   scripts/xla-plugin.sh cuda    the plugin for NVIDIA GPUs with CUDA 13, and NVIDIA's libraries (3 GB)
#
# Installs what is missing and prints the folder. Everything lies in $INFOSEEK_CACHE (~/.cache/infoseek), where a build with the tag xla looks by itself; elsewhere
# PJRT_PLUGIN_LIBRARY_PATH says where. Such a build needs cgo and a C compiler:
#
#   CGO_ENABLED=1 go build -tags xla -o bin/infoseek-xla ./cmd/infoseek
set -euo pipefail

CPU_VERSION=2026.6.23 CUDA_VERSION=0.10.2
cache=${INFOSEEK_CACHE:-$HOME/.cache/infoseek}
dir=$cache/xla

say() { echo "xla-plugin: $*" >&2; }
die() { say "$*"; exit 1; }

case ${1:-} in
  cpu) packages=(--no-deps "fastatomstruct-xla-cpu==$CPU_VERSION") found='*/libpjrt_cpu.so' plugin=pjrt_c_api_cpu_plugin.so ;;
  cuda) packages=("jax-cuda13-plugin[with-cuda]==$CUDA_VERSION") found='*/xla_cuda_plugin.so' plugin=pjrt_c_api_cuda_plugin.so ;;
  *) sed -n '2,11p' "$0" >&2; exit 2 ;;
esac
[ "$(uname -s)" = Linux ] || die "Linux only"
mkdir -p "$dir"
exec 9>"$cache/xla.lock"
if command -v flock >/dev/null; then flock 9; fi
if [ ! -e "$dir/$plugin" ]; then
  command -v python3 >/dev/null || die "needs python3"
  say "installing into $dir; log $cache/xla-install.log"
  python3 -m venv "$cache/xla-venv" || die "python3 has no venv: install python3-venv"
  "$cache/xla-venv/bin/pip" install --disable-pip-version-check --upgrade --target "$dir/$1" "${packages[@]}" >"$cache/xla-install.log" 2>&1 || { tail -5 "$cache/xla-install.log" >&2; die "could not install"; }
  rm -rf "$cache/xla-venv"
  library=$(find "$dir/$1" -path "$found" | head -1)
  [ -n "$library" ] || die "no plugin in what was installed"
  # NVIDIA's libraries are found beside the plugin's own place: a link keeps it
  ln -sf "$library" "$dir/$plugin"
fi
echo "$dir"
