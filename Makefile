# make report    the main job on the sample diary: verdicts on screen, HTML report beside this file
# make test      style, types and all tests
# make score     accuracy of the matching and of the ranges (needs the reference files)
# make bench     speed against named baselines, as ratios
# make bench-fdc the same for two million branded foods: 10 minutes, 6 GB of memory for pandas
#
# Each target sets up its own virtual environment in .venv. Another Python: make PYTHON=python3.13 test

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
SAMPLE := data/samples/cronometer-week.csv

.DEFAULT_GOAL := help
.PHONY: help report test score bench bench-fdc clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -8

report: .venv/.installed
	@$(BIN)/nutrigap report $(SAMPLE) --sex female --age 34 \
		--store nutrigap/tables/foods.sqlite -o cronometer-week-report.html

test: .venv/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

score: .venv/.installed-for-tests
	$(BIN)/python data/derive/score_matching.py
	$(BIN)/python data/derive/score_ranges.py

bench: .venv/.installed-for-tests
	$(BIN)/python tests/benchmarks/commands.py
	$(BIN)/python tests/benchmarks/matching.py
	$(BIN)/python tests/benchmarks/report.py
	$(BIN)/python tests/benchmarks/ingest.py

bench-fdc: .venv/.installed-for-tests
	$(BIN)/python tests/benchmarks/ingest.py 2000000 1 1
	$(BIN)/python tests/benchmarks/full_store.py 2000000 1

.venv/.installed: pyproject.toml | .venv/bin/python
	@echo "Installing nutrigap and what it needs into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-for-tests: pyproject.toml | .venv/bin/python
	@echo "Installing nutrigap and what its tests need into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/.installed

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "nutrigap needs Python 3.11 or newer; found: $$(python3 --version 2>&1 || echo no python3). Install one, or name it: make PYTHON=/path/to/python3.12 report" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "nutrigap needs Python 3.11 or newer; found: $$("$(PYTHON)" --version 2>&1). Name another one: make PYTHON=/path/to/python3.12 report" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "nutrigap sets up its own environment, but $(PYTHON) has no venv module. Install it (Debian, Ubuntu: apt install python3-venv), or name another Python: make PYTHON=/path/to/python3.12 report" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis ./*-report.html
