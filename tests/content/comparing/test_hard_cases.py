"""Hard cases of comparing, each a file that a person has read and approved.

A file has a title, the two texts and what differs between them (notation.py). After
an intended change: `UPDATE_GOLDEN=1 pytest tests/content/comparing`, and read the diff.
"""

import os
import re
from pathlib import Path

import pytest

from questionnaire.content.comparing import compare_blocks
from tests.content.comparing.notation import read_text, write_result

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "comparing"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_hard_case_is_described_as_a_reader_would(path):
    title, old, new, result = re.split(
        r"^--- .*\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    lines = list(write_result(compare_blocks(read_text(old), read_text(new))))
    if os.environ.get("UPDATE_GOLDEN"):
        texts = f"{title}--- old\n{old}--- new\n{new}--- what differs\n"
        path.write_text(texts + "\n".join(lines) + "\n", encoding="utf-8")
        return

    assert lines == result.splitlines()


def test_there_are_hard_cases():
    assert len(FILES) >= 20
