#!/usr/bin/env bash
# Every test: contracts and types; then everything else, file by file, the longest (tests/) first. Three at a time on two
# cores: whoever waits for a browser, a disk or another process leaves its core to the third.
set -euo pipefail
bash make/check.sh
.venv/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder tests src
