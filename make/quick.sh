#!/usr/bin/env bash
# Seconds: lint, contracts, and the tests that touch neither database nor browser and are over in a blink. The contracts are read beside the tests,
# and the tests run as two processes of the same length: kernel, register and config, and what stands above them. Plugins of pytest that no such test
# asks for stay out, and so does the search for unreachable objects: it would look through a hundred thousand of them at start.
set -euo pipefail
# Whatever the machine's own habit is, compiled code is kept here: a third of the start of each process.
export PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX="$PWD/.pytest_cache/bytecode" PYTEST_DISABLE_PLUGIN_AUTOLOAD=1
.venv/bin/ruff check -q src tests bench
pytest='import gc, sys, pytest; gc.disable(); sys.exit(pytest.main(sys.argv[1:]))'
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
.venv/bin/lint-imports --config pyproject.toml >"$said/contracts" 2>&1 &
contracts=$!
tests() { # of these folders: test files that do not ask for database, browser or processes
    mapfile -t files < <(grep -rLE 'django_db|browser|process|furnished|RecordCases' --include='test_*.py' "$@" | sort)
    .venv/bin/python -c "$pytest" -q -x --no-header -p no:cacheprovider -m "not database and not thorough" "${files[@]}"
}
tests src/khuevan/{kernel,register,config} >"$said/below" 2>&1 &
below=$!
tests src/khuevan/{demo,governance,school} tests
wait "$below" || { cat "$said/below"; exit 1; }
tail -1 "$said/below"
wait "$contracts" || { cat "$said/contracts"; exit 1; }
