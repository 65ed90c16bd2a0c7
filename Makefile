# Khuê Văn. `make help` lists the commands.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
SCALE ?= small
export PYTHONPATH := src
# Whatever the machine's own habit is, compiled code is kept: a quarter of the start of each of our many processes.
export PYTHONDONTWRITEBYTECODE :=
.NOTPARALLEL:

## run      set up everything and start the furnished platform on http://127.0.0.1:8000
run: .venv/ready assets messages
	@exec $(PYTHON) -m khuevan run

## test     set up everything and run every test
test: .venv/ready-dev assets messages debian
	@bash make/test.sh

## quick    contracts, types of what changed, and the tests without a database (seconds)
quick: .venv/ready-dev
	@bash make/quick.sh

## check    formatting, lint, types, import contracts, dependencies
check: .venv/ready-dev
	@bash make/check.sh

## bench    measure, with the peer or the limit in the same run
bench: .venv/ready-dev assets
	@$(PYTHON) -m bench

## demo     furnish anew: make demo SCALE=small | province | nation
demo: .venv/ready assets messages
	@bash make/demo.sh $(SCALE)

## lock     pin versions and hashes of the Python dependencies
lock: .venv/ready-dev
	@bash make/lock.sh

## messages compile the translations
messages: .venv/messages

.venv/messages: .venv/ready $(shell find src/khuevan -name '*.po')
	@$(PYTHON) -m khuevan.config.translations --compile
	@touch $@

## assets   build the front end
assets: src/khuevan/kernel/ui/static/build/assets.json

# The build keeps only the styles and icons that the tree names, so the files that may name them count too.
NAMES_STYLES := find frontend -type f; find src/khuevan -name '*.html'; grep -rlE 'icon|class=' --include='*.py' src/khuevan
src/khuevan/kernel/ui/static/build/assets.json: node_modules/.ready vite.config.js $(shell $(NAMES_STYLES))
	@echo "Building the front end…"
	@npm run --silent build -- --logLevel error
	@touch $@

node_modules/.ready: package.json package-lock.json | needs
	@bash make/node.sh
	@touch $@

.venv/ready: requirements/run.txt | needs
	@bash make/environment.sh requirements/run.txt
	@touch $@

.venv/ready-dev: requirements/dev.txt requirements/run.txt | needs
	@bash make/environment.sh requirements/dev.txt
	@touch .venv/ready $@

# Order-only: looked at each time, in milliseconds, and rebuilds nothing.
needs:
	@bash make/needs.sh

debian:
	@bash make/debian.sh

## clean    remove what was built (not the data in var/)
clean:
	@rm -rf .venv node_modules src/khuevan/kernel/ui/static/build .pytest_cache .mypy_cache .ruff_cache

help:
	@grep -E '^## ' Makefile | sed 's/^## /  make /'

.PHONY: run test quick check bench demo lock messages assets needs debian clean help
