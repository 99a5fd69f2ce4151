# make demo    the main job on the example project; results in out/demo/
# make test    lint, types, import contract, catalogues and every test
# make bench   speed, as ratios measured here and now
# make example the example's responses, sessions and plans again from their generator
# make readme  the README's printed commands and list of findings, again
# make catalogues  the catalogues of printed words: new messages in, old ones out, and what is left to translate
# make schemas the JSON Schemas again, and the line in each YAML file that names its schema
# make help    this list
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help demo test lint bench example readme catalogues schemas clean

help:
	@sed -n 's/^# make/make/p' Makefile

demo: $(VENV)/.installed
	$(BIN)/oca demo --output out/demo

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m bench

example: $(VENV)/.dev
	$(BIN)/python examples/generate.py

readme: $(VENV)/.dev
	$(BIN)/python tools/readme.py

catalogues: $(VENV)/.dev
	$(BIN)/python -m tools.catalogues

schemas: $(VENV)/.dev
	$(BIN)/oca questionnaire json-schema --output schemas
	$(BIN)/python tools/schema_lines.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "oca needs Python 3.11 or newer; say which: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	tools/system-libraries.sh $(BIN)/python
	@touch $@

$(VENV)/.dev: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet --group dev
	tools/test-programs.sh
	@touch $@

$(VENV)/.bench: $(VENV)/.dev pyproject.toml
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

clean:
	rm -rf $(VENV) out
