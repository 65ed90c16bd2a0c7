#!/usr/bin/env bash
# Every test: contracts and types, then units, database and processes in parallel, then the browser.
set -euo pipefail
bash make/check.sh
.venv/bin/python -m pytest -q -n 2 --dist loadfile -m "not browser and not process"
.venv/bin/python -m pytest -q -m "browser or process"
