#!/usr/bin/env bash
# Installs the locked front-end packages.
set -euo pipefail
echo "Installing the front-end packages…"
npm ci --no-audit --no-update-notifier --no-fund --loglevel=error
