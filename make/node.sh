#!/usr/bin/env bash
# Installs the locked front-end packages.
set -euo pipefail
command -v npm >/dev/null || { echo "Node.js 20 with npm is needed: install nodejs and npm." >&2; exit 1; }
echo "Installing the front-end packages…"
npm ci --no-audit --no-fund --loglevel=error
