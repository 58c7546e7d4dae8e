# The README's commands. `make book` alone builds the book on a machine that has Python 3.11 or later, git and make.
PYTHON ?= python3
BIN := .venv/bin
WORDS := "book/**/*.md" README.md CONTRIBUTING.md CHANGELOG.md
export PYTHONUNBUFFERED := 1
export HOME ?= $(CURDIR)/.home

.PHONY: book test test-long serve pdf dist teach lab bench lint lock clean browser firefox

book: .venv/book _build/schema/claims.json
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

.venv/book: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing the locked packages …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: .venv/book requirements-dev.txt
	@echo "Installing the locked tools for tests …"
	@$(BIN)/python -m pip install -q --no-deps --disable-pip-version-check -r requirements-dev.txt
	@touch $@

browser: .venv/dev
	@$(BIN)/python -m tests.browsers install

firefox: .venv/dev
	@$(BIN)/python -m tests.browsers install firefox

test: .venv/dev browser book
	@$(BIN)/python -m pytest -m "not long"

test-long: .venv/dev browser firefox book
	@$(BIN)/python -m pytest -m long

serve: book
	@$(BIN)/thirdcorner serve

pdf: .venv/dev browser book
	@$(BIN)/python -m thirdcorner.cli pdf

dist: book
	@$(BIN)/thirdcorner dist

teach: book
	@$(BIN)/thirdcorner teach

lab: .venv/dev
	@$(BIN)/thirdcorner lab

bench: .venv/dev browser book
	@$(BIN)/python -m bench.content
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.interaction
	@$(BIN)/python -m bench.grading

lint: .venv/dev book
	@$(BIN)/ruff check thirdcorner tests bench
	@$(BIN)/mypy
	@cd tests/browser && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/browser/node_modules/.bin/tsc -p .
	@cd tests/prose && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/prose/node_modules/.bin/cspell lint --no-progress --no-summary --config tests/prose/cspell.json --root . $(WORDS) "book/**/*.yml" "instructor/**/*.yml"
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/prose/node_modules/.bin/markdownlint-cli2 --config tests/prose/.markdownlint-cli2.jsonc $(WORDS)
	@cd _build/html && PATH="$(CURDIR)/$(BIN):$$PATH" "$(CURDIR)/tests/prose/node_modules/.bin/linkinator" "**/*.html" --check-fragments --skip '^https?://(?!localhost|127\.)' --skip _static/ --verbosity error
	@$(BIN)/python -m tests.prose.reading

lock: .venv/dev
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --no-emit-package thirdcorner pyproject.toml -o requirements.txt
	@cp requirements.txt .venv/constraints.txt
	@echo "-e ." >> requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --no-emit-package thirdcorner --all-extras -c .venv/constraints.txt pyproject.toml -o requirements-dev.txt

clean:
	@rm -rf _build
