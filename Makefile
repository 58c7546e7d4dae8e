# The README's commands. `make book` alone builds the book on a machine that has Python 3.11 or later, git and make.
PYTHON ?= python3
BIN := .venv/bin
WORDS := "book/**/*.md" README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md
export PYTHONUNBUFFERED := 1
export HOME ?= $(CURDIR)/.home
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --generate-hashes --no-emit-package thirdcorner

.PHONY: book test test-long serve pdf dist teach demo-class lab hub lite dev bench mutants lint lock licences sbom audit clean browser firefox webkit

book: .venv/book _build/schema/claims.json
	@echo "Building the front end, where it has changed …"
	@$(BIN)/python -m thirdcorner.front
	@echo "Checking the content …"
	@$(BIN)/thirdcorner check
	@$(BIN)/jupyter-book build . -W -n --keep-going
	@echo "The book is at $(CURDIR)/_build/html/index.html"

_build/schema/claims.json: .venv/book $(wildcard thirdcorner/model/*.py thirdcorner/model/activities/*.py)
	@$(BIN)/thirdcorner schema > /dev/null

.venv/bin/python:
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; \
	  else echo "Python's venv module is missing: install it (Debian: apt-get install python3-venv)"; exit 1; fi; }

.venv/book: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the locked packages, and building the front end: this may take two minutes …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation -e .  # with the locked packages, which are the ones that [build-system] names
	@touch $@

.venv/dev: .venv/book requirements-dev.lock
	@echo "Installing the locked tools for tests …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

browser: .venv/dev
	@$(BIN)/python -m tests.browsers install

firefox: .venv/dev
	@$(BIN)/python -m tests.browsers install firefox

webkit: .venv/dev
	@$(BIN)/python -m tests.browsers install webkit

test: .venv/dev browser book
	@$(BIN)/python -m pytest -m "not long" tests/front  # they write into the front end's folder, so alone
	@$(BIN)/python -m pytest -m "not long" -n 2 --dist worksteal --ignore tests/front

test-long: .venv/dev browser firefox webkit book
	@$(BIN)/python -m pytest -m long tests/front
	@$(BIN)/python -m pytest -m long -n 2 --dist worksteal --ignore tests/front --durations=10

serve: book
	@$(BIN)/thirdcorner serve

dev: .venv/dev book
	@$(BIN)/thirdcorner dev

pdf: .venv/dev browser book
	@$(BIN)/python -m thirdcorner.cli pdf

dist: book
	@$(BIN)/thirdcorner dist

teach: book
	@$(BIN)/thirdcorner teach

demo-class: .venv/book
	@$(BIN)/thirdcorner demo-class

lab: .venv/dev
	@$(BIN)/python -m thirdcorner.front
	@$(BIN)/thirdcorner lab

hub: .venv/dev
	@$(BIN)/python -m thirdcorner.front
	@$(BIN)/thirdcorner hub

lite: .venv/dev
	@test -n "$(PYODIDE)" || { echo "Say where a Pyodide release lies: make lite PYODIDE=/path/to/pyodide"; exit 2; }
	@$(BIN)/python -m thirdcorner.front
	@$(BIN)/thirdcorner lite --pyodide "$(PYODIDE)"

bench: .venv/dev browser book
	@$(BIN)/python -m bench

mutants: .venv/dev
	@$(BIN)/python -m thirdcorner.front
	@$(BIN)/python -m bench.mutants content
	@$(BIN)/python -m bench.mutants logic

lint: .venv/dev book
	@$(BIN)/ruff check thirdcorner tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m thirdcorner.front --tools
	@cd thirdcorner/front && PATH="$(CURDIR)/$(BIN):$$PATH" npm run -s check
	@cd thirdcorner/front && PATH="$(CURDIR)/$(BIN):$$PATH" npm run -s lint
	@$(BIN)/python -m tests.house.unused
	@cd tests/house && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@cd thirdcorner/front && PATH="$(CURDIR)/$(BIN):$$PATH" ../../tests/house/node_modules/.bin/knip --no-progress --include files,exports,types,dependencies,unlisted
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/house/node_modules/.bin/jscpd --config tests/house/jscpd.json thirdcorner bench
	@cd tests/pages && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/pages/node_modules/.bin/tsc -p .
	@cd tests/prose && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/prose/node_modules/.bin/cspell lint --no-progress --no-summary --config tests/prose/cspell.json --root . $(WORDS) "book/**/*.yml" "instructor/**/*.yml"
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/prose/node_modules/.bin/markdownlint-cli2 --config tests/prose/.markdownlint-cli2.jsonc $(WORDS)
	@cd _build/html && PATH="$(CURDIR)/$(BIN):$$PATH" "$(CURDIR)/tests/prose/node_modules/.bin/linkinator" "**/*.html" --check-fragments --skip '^https?://(?!localhost|127\.)' --skip _static/ --verbosity error
	@$(BIN)/python -m tests.prose.reading

lock: .venv/dev
	@$(COMPILE) --extra book pyproject.toml -o requirements.lock
	@$(COMPILE) --all-extras -c requirements.lock pyproject.toml -o requirements-dev.lock
	@{ sed -E '/^ +--hash/d; s/ \\$$//' requirements.lock; echo "-e .[book]"; } > requirements.txt  # pip takes no editable beside hashes

licences sbom: .venv/dev
	@$(BIN)/python -m bench.supply $@

audit: .venv/dev
	@$(BIN)/python -m bench.supply audit

clean:
	@rm -rf _build
