#!/usr/bin/env bash
# Seconds: lint, contracts, and every test that touches neither database nor browser. The contracts are read beside the tests,
# and the tests run as two processes, each with half of the files; plugins of pytest that no such test asks for stay out.
set -euo pipefail
.venv/bin/ruff check -q src tests bench
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
.venv/bin/lint-imports --config pyproject.toml >"$said/contracts" 2>&1 &
contracts=$!
mapfile -t files < <(grep -rLE 'django_db|browser|process|furnished|RecordCases' --include='test_*.py' src tests | sort)
half() { # every second file, from the first or the second
    local chosen=()
    for ((number = $1; number < ${#files[@]}; number += 2)); do chosen+=("${files[number]}"); done
    PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 .venv/bin/python -m pytest -q --no-header -p no:cacheprovider -m "not database" "${chosen[@]}"
}
half 1 >"$said/second" 2>&1 &
second=$!
half 0
wait "$second" || { cat "$said/second"; exit 1; }
tail -1 "$said/second"
wait "$contracts" || { cat "$said/contracts"; exit 1; }
