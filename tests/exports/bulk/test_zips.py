"""Archives that are written while they are sent."""

import io
import subprocess
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest

from questionnaire.exports.bulk.zips import Entry, entry, zip_chunks, zip_length

MOMENT = datetime(2026, 11, 27, 17, 4, 10, tzinfo=UTC)
ENTRIES = [
    entry("folder/first.pdf", b"%PDF" * 1000, MOMENT),
    entry("folder/second.docx", b"", MOMENT),
    entry("manifest.csv", "Été".encode(), datetime(1970, 1, 1, tzinfo=UTC)),
]


def test_an_archive_contains_its_entries(tmp_path):
    content = b"".join(zip_chunks(ENTRIES))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            each.path: each.read() for each in ENTRIES
        }
        # 17:04 UTC is 12:04 in Toronto.
        first = archive.getinfo("folder/first.pdf")
        assert first.date_time == (2026, 11, 27, 12, 4, 10)
        # Readers that cannot seek need the sizes in front: no data descriptors.
        assert {info.flag_bits & 0x08 for info in archive.infolist()} == {0}


def test_other_programs_read_it(tmp_path):
    path = tmp_path / "archive.zip"
    path.write_bytes(b"".join(zip_chunks(ENTRIES)))

    # The second reads from front to back, as programs that unpack a stream do.
    for command in (["unzip", "-tq"], ["bsdtar", "-tf"]):
        try:
            subprocess.run([*command, path], check=True, capture_output=True)
        except FileNotFoundError:
            continue


def test_its_length_is_known_in_advance():
    assert zip_length(ENTRIES) == len(b"".join(zip_chunks(ENTRIES)))


def test_the_length_of_an_enormous_archive_is_not_announced():
    assert zip_length([Entry("a", 2**31, MOMENT, bytes)]) is None
    assert zip_length([Entry("a", 1, MOMENT, bytes)] * 65_535) is None


def test_the_same_files_give_the_same_bytes():
    assert b"".join(zip_chunks(ENTRIES)) == b"".join(zip_chunks(ENTRIES))


def test_a_file_of_the_wrong_size_breaks_off_the_archive():
    with pytest.raises(ValueError, match="a.pdf"):
        list(zip_chunks([Entry("a.pdf", 3, MOMENT, lambda: b"1234")]))


def test_only_one_file_at_a_time_is_in_memory():
    size, count = 200_000, 300
    entries = [
        Entry(f"{number}.pdf", size, MOMENT, lambda: b"x" * size)
        for number in range(count)
    ]
    tracemalloc.start()
    try:
        sent = sum(len(chunk) for chunk in zip_chunks(entries))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert sent == zip_length(entries) > count * size
    assert peak < 10 * size
