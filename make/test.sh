#!/usr/bin/env bash
# Every test: contracts and types; beside them everything else, file by file. Three at a time on two cores: whoever waits
# for a browser, a disk or another process leaves its core to the third; a fourth made all of it slower.
set -euo pipefail
said=$(mktemp)
trap 'rm -f "$said"' EXIT
bash make/check.sh >"$said" 2>&1 &
check=$!
.venv/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder tests src && tests=0 || tests=$?
wait "$check" || { cat "$said"; exit 1; }
cat "$said"
exit "$tests"
