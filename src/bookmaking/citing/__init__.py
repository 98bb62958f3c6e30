"""How the companion, its chapters, its data and the paper are cited; all of it from ``CITATION.cff``.

``works``    what can be cited
``formats``  BibTeX, RIS, CSL-JSON, schema.org's vocabulary, references in Chicago's and APA's style, and what Zenodo needs
``files``    the data to keep: an archive, Parquet, SQLite, a workbook
"""
