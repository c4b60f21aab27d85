"""Compare the text of an export with a file that a person has approved.

After an intended change: `UPDATE_GOLDEN=1 pytest tests/exports`, and read the
diff before you commit it.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "golden"


def assert_golden(name, lines):
    """Compare `lines` with tests/golden/`name`, or write that file on request."""
    path = FOLDER / name
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()
