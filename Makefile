# make demo   crawl the demo site and show the first record
# make test   the tests
# make slow   the slow tests: more crawls, packages, a cron daemon, twenty kills, replayed sites
# make check  what a change must pass: formatting, lint, types, tests
# make docs   build the documentation site into site/; works offline
# make pages  rewrite the documentation pages that are generated from the program
# Each sets up .venv first. With another Python or elsewhere: make test PYTHON=python3.12 VENV=/var/tmp/newsclean
# Some of the tests: make test TESTS=tests/test_house.py

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS ?=
# On a terminal the number of tests that are done is counted; GNU make sets MAKE_TERMOUT there.
PYTEST_OPTIONS := $(if $(MAKE_TERMOUT),-o console_output_style=count)

.PHONY: demo test slow lint check docs pages clean

demo: $(READY)
	@echo
	@echo "Crawling the demo site, which runs on this machine. This takes about ten seconds."
	$(BIN)/scrapy crawl demo -O articles.jsonl
	@echo
	@echo "$$(wc -l < articles.jsonl) records are in $(CURDIR)/articles.jsonl. The first of them:"
	@echo
	@$(BIN)/newsclean show articles.jsonl --first 1

test: $(READY)
	@echo "Running $(or $(TESTS),the tests. This takes about three minutes on two processors)."
	$(BIN)/pytest $(PYTEST_OPTIONS) $(TESTS)

slow: $(READY)
	@echo "Running $(or $(TESTS),the slow tests. This takes about a quarter of an hour)."
	$(BIN)/pytest -m slow $(PYTEST_OPTIONS) $(TESTS)

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

check: lint test

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

pages: $(READY)
	$(BIN)/python docs/write_rules.py
	$(BIN)/python docs/write_reference.py
	$(BIN)/newsclean schema > docs/reference/article.schema.json

clean:
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "newsclean needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV), once: about 110 packages are downloaded and installed. This takes one to three minutes."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -c constraints.txt -e ".[dev,docs]"
	@touch $@
