"""What Zenodo is to know when it archives a release; made from ``CITATION.cff`` by ``make citation``."""

import json
from pathlib import Path

from markupsafe import escape

from bookmaking.citing.references import references
from bookmaking.citing.works import Citation, read_citation


def deposit(citation: Citation) -> str:
    """Return the content of the file."""
    content = {
        "title": citation.book.title,
        "upload_type": "software",
        "creators": [{"name": author.inverted} for author in citation.book.authors],
        "description": f"<p>{escape(citation.abstract)}</p>",
        "version": citation.version,
        "publication_date": citation.released.isoformat(),
        "language": {"en": "eng"}[citation.book.language],
        "access_right": "open",
        "license": citation.licences[0].lower(),
        "notes": f"Text, figures and data: {citation.licences[0]}. Code: {citation.licences[1]}.",
        "keywords": list(citation.keywords),
        "references": [references(citation.paper)["Chicago"].striptags()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(".zenodo.json").write_text(deposit(read_citation(Path())), encoding="utf-8")
