PYTHON ?= python3.11
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check lint format fast lock audit eval

help:  ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## Install everything the product needs (does nothing twice)
	@$(PYTHON) tools/setup.py

setup-dev:  ## Also what the tests and checks need
	@$(PYTHON) tools/setup.py --dev

run: setup  ## Set up, start everything and print the addresses; Ctrl-C stops it all
	@$(PY) -m tools.run

test: setup-dev  ## Set up and pass every test
	@$(PY) -m pytest -q -n 2 -m "not e2e and not model and not rasa"
	@npm test --silent
	@$(PY) -m pytest -q -m "model"
	@$(PY) -m pytest -q -m "rasa or e2e"

check: setup-dev lint fast  ## Format, lint, types and the fast tests, in under two minutes

lint:
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m bandit -q -c pyproject.toml -r web_widget knowledge actions bot tools evaluation
	@$(PY) -m mypy
	@.venv/bin/lint-imports

fast:
	@$(PY) -m pytest -q -n 2 -m "not e2e and not model and not rasa"

format:  ## Format the code
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

eval: setup-dev  ## Measure answers, routes, safety and dialogues; the report goes to var/evaluation
	@$(PY) -m evaluation

audit: setup-dev  ## Look for known weaknesses in packages (needs internet) and in our code
	@$(PY) -m tools.audit

lock: setup-dev  ## Pin the requirement files anew from pyproject.toml
	@bash tools/lock.sh
