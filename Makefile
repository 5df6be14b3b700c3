# Everything runs from .venv, which `make setup` makes from the lock file.
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check lint types translations bench trust lock
PORT ?= 8000
BIN := .venv/bin
DEMO_DAY := 2026-10-15

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

setup:  ## the environment: afterwards .venv/bin/portal runs
	@sh scripts/setup

demo: setup  ## the portal with real demo data on http://localhost:8000 (PORT=… changes the port)
	@PORTAL_TODAY=$(DEMO_DAY) $(BIN)/portal demo --port $(PORT)

demo-reset: setup  ## the demo from the start, with nothing kept
	@PORTAL_TODAY=$(DEMO_DAY) $(BIN)/portal demo --port $(PORT) --reset

test: setup  ## all tests, with everything they need
	@sh scripts/test-tools
	@$(MAKE) --no-print-directory lint types translations
	@sh scripts/test

check: setup lint types  ## the fast half: lint, types, unit and house tests
	@$(BIN)/pytest -q -n 2 tests/unit tests/house -m "not postgresql and not postgresql15"

lint: setup
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo "Not formatted; run: .venv/bin/ruff format"; exit 1; }
	@[ ! -d templates ] || $(BIN)/djlint --lint --quiet templates

types: setup
	@$(BIN)/mypy --no-error-summary

translations: setup
	@sh scripts/translations --check

bench: setup  ## the speed of importing and settling (benchmarks/RESULTS.md)
	@$(BIN)/python -m benchmarks

trust: setup  ## the long runs: large files, many photographs, many machines
	@sh scripts/test-tools
	@$(BIN)/pytest -q tests -m "trust or spark"

lock: setup  ## new versions of the libraries within pyproject.toml
	@sh scripts/lock
