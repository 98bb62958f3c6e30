# Everything runs in .venv, made from requirements.lock; after that nothing needs the network. The checks in a browser have their own
# packages, from tests/site/package-lock.json.

PYTHON ?= python3
PORT ?= 8000
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM

BIN := .venv/bin
ENVIRONMENT := .venv/installed
SITE_PACKAGES := tests/site/node_modules/installed
BROWSER_VERSIONS := .venv-browser/installed
BOOK := _build/html/index.html
NOTEBOOKS := $(wildcard book/*.ipynb)
EDITION := _build/editions/supportgroups-$(shell sed -n 's/^version: *//p' CITATION.cff)
STATE := _build/state
BOOK_SOURCES := _config.yml CITATION.cff CHANGELOG.md LICENSE-TEXT-AND-DATA $(shell find book data src -type f ! -name '*.pyc' ! -path '*/.*')

.DELETE_ON_ERROR:
.PHONY: help book pdf epub site test audit-site audit-run browser-versions bench lab serve data notebooks citation addresses lock clean always

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(BOOK) ## build the book and say where it is
	@echo "The book is at $(CURDIR)/$(BOOK)"

pdf: $(EDITION).pdf ## make the whole book as a PDF for print, and offer it on the home page; needs Pango
	@echo "The PDF is at $(CURDIR)/$(EDITION).pdf"

epub: $(EDITION).epub ## make the whole book as an EPUB for reading devices, and offer it on the home page
	@echo "The EPUB is at $(CURDIR)/$(EDITION).epub"

site: $(ENVIRONMENT) ## build the book with the chapters to run in the browser (PYODIDE_DIR=… to put Python in it); then pdf, epub
	rm -rf _build/html _build/.doctrees _build/jupyter_execute
	OFFER_RUN=yes $(BIN)/jupyter-book build book --config _config.yml --path-output . -n -W --keep-going --quiet
	$(BIN)/python -m supportgroups.browser . $(if $(PYODIDE_DIR),--pyodide "$(PYODIDE_DIR)")

test: $(BOOK) ## check everything: style, types, data, chapters, the built pages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m supportgroups check
	@$(MAKE) --no-print-directory browser-versions
	@$(call IN_A_BROWSER,audit-run)
	@$(MAKE) --no-print-directory epub
	@$(PDF_IF_POSSIBLE)
	@$(call IN_A_BROWSER,audit-site)
	$(BIN)/pytest

audit-site: $(BOOK) $(SITE_PACKAGES) ## check every built page in Chromium (PAGE=… for one page); needs Node.js, too
	node --test --test-reporter=spec tests/site/checks.test.mjs
	node tests/site/audit.mjs $(if $(PAGE),--page $(PAGE))

audit-run: site $(SITE_PACKAGES) ## run a chapter in JupyterLab and open it in the browser, both without network; needs Chromium and Node.js
	node --test --test-reporter=spec tests/site/run.test.mjs

browser-versions: $(BROWSER_VERSIONS) ## run every chapter with the packages that it meets in the browser, and compare the outputs
	PYTHONPATH="$(CURDIR)/src" .venv-browser/bin/python tests/browser-versions/compare.py

bench: $(ENVIRONMENT) ## time a build beside that of a plain Jupyter Book
	$(BIN)/python tests/benchmark.py

lab: $(ENVIRONMENT) ## open the chapters in JupyterLab, to run and change them
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.extra_labextensions_path=src/labextensions book/01-state-and-associational-life.ipynb

serve: $(BOOK) ## show the built book at http://127.0.0.1:8000 (PORT=…)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

data: $(ENVIRONMENT) ## make the tidy tables anew from the printed ones and the emendations
	$(BIN)/python -m supportgroups derive

# nbconvert stores the outputs; the filter leaves no metadata but the cells' tags and the kernel's name, so that diffs stay small.
notebooks: $(ENVIRONMENT) ## run every chapter and store its outputs
	$(BIN)/jupyter nbconvert --to notebook --inplace --execute --log-level=WARN \
	    --ClearMetadataPreprocessor.enabled=True \
	    --ClearMetadataPreprocessor.preserve_cell_metadata_mask=tags \
	    --ClearMetadataPreprocessor.preserve_nb_metadata_mask=kernelspec \
	    $(NOTEBOOKS)

citation: $(ENVIRONMENT) ## make .zenodo.json anew from CITATION.cff
	$(BIN)/python -m supportgroups.citing.deposit

addresses: $(BOOK) ## add new pages, anchors and files to the list of published addresses
	$(BIN)/python tests/addresses.py

lock: $(ENVIRONMENT) ## resolve the ranges of pyproject.toml anew into requirements.lock (needs the network)
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
	    --extra notebook --extra check --group book --group editions --group test --group build --output-file requirements.lock
	$(BIN)/uv pip compile tests/browser-versions/requirements.in --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	    --no-header --no-annotate --output-file tests/browser-versions/requirements.lock

clean: ## remove what the other targets made
	rm -rf .venv .venv-browser _build tests/site/node_modules

$(ENVIRONMENT): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# Exactly Pyodide's numpy, pandas and Altair, and what runs a notebook.
$(BROWSER_VERSIONS): tests/browser-versions/requirements.lock $(ENVIRONMENT)
	$(BIN)/python -m venv --clear .venv-browser
	.venv-browser/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# Nothing that a package brings runs when it is installed.
$(SITE_PACKAGES): tests/site/package-lock.json tests/site/package.json
	cd tests/site && npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

# The chapters are run first: the site that this builds is what the editions are made of, what is checked then, and what is published.
# Where a continuous integration service runs this (CI is set), skipping would pass for checking.
define IN_A_BROWSER
if [ -n "$$CHROMIUM" ] && command -v npm >/dev/null; then $(MAKE) --no-print-directory $(1); \
else \
    echo "SKIPPED: $(1), the checks in a browser. They need Chromium and Node.js with npm on the path" \
        "(Debian: apt-get install chromium nodejs npm), or CHROMIUM=… to say where the browser is; then: make $(1)"; \
    [ -z "$$CI" ]; \
fi
endef

define PDF_IF_POSSIBLE
if $(BIN)/python -c 'import weasyprint' 2>/dev/null; then $(MAKE) --no-print-directory pdf; \
else \
    echo "SKIPPED: the PDF and its checks. They need Pango and poppler-utils (Debian: apt-get install libpango-1.0-0" \
        "libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils fonts-noto-cjk); then: make pdf"; \
    [ -z "$$CI" ]; \
fi
endef

# The editions are made of the built pages: what a reader keeps is what the pages say.
$(EDITION).pdf $(EDITION).epub: $(BOOK)
	$(BIN)/python -m supportgroups.editions $(patsubst .%,%,$(suffix $@)) $@

# A build starts from nothing: Sphinx reports a page's warnings only when it reads that page, so a second, incremental build
# after a failed one would pass. Only the charts' drawings are kept, under a digest of all that they depend on.
$(BOOK): $(ENVIRONMENT) $(BOOK_SOURCES) $(STATE)
	rm -rf _build/html _build/.doctrees _build/jupyter_execute
	$(BIN)/jupyter-book build book --config _config.yml --path-output . -n -W --keep-going --quiet

# What pages say besides their sources: the commit, whether files differ from it, and the address (BOOK_URL). Touched only on a change.
$(STATE): always
	@mkdir -p $(@D)
	@{ git rev-parse HEAD && git status --porcelain | grep -q . && echo changed; echo "$$BOOK_URL"; } >$@.new 2>/dev/null; \
	    if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
