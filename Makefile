# Type `make` for what there is. Whatever needs the virtual environment makes it first, so any target works as the
# first command after the clone. More words for a command: make demo ARGS=--help, make test ARGS="-k budget".

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
ARGS ?=
# Which Python makes the environment; by default the first of these that is new enough and not too new for the locks.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
UV := uv==0.13.8
# One more at once than there are processors, up to four: each has a PostgreSQL server of its own, and waits for it.
# Who has nothing left to do takes over from the others.
PYTEST = $(PY) -m pytest -q --dist worksteal -n $$($(PY) -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))')

# The environment is bound to its folder and to the Python it was made with: when either has moved it is made anew.
INSTALLED := $(shell cat $(STAMP) 2>/dev/null)
ifneq ($(INSTALLED),$(CURDIR) $(shell $(PY) -c 'print("ready")' 2>/dev/null))
.PHONY: $(STAMP)
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo run test soak lint format bench check lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

setup: $(STAMP) ## make or refresh the virtual environment in .venv
	@echo "$(VENV) is ready."

$(STAMP): requirements/dev.txt pyproject.toml
	@set -e; exec </dev/null; \
	for name in $(PYTHON); do \
	  if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Nestegg needs Python 3.11, 3.12, 3.13 or 3.14; none was found as: $(PYTHON). Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make virtual environments yet; on Debian and Ubuntu install it with: sudo apt install python3-venv" >&2; exit 1; \
	fi; \
	if [ "$(INSTALLED)" = "$(CURDIR) ready" ] && $(PY) -m pip --version >/dev/null 2>&1; then \
	  echo "Refreshing $(VENV) from requirements/dev.txt ..." >&2; \
	else \
	  echo "Setting up $(VENV) with $$("$$python" --version), once, from requirements/dev.txt (about a minute) ..." >&2; \
	  "$$python" -m venv --clear $(VENV); \
	fi; \
	rm -f $(STAMP); \
	$(PY) -m pip install -qq --disable-pip-version-check --no-input --no-compile --no-deps --require-hashes -r requirements/dev.txt; \
	$(PY) -m pip install -qq --disable-pip-version-check --no-input --no-compile --no-deps --no-build-isolation --no-index -e .; \
	echo "$(CURDIR) ready" >$(STAMP)

demo: $(STAMP) ## a family group chat in the terminal, no Telegram needed
	@$(PY) -m bot demo $(ARGS)

run: $(STAMP) ## the bot; needs TELEGRAM_BOT_TOKEN
	@$(PY) -m bot run $(ARGS)

test: $(STAMP) ## all tests, on SQLite and PostgreSQL
	@$(PYTEST) $(ARGS)

soak: $(STAMP) ## look for leaks in a million messages, and in 2,000 pairs of families; takes hours
	@NESTEGG_GOSSIP=1000000 NESTEGG_TWINS=2000 $(PYTEST) tests/test_secrets_kept.py tests/test_noninterference.py $(ARGS)

lint: $(STAMP) ## style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m mypy --no-explicit-package-bases alembic

format: $(STAMP) ## put the code into shape
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(STAMP) ## the benchmark, beside a null bot
	@$(PY) -m bench $(ARGS)

check: $(STAMP) lint ## all that CI runs: style, types, migrations, tests with coverage
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	export DATABASE_URL="sqlite+aiosqlite:///$$folder/check.db"; \
	$(PY) -m alembic upgrade head; \
	$(PY) -m alembic check
	@NESTEGG_GOSSIP=10000 NESTEGG_HOSTILE=3000 NESTEGG_TWINS=8 $(PYTEST) --cov --cov-report=term $(ARGS)

lock: ## renew the lock files, for every system and Python we support
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(PY) -m venv "$$folder"; \
	"$$folder/bin/python" -m pip install -qq --disable-pip-version-check "$(UV)"; \
	for lock in runtime:postgres dev:dev; do \
	  "$$folder/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	    --extra "$${lock#*:}" --output-file "requirements/$${lock%:*}.txt" pyproject.toml; \
	done

clean: ## remove what was made here: the environment, caches, builds
	@rm -rf $(VENV) dist build htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
