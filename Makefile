# make demo    the main job on the example project; results in out/demo/
# make test    lint, types, import contract, and every test that is not slow
# make test-slow  the rest: the wheel, browsers, what prints or attacks at length, and make lowest
# make lowest  a choice of tests with the lowest versions that pyproject.toml names, in an environment of its own
# make bench   speed, as ratios measured here and now
# make example the example's responses, sessions and plans again from their generator
# make readme  what the README and docs/ print of commands, and docs/findings.md, again
# make catalogues  the catalogues of printed words: new messages in, old ones out, and what is left to translate
# make schemas the JSON Schemas again, and the line in each YAML file that names its schema
# make help    this list
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

LOWEST := $(VENV)/lowest
# What each dependency is used for, once: scores and tables (pandas, numpy), schedules and tests of change (scipy), schemes
# and YAML (pydantic, PyYAML), each kind of file (calamine, openpyxl), the report of one organization (Jinja, fontTools,
# WeasyPrint), workbooks (XlsxWriter), the calendar (icalendar), languages (Babel), commands (Typer), and both extras.
LOWEST_TESTS := $(addprefix tests/test_,scoring.py paired.py reliability.py scheduling.py refusals.py yamlfile.py loaders.py \
	form_workbook.py main_job.py workbook.py schedule_book.py language.py cli.py statistical.py comparison_formats.py)

.PHONY: help demo test test-slow lowest lint bench example readme catalogues schemas clean

help:
	@sed -n 's/^# make/make/p' Makefile

demo: $(VENV)/.installed
	$(BIN)/oca demo --output out/demo

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow"

test-slow: $(VENV)/.dev lowest
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m slow

lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest -n 2 -m "not slow" -p no:cacheprovider $(LOWEST_TESTS)

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
	$(BIN)/python -m tools.tables

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

$(LOWEST)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet "uv>=0.8"
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct \
		--group tests --editable ".[parquet,statistics]"
	tools/system-libraries.sh $(LOWEST)/bin/python
	@touch $@

$(VENV)/.bench: $(VENV)/.dev pyproject.toml
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

clean:
	rm -rf $(VENV) out
