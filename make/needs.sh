#!/usr/bin/env bash
# What must be on the machine before anything can be installed: all that is missing is said at once.
set -euo pipefail
missing=()
python=$(command -v python3.11 || command -v python3 || true)
if [ -z "$python" ]; then
  missing+=("Python 3.11: sudo apt-get install python3 python3-venv")
elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  missing+=("Python 3.11 or newer (this is $("$python" -V)): sudo apt-get install python3.11 python3.11-venv")
elif [ "$(id -u)" != 0 ] && [ ! -x .venv/bin/python ] \
  && ! "$python" -c 'import venv, ensurepip' 2>/dev/null && ! "$python" -m pip --version >/dev/null 2>&1; then
  missing+=("Python's module for environments: sudo apt-get install python3-venv")
fi
node_major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if [ "$node_major" -lt 20 ]; then
  found=$([ "$node_major" = 0 ] && echo "none found" || echo "this is $node_major")
  missing+=("Node.js 20 or newer ($found; Debian 12's own package is 18): see https://nodejs.org/en/download")
elif ! command -v npm >/dev/null; then
  missing+=("npm 10 or newer, which comes with Node.js: see https://nodejs.org/en/download")
fi
[ ${#missing[@]} -eq 0 ] && exit 0
echo "This machine lacks:" >&2
printf '  %s\n' "${missing[@]}" >&2
exit 1
