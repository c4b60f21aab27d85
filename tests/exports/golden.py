"""Compare what an export says with a file that a person has read.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/exports`, and read the
difference before committing it.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "golden"


def assert_golden(name, lines):
    """Hold `lines` against tests/golden/`name`, or write that file when asked to."""
    path = FOLDER / name
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()
