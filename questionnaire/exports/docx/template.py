"""An empty Word document with our styles, and the bytes of a finished one.

The unpacked template is in assets: its styles.xml is to Word what plan.css is to
the PDF.
"""

import io
import zipfile
from pathlib import Path

from docx import Document as open_document
from docx.document import Document

TEMPLATE = Path(__file__).resolve().parent / "assets"
# The oldest date that a ZIP entry can have.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def empty_document() -> Document:
    """A python-docx Document with our styles, numbering and page."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for path in sorted(TEMPLATE.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(TEMPLATE).as_posix())
    package.seek(0)
    return open_document(package)


def document_bytes(document: Document) -> bytes:
    """The document as a file whose bytes depend only on its content.

    python-docx gives the entries of the ZIP file the current time.
    """
    written = io.BytesIO()
    document.save(written)
    result = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(result, "w") as target,
    ):
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _NO_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return result.getvalue()
