#!/usr/bin/env bash
# Under ten seconds: lint, contracts, and every test that touches neither database nor browser.
set -euo pipefail
.venv/bin/ruff check -q src tests bench
.venv/bin/lint-imports --config pyproject.toml >/tmp/khuevan-contracts.$$ || { cat /tmp/khuevan-contracts.$$; exit 1; }
rm -f /tmp/khuevan-contracts.$$
mapfile -t files < <(grep -rLE 'django_db|browser|process|furnished' --include='test_*.py' src tests | sort)
.venv/bin/python -m pytest -q -x --no-header "${files[@]}"
