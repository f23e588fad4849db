# Needs Python 3.11 or newer and make; everything else goes into .venv, which is built when missing or stale.
VENV ?= .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
DB ?= claims.db
PYTEST_ARGS ?= --numprocesses auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help venv demo test lint bench clean rebuild

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

venv: $(STAMP) ## build .venv, if it is missing or pyproject.toml has changed

demo: $(STAMP) ## ingest corpus/ into claims.db and show what was found
	@$(VENV)/bin/claimtrack ingest corpus --db $(DB) || test $$? -eq 1  # 1: some inputs failed, as corpus/bad is meant to
	@echo; echo "The claims of one of the articles:"
	@$(VENV)/bin/claimtrack claims --db $(DB) --document corpus/renewed-ties.txt --format table
	@echo; echo "What could not be read (corpus/bad is broken on purpose):"
	@$(VENV)/bin/claimtrack failures --db $(DB) --format table
	@echo; echo "Where articles speak of one fact, and one says otherwise or later than the other:"
	@$(VENV)/bin/claimtrack compare --db $(DB) --only updates --format table
	@echo; echo "Try next:"
	@echo "  $(VENV)/bin/claimtrack compare --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack compare Lakehouse --rates docs/rates.csv --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack track killed --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack changes --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack factchecks --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack show corpus/renewed-ties.txt --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack claims --db $(DB) --source 'Tilen Vrbnik'"
	@echo "  $(VENV)/bin/claimtrack claims --db $(DB) --unit soldier --min 5000"
	@echo "  $(VENV)/bin/claimtrack sources --db $(DB)"
	@echo "  $(VENV)/bin/claimtrack extract corpus/flood-toll.html"
	@echo; echo "Review the claims in your browser (Ctrl-C ends it):"
	@echo "  $(VENV)/bin/claimtrack serve --db $(DB) --open"

test: $(STAMP) ## run all tests, a process a core (PYTEST_ARGS='-k numbers' to choose)
	@$(PY) -m pytest $(PYTEST_ARGS)

lint: $(STAMP) ## check format, style and types
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

bench: $(STAMP) ## measure speed and scale, in small; docs/benchmarks.md has the full size
	@$(PY) benchmarks/bench.py

clean: ## remove .venv, caches and the demo's database
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	rm -f $(DB) $(DB)-shm $(DB)-wal
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp holds the folder that .venv was built for: in another folder, or when its Python is gone, .venv is stale.
ifneq ($(shell $(PY) -c 'print(open("$(STAMP)").read().strip())' 2>/dev/null),$(CURDIR))
$(STAMP): rebuild
endif

$(STAMP): pyproject.toml
	@python=$$(sh .ci/find-python $(PYTHON)) || exit 1; \
	 echo "Setting up $(VENV) with $$python (a few minutes the first time)"; \
	 if ! sh .ci/find-python $(PY) >/dev/null 2>&1 || { test -f $(STAMP) && ! grep -qxF "$(CURDIR)" $(STAMP); }; \
	 then "$$python" -m venv --clear $(VENV); fi
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@echo "$(CURDIR)" > $(STAMP)
