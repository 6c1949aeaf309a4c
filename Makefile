# Everything runs in .venv, which the first command makes. Needs python3 (3.11 or later) with venv, and make.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install chat bot test lint bench

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/installed  ## make .venv and install the locked dependencies

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "onrecord needs Python 3.11 or later as '$(PYTHON)'. Install it, or name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies into .venv (some minutes the first time) ..." >&2
	@# torch first and pinned: asked for by a range, it would bring several GB of CUDA packages on some registries
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt "$$(grep '^torch==' constraints.txt)" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]' >&2
	@touch $@

chat: .venv/installed  ## talk with the sample reports in this terminal
	@$(BIN)/onrecord index build --quiet >&2
	@$(BIN)/onrecord chat

bot: .venv/installed  ## answer in Telegram; needs TELEGRAM_BOT_TOKEN in .env
	@$(BIN)/onrecord index build --quiet >&2
	@$(BIN)/onrecord bot

test: .venv/installed  ## all tests
	@$(BIN)/python -m pytest

lint: .venv/installed  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/installed  ## speed and memory as ratios in one run; REPORTS=path for a collection of your own
	@$(BIN)/python -m tests.bench $(REPORTS)
