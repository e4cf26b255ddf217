# Two commands are enough: `make demo` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
DRILLED ?= tests
# Each of the many processes would otherwise compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# For every platform and every Python from 3.11 on; no index address inside.
LOCK := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate $(UPGRADE)

.PHONY: demo test lint format bench drills docs lock sbom audit clean

demo: $(VENV)/.installed
	$(BIN)/portal demo --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not drill" $(TESTS)

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Once those that stand beside each other, once those that measure, one by one.
# Kills, dropped connections, full disks, floods: bounded here and in CI, to the full by DRILLS=long.
drills: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "drill and not alone" $(DRILLED)
	$(BIN)/python -m pytest -m "drill and alone" $(DRILLED)

# What a rating costs beside the floor, and the first paint on a bad network.
bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.rating
	$(BIN)/python -m benchmarks.first_paint

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Every package by version and hash; the portal itself without its index look-ups.
$(VENV)/.installed: $(VENV)/bin/python setup.cfg pyproject.toml deploy/requirements.lock
	$(PIP) --require-hashes -r deploy/requirements.lock
	$(PIP) --no-build-isolation --no-deps -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed deploy/requirements-test.lock
	$(PIP) --require-hashes -r deploy/requirements-test.lock
	touch $@

# After a change of a command: its page in docs/ is made from its help.
docs: $(VENV)/.installed-test
	$(BIN)/python -m tests.conventions.commands_page

# After a change of dependencies in setup.cfg; UPGRADE=--upgrade takes the newest of everything.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) setup.cfg deploy/build.in -o deploy/requirements.lock
	$(LOCK) --extra test -c deploy/requirements.lock setup.cfg deploy/build.in \
		-o deploy/requirements-test.lock
	rm -rf .venv-lock

# What it is made of, as CycloneDX; from the lock alone, without the network.
sbom:
	mkdir -p build
	$(PYTHON) deploy/supply_chain.py sbom > build/sbom.cdx.json

# Known vulnerabilities of every package in the lock. Needs the network, and fails when a package
# was not looked at: an audit of nothing is no audit.
audit:
	mkdir -p build
	rm -f build/audit.json
	$(PYTHON) deploy/supply_chain.py pins > build/pins.txt
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --strict --disable-pip --no-deps --progress-spinner off \
		--format json --output build/audit.json --requirement build/pins.txt
	$(PYTHON) deploy/supply_chain.py audited build/audit.json
	rm -rf .venv-audit

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
