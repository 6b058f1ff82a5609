# `make run` and `make test` each set up all they need in .venv; nothing is installed outside this folder.

UV_VERSION := 0.13.8
PYTHONS := python3 python3.15 python3.14 python3.13 python3.12 python3.11
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
VENV := .venv/uv-$(UV_VERSION).stamp
RUN := .venv/run.stamp
DEV := .venv/dev.stamp
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
TESTS := $(BIN)/python -m pytest -n auto --dist worksteal
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" --upgrade
NEW_FIGURES := sample/2009-01-14-infant-mortality-2007.csv

.PHONY: help run new-figures test check fmt lock clean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

run: $(RUN) ## talk to the bot: in Slack if .env or the environment has its tokens, else in a local one
	@set -a; if [ -f .env ]; then . ./.env; fi; set +a; \
	if [ -n "$$SLACK_BOT_TOKEN$$SLACK_CLIENT_ID" ]; then exec $(BIN)/python -m bot; else exec $(BIN)/python -m bot --local; fi

new-figures: $(RUN) ## load the newest sample release while `make run` runs, to see its summary arrive
	@DATABASE_URL=sqlite:///.local/healthgap.db $(BIN)/healthgap load $(NEW_FIGURES)

test: $(DEV) ## run the tests
	@$(TESTS)

check: $(DEV) ## all that CI runs: format, lint, types, layers, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(TESTS)

fmt: $(DEV) ## format, and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV) ## take the newest versions that pyproject.toml allows
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) --group local --output-file requirements-local.lock
	$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv
	rm -rf .venv

$(VENV):
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
		python=; \
	done; \
	if [ -z "$$python" ]; then echo "healthgap needs Python 3.11 or newer, and none was found." >&2; exit 1; fi; \
	if ! $$python -c 'import ensurepip' 2>/dev/null; then \
		echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install" \
			"$$($$python -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')" >&2; exit 1; fi; \
	echo "Setting up healthgap in .venv, once."; \
	$$python -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(RUN): $(VENV) requirements.lock requirements-local.lock pyproject.toml
	@$(INSTALL) --require-hashes --requirements requirements.lock
	@command -v npm >/dev/null || $(INSTALL) --require-hashes --requirements requirements-local.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@$(INSTALL) --require-hashes --requirements requirements-dev.lock
	@touch $@
