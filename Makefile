# Needs Python 3.11 or newer, make and git; everything else is installed into .venv.
# PYTHON=python3.12 names an interpreter; PORT, DEMO=0 and VAR_DIR change `make run`; WORKERS=4 speeds up `make test`.

PORT ?= 8000
DEMO ?= 1
WORKERS ?= 2
export PORT DEMO

PY := .venv/bin/python
PYTEST := $(PY) -m pytest
PARALLEL := -n $(WORKERS) --dist worksteal

.PHONY: help run test check facts lock bench faults fuzz screenshots coverage clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 16

run: .venv/.base ## serve the course on 127.0.0.1:8000 (PORT=8099, DEMO=0)
	@exec env LOCAL=1 $(PY) -m deploy.serve

test: .venv/.dev ## run every test: SQLite, real Chromium, PostgreSQL
	@$(PY) -m tests.plugins.chromium
	$(PYTEST) $(PARALLEL)
	$(PYTEST) $(PARALLEL) --postgres -m "not browser and not faults and not benchmark"

check: .venv/.dev ## lint, types, import contract, the course's words and form, deployment, missing migrations
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	LOCAL=1 $(PY) manage.py check_content --strict content/peer-specialist
	LOCAL=1 $(PY) manage.py check_content content/peer-specialist --report | diff -u docs/course-facts.md - \
		|| { echo "docs/course-facts.md is out of date: make facts" >&2; exit 1; }
	deploy/check
	LOCAL=1 $(PY) manage.py check_form content/peer-specialist

facts: .venv/.dev ## write docs/course-facts.md anew
	LOCAL=1 $(PY) manage.py check_content content/peer-specialist --report docs/course-facts.md

lock: .venv/.dev ## pin what pyproject.toml asks for, newest first, into requirements/
	deploy/lock

bench: .venv/.dev ## measure statements, bytes and time against their budgets
	$(PYTEST) tests/benchmarks -m benchmark -p no:randomly -s

faults: .venv/.dev ## kill and starve the server, the long form
	ALONGSIDE_LONG=1 $(PYTEST) -m faults

fuzz: .venv/.dev ## hostile input everywhere, the long form
	ALONGSIDE_LONG=1 $(PYTEST) $(PARALLEL) -m fuzz

screenshots: .venv/.dev ## picture every page, small and wide, light and dark
	$(PY) -m tests.plugins.chromium
	$(PY) -m tests.browser.screenshots

coverage: .venv/.dev ## say which lines no test reaches
	$(PY) -m coverage run -m pytest -m "not browser and not faults and not benchmark"
	$(PY) -m coverage report

clean: ## remove what was installed and cached; var/ and its data stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written when everything is in place, so an interrupted install is done again.
.venv/.base: requirements/base.txt
	@deploy/install base

.venv/.dev: requirements/base.txt requirements/dev.txt
	@deploy/install dev
