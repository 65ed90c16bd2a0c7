#!/usr/bin/env bash
# Every test: contracts and types; then what runs in one process, on both cores; then what starts processes and browsers,
# one after another, because it measures and kills.
set -euo pipefail
bash make/check.sh
.venv/bin/python -m pytest -q -n 2 --dist loadfile -m "not browser and not process"
.venv/bin/python -m pytest -q -m "browser or process"
