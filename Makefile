# Everything runs in .venv, made from requirements.lock; after that nothing needs the network. The checks in a browser have their own
# packages, from tests/site/package-lock.json.

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
ENVIRONMENT := .venv/installed
SITE_PACKAGES := tests/site/node_modules/installed
BROWSER_VERSIONS := .venv-browser/installed
BOOK := _build/html/index.html
NOTEBOOKS := $(wildcard book/*.ipynb)
EDITION := _build/editions/supportgroups-$(shell sed -n 's/^version: *//p' CITATION.cff)
RELEASE := _build/release
SCHEMA := $(BIN)/check-jsonschema --quiet --builtin-schema
UNITS := $(BIN)/pytest -n 2 --dist loadfile --quiet src tests --ignore=tests/built

.DELETE_ON_ERROR:
# A stopped command never leaves half a book, so there is nothing for make to delete.
.PRECIOUS: $(BOOK)
.PHONY: help book page check test style pdf epub site audit-site audit-run browser-versions bench expected mutate-code mutate-data reproducible lab \
    edit serve data notebooks fetch-pyodide filter-notebooks release citation addresses advisories lock clean always

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(BOOK) ## check the data, build the book and say where it is

page: $(ENVIRONMENT) ## build one page anew and say where it is (PAGE=02-support-groups)
	@$(BIN)/python -m bookmaking.build --page "$(PAGE)"

check: style ## check what can be checked in a minute: style, types, data, unit tests (PAGE=… that page and its notebook, too)
	$(UNITS)
ifdef PAGE
	$(BIN)/python -m bookmaking.build --page "$(PAGE)"
	$(BIN)/pytest --quiet $(wildcard book/$(PAGE).ipynb) tests/built/test_page.py
endif

test: $(ENVIRONMENT) ## check everything: style, types, data, chapters, the built pages, the editions
	@$(BIN)/python tests/stages.py

style: $(ENVIRONMENT)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet --persona pedantic .github
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(SCHEMA) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(SCHEMA) vendor.citation-file-format --default-filetype yaml CITATION.cff

pdf: $(EDITION).pdf ## make the whole book as a PDF for print, and offer it on the home page; needs Pango
	@echo "The PDF is at $(CURDIR)/$(EDITION).pdf"

epub: $(EDITION).epub ## make the whole book as an EPUB for reading devices, and offer it on the home page
	@echo "The EPUB is at $(CURDIR)/$(EDITION).epub"

ifeq ($(PYODIDE),fetch)
PYODIDE_DIR := _build/pyodide
site: fetch-pyodide
endif
site: $(ENVIRONMENT) ## build the book with the chapters to run in the browser (PYODIDE=fetch or PYODIDE_DIR=… puts Python in it); then pdf, epub
	@$(BIN)/python -m bookmaking.build --run $(if $(PYODIDE_DIR),--pyodide "$(PYODIDE_DIR)")

# What starts Python is a package of npm, which checks it; its lock file has the digest of every other file.
fetch-pyodide: $(ENVIRONMENT) $(SITE_PACKAGES)
	$(BIN)/python -m bookmaking.pyodide tests/site/node_modules/pyodide _build/pyodide

audit-site: $(BOOK) $(SITE_PACKAGES) ## check every built page in Chromium (PAGE=… for one page), and some in Firefox; needs Node.js, too
	node --test --test-reporter=spec tests/site/checks.test.mjs tests/site/lighthouse.test.mjs
	node tests/site/audit.mjs $(if $(PAGE),--page $(PAGE))
	$(if $(PAGE),,node --test --test-reporter=spec tests/site/firefox.test.mjs)

audit-run: site $(SITE_PACKAGES) ## run a chapter in JupyterLab and open it in the browser, both without network; needs Chromium and Node.js
	node --test --test-reporter=spec tests/site/run.test.mjs

browser-versions: $(BROWSER_VERSIONS) ## run every chapter with the packages that it meets in the browser, and compare the outputs
	PYTHONPATH="$(CURDIR)/src" .venv-browser/bin/python tests/browser-versions/compare.py

bench: $(ENVIRONMENT) ## time a build beside that of a plain Jupyter Book, and whatever else must not become slow; kept in book/benchmarks.txt
	$(BIN)/python tests/benchmark.py

expected: $(ENVIRONMENT) ## build the small book of the tests and write anew what is expected of it, after a change that is meant
	$(BIN)/python tests/small_book.py
	-@git --no-pager diff --stat -- tests/small-book/expected

mutate-code: $(ENVIRONMENT) ## put faults into the code, a sample, and count how many the tests find (SEEDS=…, NUMBER=… of each package)
	$(BIN)/python tests/mutate_code.py $(if $(SEEDS),--seeds $(SEEDS)) $(if $(NUMBER),--number $(NUMBER))

reproducible: $(ENVIRONMENT) ## build book, PDF, EPUB and package under several conditions, and compare every byte
	$(BIN)/python tests/reproducible.py --all

lab: $(ENVIRONMENT) ## open copies of the chapters in JupyterLab, to run and change them (AFRESH=02-support-groups starts that one afresh)
	$(BIN)/python -m bookmaking.laboratory $(if $(AFRESH),--afresh $(AFRESH))

edit: $(ENVIRONMENT) ## open the chapters themselves in JupyterLab, for authors
	$(BIN)/python -m bookmaking.laboratory --edit

serve: $(BOOK) ## show the built book at http://127.0.0.1:8000 (PORT=…)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

data: $(ENVIRONMENT) ## make the tidy tables anew, note the digests of all, and show what changed
	$(BIN)/python -m supportgroups derive
	$(BIN)/python -m supportgroups digest
	-@git --no-pager diff --word-diff --unified=0 -- data/source data/external 'data/*.csv'

mutate-data: $(ENVIRONMENT) ## put one fault at a time into a copy of the data, and count what `check` finds of them (EACH=… of table and kind)
	$(BIN)/python tests/mutate_data.py $(if $(EACH),--each $(EACH))

# nbconvert stores the outputs; the filter leaves no metadata but the cells' tags and the kernel's name, so that diffs stay small.
NBCONVERT = $(BIN)/jupyter nbconvert --to notebook --inplace --log-level=WARN \
    --ClearMetadataPreprocessor.enabled=True \
    --ClearMetadataPreprocessor.preserve_cell_metadata_mask=tags \
    --ClearMetadataPreprocessor.preserve_nb_metadata_mask=kernelspec

notebooks: $(ENVIRONMENT) ## run every chapter and store its outputs
	$(NBCONVERT) --execute $(NOTEBOOKS)

filter-notebooks: $(ENVIRONMENT) ## take out of the notebooks what editors leave in them; outputs stay
	$(NBCONVERT) $(NOTEBOOKS)

citation: $(ENVIRONMENT) ## make .zenodo.json anew from CITATION.cff
	$(BIN)/python -m bookmaking.citing.formats

addresses: $(BOOK) ## add new pages, anchors and files to the list of published addresses
	$(BIN)/python tests/addresses.py

release: site pdf epub ## make all that a release attaches, with checksums, in _build/release
	rm -rf $(RELEASE)
	mkdir -p $(RELEASE)
	cp $(EDITION).pdf $(EDITION).epub $(RELEASE)
	cp $(addprefix _build/html/_downloads/*.,zip sqlite parquet xlsx) $(RELEASE)
	$(BIN)/python -m zipfile -c $(RELEASE)/$(notdir $(EDITION))-site.zip _build/html/
	env -u SOURCE_DATE_EPOCH $(BIN)/hatchling build --target wheel --directory $(RELEASE)
	$(BIN)/python -m bookmaking.bill_of_materials $(RELEASE)
	cd $(RELEASE) && sha256sum * >SHA256SUMS

lock: $(ENVIRONMENT) ## resolve the ranges of pyproject.toml anew into requirements.lock (needs the network)
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
	    --extra notebook --extra check --group book --group editions --group test --group build --output-file requirements.lock
	$(BIN)/uv pip compile tests/browser-versions/requirements.in --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	    --no-header --no-annotate --output-file tests/browser-versions/requirements.lock

advisories: $(ENVIRONMENT) ## ask a database for known weaknesses of what requirements.lock names (needs the network)
	$(BIN)/python tests/advisories.py

clean: ## remove what the other targets made
	rm -rf .venv .venv-browser _build tests/site/node_modules

# The lock file is complete, and leaves out what pyproject.toml excludes; so pip adds nothing.
$(ENVIRONMENT): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# Exactly Pyodide's numpy, pandas and Altair, and what runs a notebook.
$(BROWSER_VERSIONS): tests/browser-versions/requirements.lock $(ENVIRONMENT)
	$(BIN)/python -m venv --clear --without-pip .venv-browser
	$(BIN)/uv pip install --quiet --python .venv-browser/bin/python --no-deps --require-hashes --requirement $<
	@touch $@

# Nothing that a package brings runs when it is installed.
$(SITE_PACKAGES): tests/site/package-lock.json tests/site/package.json
	cd tests/site && npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

# The editions are made of the built pages: what a reader keeps is what the pages say.
$(EDITION).pdf $(EDITION).epub: $(BOOK)
	$(BIN)/python -m bookmaking.editions $(patsubst .%,%,$(suffix $@)) $@

# It knows itself whether there is anything to do, and then leaves the file as old as it is.
$(BOOK): $(ENVIRONMENT) always
	@$(BIN)/python -m bookmaking.build
