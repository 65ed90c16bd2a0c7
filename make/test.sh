#!/usr/bin/env bash
# Every test: contracts and types; then what runs in one process, on both cores, the longest files (tests/) first; then
# pages in browsers, on both; then what starts, measures and kills processes, one after another.
set -euo pipefail
bash make/check.sh
both() { .venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder "$@" tests src; }
both -m "not browser and not process"
both -m "browser and not process"
.venv/bin/python -m pytest -q -m process
