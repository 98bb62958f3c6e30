"""The whole book as one file to keep: a PDF for print and an EPUB for reading devices, both made of the built pages.

``book``       the built pages in reading order, without what only a screen with a browser can use
``pdf``        the PDF: one document of all pages, set by WeasyPrint
``epub``       the EPUB: one file of each page, with navigation and metadata

The command line, ``python -m bookmaking.editions``, also lets the home page offer what has been made.
"""
