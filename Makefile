# A fresh machine needs make and Python 3.11 or later; the rest comes with
# `make demo` or `make test`, into .venv.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
PYTHONS := python3.13 python3.12 python3.11 python3
SPEC := specs/petstore.yaml

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Do not ask the network whether there is a newer pyright.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: help setup demo test check golden sweep

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

setup: $(INSTALLED) ## Make .venv, with sockgen and all that its tests need.

demo: $(INSTALLED) ## Generate the Pet Store, and let its server and client talk.
	$(BIN)/sockgen build $(SPEC)
	PYTHONPATH=generated/petstore $(BIN)/python examples/petstore/demo.py

test: $(INSTALLED) ## Run all tests.
	$(BIN)/python -m pytest

check: $(INSTALLED) ## Run linters, type checkers and tests: what CI runs.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/sockgen build --check $(SPEC)
	$(BIN)/python -m pytest

sweep: $(INSTALLED) ## Judge a corpus: make sweep CORPUS=path.
	@$(BIN)/python -m tests.sweep "$(CORPUS)"

golden: $(INSTALLED) ## Generate again what is kept in the repository.
	$(BIN)/sockgen build --force $(SPEC)
	$(BIN)/python -m sockgen.diagnostics.reference > docs/diagnostics.md

$(INSTALLED): pyproject.toml
	@if ! $(BIN)/python -c 'import pip' >/dev/null 2>&1; then \
	    for python in $(PYTHONS) none; do \
	        "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	            >/dev/null 2>&1 && break; \
	    done; \
	    if test "$$python" = none; then \
	        echo "sockgen needs Python 3.11 or later on the PATH." >&2; exit 1; \
	    fi; \
	    if ! "$$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then \
	        echo "$$python cannot make a virtual environment." >&2; \
	        echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	    fi; \
	    echo "$$python -m venv $(VENV)"; \
	    "$$python" -m venv --clear $(VENV); \
	fi
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
