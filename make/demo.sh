#!/usr/bin/env bash
# Furnishes anew, and stops the embedded database where this started it.
set -euo pipefail
python=.venv/bin/python
if [ "$1" = nation ]; then exec $python -m khuevan furnish --scale nation; fi
if ! $python -m khuevan db status >/dev/null; then
  trap '$python -m khuevan db stop >/dev/null' EXIT
fi
$python -m khuevan furnish --scale "$1" --afresh ${MARKED:+--marked "$MARKED"}
