#!/usr/bin/env bash
# Makes .venv and installs exactly what the lock file names. Works without python3-venv where there is pip, or root.
set -euo pipefail
lock=$1
python=$(command -v python3.11 || command -v python3)

complete() { rm -rf .venv && "$python" -m venv .venv >/dev/null 2>&1; }
by_pip_of_the_machine() {
  "$python" -m pip --version >/dev/null 2>&1 || return 1
  rm -rf .venv && "$python" -m venv --without-pip .venv &&
    "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check pip
}
by_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "Installing Debian's python3-venv…"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null
  complete
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  echo "Making the Python environment…"
  if ! complete && ! by_debian && ! by_pip_of_the_machine; then
    rm -rf .venv
    echo "The Python environment could not be made: Python's venv module is incomplete here. Run:" >&2
    echo "  sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
echo "Installing the Python packages of $lock…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
