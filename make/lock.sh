#!/usr/bin/env bash
# Versions and hashes, no addresses.
set -euo pipefail
for name in run spark dev; do
  .venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
    "requirements/$name.in" -o "requirements/$name.txt"
done
