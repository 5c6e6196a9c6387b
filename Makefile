# make demo   set up and open the sample event in the browser
# make test   set up and pass every check
# make check  the fast set, for while you work
# make setup  only leave the command in .venv/bin/duijie
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: setup demo test check lint lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "duijie needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@echo "Setting up .venv (about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	@$(BIN)/duijie demo -o out/demo

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint
	$(BIN)/pytest -n 2 --dist loadscope -m "not slow"

test: lint
	$(BIN)/pytest -n 2 --dist loadscope -rs --cov --cov-report=term

# A new lock after a change of pyproject.toml: every hash, no address.
lock: setup
	$(BIN)/uv pip compile pyproject.toml --group dev --group model --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements.lock

clean:
	rm -rf .venv out dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
