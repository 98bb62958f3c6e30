"""How the companion, its chapters, its data and the paper are cited; all of it from ``CITATION.cff``.

``works``       what can be cited
``formats``     BibTeX, RIS, CSL-JSON, and the vocabulary of schema.org
``references``  references in Chicago's and APA's style, by a CSL processor
``deposit``     what a repository such as Zenodo needs to archive a release
``files``       the data to keep: an archive, Parquet, SQLite, a workbook
"""
