#!/usr/bin/env bash
# Seconds: lint, contracts, and every test that touches neither database nor browser. The contracts are read beside the tests.
set -euo pipefail
.venv/bin/ruff check -q src tests bench
contracts=$(mktemp)
trap 'rm -f "$contracts"' EXIT
.venv/bin/lint-imports --config pyproject.toml >"$contracts" 2>&1 &
reading=$!
mapfile -t files < <(grep -rLE 'django_db|browser|process|furnished' --include='test_*.py' src tests | sort)
.venv/bin/python -m pytest -q -x --no-header -m "not database" "${files[@]}"
wait "$reading" || { cat "$contracts"; exit 1; }
