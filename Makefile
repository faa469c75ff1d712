# make demo   crawl the demo site and show what comes of it
# make test   the tests
# make slow   the tests that take their time: packages, a cron daemon, twenty kills
# make check  what a change must pass: formatting, lint, types, tests
# Each sets up .venv first. Another Python than python3: make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test slow lint check clean

demo: $(READY)
	$(BIN)/scrapy crawl demo -O articles.jsonl
	@echo
	@echo "$$(wc -l < articles.jsonl) records are in $(CURDIR)/articles.jsonl. The first of them:"
	@echo
	@$(BIN)/newsclean show articles.jsonl --first 1

test: $(READY)
	$(BIN)/pytest

slow: $(READY)
	$(BIN)/pytest -m slow

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

check: lint test

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "newsclean needs Python 3.11 or newer, and this is $$($(PYTHON) --version). Try make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt -e ".[dev]"
	@touch $@
