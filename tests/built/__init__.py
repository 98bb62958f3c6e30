"""Tests that look at what was built: the pages, the PDF and the EPUB. All others do without."""
