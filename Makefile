# `make help` says what there is. PYTHON=python3.12 make test uses another interpreter, in an
# environment of its own.
PYTHON ?= python3
VENV ?= .venv$(if $(filter-out python3,$(PYTHON)),-$(notdir $(PYTHON)))
WORKSPACE ?= sample_data/los-angeles
UV ?= uv
BIN = $(VENV)/bin

# CPython 3.13 has no PyEval_CallObject, which durable-rules calls; harmless on 3.11 and 3.12.
export CPPFLAGS += -DPyEval_CallObject=PyObject_CallObject

# What colours, sizes or redirects the program would change what the tests see.
SCRUBBED = env -u NO_COLOR -u FORCE_COLOR -u CLICOLOR -u CLICOLOR_FORCE -u COLORTERM -u COLUMNS \
	-u LINES -u PYTHONPATH -u PYTHONHOME -u TEXTUAL -u TEXTUAL_ANIMATIONS -u TEXTUAL_THEME

.DEFAULT_GOAL := help
.PHONY: help run demo test check test-all lint types layers format bench lock clean venv baltimore schemas

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: venv ## open the sample city (a table when the output is not a terminal); WORKSPACE=DIR opens yours
	@if [ -t 1 ]; then $(BIN)/hexvet "$(WORKSPACE)"; \
	else $(BIN)/hexvet check "$(WORKSPACE)" || [ $$? -eq 1 ]; fi

test: venv ## every test; ARGS="-k hexagon" for some of them
	$(SCRUBBED) $(BIN)/python -m pytest $(ARGS)

demo: venv ## a guided tour of the screen, on a copy of the sample city (text without a terminal)
	$(BIN)/hexvet demo

check: lint types layers test ## all that .ci/run asks: style, types, layers, every test, the wheel

test-all: venv ## every test with the full budget of generated cases, and what they cover
	HYPOTHESIS_PROFILE=full $(SCRUBBED) $(BIN)/python -m pytest --cov --cov-report=term $(ARGS)

lint: venv ## ruff: mistakes, order of imports, layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: venv ## mypy --strict
	$(BIN)/mypy

layers: venv ## import-linter: who may import whom
	PYTHONPATH=engine:tui $(BIN)/lint-imports --no-cache

format: venv ## let ruff lay out the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: venv ## the tables of docs/performance.md
	$(BIN)/python bench

lock: ## renew requirements.lock (needs uv)
	$(UV) pip compile pyproject.toml --group dev --upgrade --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --no-annotate --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock

clean: ## remove the environments and whatever the tools left behind
	rm -rf .venv .venv-* build dist htmlcov .coverage .coverage.* .hypothesis .pytest_cache \
		.mypy_cache .ruff_cache .import_linter_cache .grimp_cache snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@.ci/venv "$(PYTHON)" "$(VENV)"

baltimore: venv ## make sample_data/baltimore again from the published file
	$(BIN)/hexvet import csv sample_data/baltimore/source/FY14-FY24_CIP-Requests_Source.csv \
		--map sample_data/baltimore/source/map.toml --into sample_data/baltimore --overwrite

schemas: venv ## renew the published JSON Schemas under docs/schemas
	for kind in pack waivers; do \
		$(BIN)/hexvet schema $$kind -o docs/schemas/$$kind.schema.json; done
	for kind in project workspace assessment; do \
		$(BIN)/hexvet schema $$kind -w sample_data/los-angeles \
			-o docs/schemas/los-angeles/$$kind.schema.json; done
