# Two commands: make run, make test. Everything lives in .venv and var; make clean and var's removal leave no trace.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test check bench messages docs lock clean

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT (8000) and HOST (127.0.0.1) say where make run serves; PYTHON (python3) which Python to use."

setup: ## Install into .venv and build the front end
	@$(PYTHON) scripts/setup.py

setup-tests:
	@$(PYTHON) scripts/setup.py --tests

run: setup ## Set up, build the demonstration district if there is none, and serve it
	@JIAYUAN_DEMO=1 $(BIN)/jiayuan demo --if-missing
	@exec $(BIN)/jiayuan serve --demo --host $(HOST) --port $(PORT)

test: setup-tests ## Set up and run the whole suite, on SQLite and, where there is one, on PostgreSQL
	@$(BIN)/python scripts/test.py

check: setup-tests ## Lint, types, floors, message catalogues, migrations, the tree
	@$(BIN)/python scripts/check.py

bench: setup-tests ## Run the benchmarks
	@$(BIN)/python scripts/bench.py

messages: setup-tests ## Bring the message catalogues up to date with the source, and compile them
	@$(BIN)/python scripts/messages.py update
	@$(BIN)/python scripts/messages.py compile
	@$(BIN)/python scripts/messages.py check

docs: setup ## Write the generated pages of docs anew (settings, lifecycle, access, figures)
	@$(BIN)/jiayuan docs settings > docs/settings.md
	@$(BIN)/jiayuan docs lifecycle > docs/lifecycle.md
	@$(BIN)/jiayuan docs access > docs/access.md
	@$(BIN)/jiayuan docs figures > docs/figures.md

lock: setup-tests ## Resolve the requirement files anew
	@scripts/lock.sh

clean: ## Remove what was installed and built; data in var stays
	rm -rf .venv frontend/node_modules src/jiayuan/static_built .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* .tests
