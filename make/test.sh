#!/usr/bin/env bash
# Every test: contracts and types; then what runs in one process, on both cores, the longest files (tests/) first; then
# what opens browsers, or starts, measures and kills processes: each in folders, databases and ports of its own.
set -euo pipefail
bash make/check.sh
both() { .venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder "$@" tests src; }
both -m "not browser and not process"
both -m "browser or process"
