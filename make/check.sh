#!/usr/bin/env bash
# Everything that can be said of the code without running it.
set -euo pipefail
.venv/bin/ruff format --check -q src tests bench || { echo "run: .venv/bin/ruff format src tests bench" >&2; exit 1; }
.venv/bin/ruff check -q src tests bench
.venv/bin/lint-imports --no-cache --config pyproject.toml
.venv/bin/mypy --no-error-summary
echo "check: formatting, lint, contracts and types hold"
