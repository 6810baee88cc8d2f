PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
INPUTS := pyproject.toml hatch_build.py platform/smartland/web/assets/package-lock.json

.PHONY: demo test test-elasticsearch bench vocabulary clean

demo: $(VENV)/.ready
	$(BIN)/smartland demo --host $(HOST) --port $(PORT)

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready: $(VENV)/.python $(INPUTS)
	@echo "Installing Smart Land and what it needs (the first time takes about a minute) …"
	$(PIP) -e .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.python $(INPUTS)
	@echo "Installing Smart Land and its test tools …"
	$(PIP) -e '.[test]'
	@touch $@ $(VENV)/.ready

test: $(VENV)/.ready-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	@# workers must agree on the order of sets, which is another one in every run
	PYTHONHASHSEED=$$$$ $(BIN)/python -m pytest -n 2 --dist loadfile

# Real OpenSearch and Elasticsearch servers from Maven, started on loopback and ended again
test-elasticsearch: $(VENV)/.ready-test
	PYTHONPATH=tests $(BIN)/python -m support.search_servers run opensearch elasticsearch -- \
		$(BIN)/python -m pytest -n 2 --dist loadfile tests/contract/test_search_*.py tests/flows/test_search_crash.py

bench: $(VENV)/.ready-test
	$(BIN)/python -m pytest -s --override-ini=python_files='bench_*.py' --timeout=1800 tests/bench

vocabulary: $(VENV)/.ready
	$(BIN)/python -m smartland.rdf.vocabulary

clean:
	rm -rf $(VENV)
