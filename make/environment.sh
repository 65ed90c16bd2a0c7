#!/usr/bin/env bash
# Makes .venv and installs exactly what the lock file names. Works without python3-venv and without pip.
set -euo pipefail
lock=$1
python=$(command -v python3.11 || command -v python3) || { echo "Python 3.11 is needed: install python3." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
if [ ! -x .venv/bin/python ]; then
  echo "Making the Python environment…"
  rm -rf .venv
  if ! "$python" -m venv .venv 2>/dev/null; then
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
      "$python" -m venv .venv
    elif "$python" -m pip --version >/dev/null 2>&1; then
      "$python" -m pip install --quiet --user --break-system-packages virtualenv
      "$python" -m virtualenv --quiet .venv
    else
      echo "Python's venv module is missing. Install it: sudo apt-get install python3-venv" >&2
      exit 1
    fi
  fi
fi
echo "Installing the Python packages of $lock…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
