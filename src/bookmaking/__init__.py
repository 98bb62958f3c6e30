"""What makes the book of the data, the helpers and the chapters; none of it is installed with a reader's package.

``build``              the book, built beside the last good one: ``python -m bookmaking.build``
``state``              what a site is made of, with the commit, and the digest of it
``drawing``            charts as SVG and PNG, drawn without a browser
``laboratory``         copies of the chapters in JupyterLab, for readers to change
``stored_form``        the form in which a notebook is stored
``browser``            the site in which the chapters run in the browser
``notices``            what the site has from others, with its licences, none of them copyleft
``bill_of_materials``  what package and site are made of, in CycloneDX's form
``pyodide``            Python for the browser: which files of it the chapters need, and whether they are right
``citing``             how the book, its chapters, its data and the paper are cited, and the files to keep
``claim_entries``      the claims and the counting rules, as the audit's page and the chapters show them
``choices``            what a cell of “Try it” gives with other values of its line
``register_entries``   one entry per group: everything that the tables say about it
``glossary_entries``   one entry per term: how it is written and read, and what it means
``templates``          the HTML of all this, which escapes text, and the sentences on groups and works
``sphinx_extension``   how all this reaches the page
``editions``           the whole book as a PDF and as an EPUB
"""
