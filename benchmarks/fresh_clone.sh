#!/usr/bin/env bash
# Time the README's two commands on a fresh clone: no .venv, no package cache.
# Usage: benchmarks/fresh_clone.sh [run|test]; prints seconds.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)/"démo espace"
port=${PORT:-8077}
trap 'kill "${server:-0}" 2>/dev/null || true; rm -rf "$(dirname "$folder")"' EXIT

git clone --quiet "$here" "$folder"
cd "$folder"
export PIP_NO_CACHE_DIR=1
unset VIRTUAL_ENV DATABASE_URL SECRET_KEY VAR_DIR

if [ "${1:-run}" = test ]; then
  start=$SECONDS
  make test
  echo "make test: $((SECONDS - start)) s"
  exit
fi
start=$(date +%s.%N)
PORT=$port make run >run.log 2>&1 &
server=$!
until curl --silent --fail --output page.html --location "http://127.0.0.1:$port/"; do
  kill -0 "$server" || { cat run.log; exit 1; }
  sleep 0.2
done
end=$(date +%s.%N)
grep -q '<h1' page.html
echo "make run, to the sign-in page: $(echo "$end - $start" | bc) s"
