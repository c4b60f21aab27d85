"""Two versions compared on a page: what moved, was divided, renumbered; tables."""

import re

import pytest

from tests.questions import page_address

OTHERS = (
    "<p>Transcripts are made by two people and checked by a third.</p>"
    "<p>Photos are scanned at 600 dots per inch and stored as TIFF.</p>"
)
SOUND = "<p>The recordings are kept in {} at 96 kHz, one for each interview.</p>"
VIEWS = ("inline", "side", "list")


@pytest.fixture
def compared(as_amina, project, answer):
    """A function that gives the page of two texts: (old, new, view)."""

    def open_page(old, new, view):
        ids = [answer("1.1", old).pk, answer("1.1", new, base=1).pk]
        return page_of(as_amina, project, "1.1", ids, view)

    return open_page


@pytest.fixture
def compared_rows(as_amina, tables_project, rows_saved):
    """A function that gives the page of the rows of two tables: (old, new, view)."""

    def open_page(old, new, view):
        ids = [rows_saved(old).pk, rows_saved(new, base=1).pk]
        return page_of(as_amina, tables_project, "datasets", ids, view)

    return open_page


def page_of(client, project, question, ids, view):
    url = page_address("versions_compare", project, question)
    page = client.get(url, {"from": ids[0], "to": ids[1], "view": view})
    html = page.content.decode()
    return " ".join(html[html.index("<main") : html.index("</main>")].split())


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("view", VIEWS)
def test_a_paragraph_that_moved_shows_which_of_its_words_changed(compared, view):
    page = compared(SOUND.format("WAV") + OTHERS, OTHERS + SOUND.format("FLAC"), view)

    assert len(re.findall(r"<del[^>]*>WAV ?</del>", page)) == 1
    assert len(re.findall(r"<ins[^>]*>FLAC ?</ins>", page)) == 1
    assert "Moved here from paragraph 1" in page
    assert "1 change " in text_of(page)
    assert "96 kHz, one for each interview.</ins>" not in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_divided_paragraph_has_no_word_that_is_new(compared, view):
    whole = "<p>Copies are made each night. Only the team has access to them.</p>"
    parts = whole.replace("night. ", "night.</p><p>")
    page = compared(whole, parts, view)

    assert "Only the team has access to them.</ins>" not in page
    assert "access to them.</del>" not in page
    assert ("divided: " if view == "list" else "[divided here]") in page
    assert "+0" in page


def test_the_old_side_has_the_old_numbers_of_a_list(compared):
    item = "<li><p>{}</p></li>".format
    page = compared(
        f"<ol>{item('Check once a month')}</ol>",
        f"<ol>{item('Name a person')}{item('Check twice a month')}</ol>",
        "side",
    )
    old, new = page.split('role="cell"')[1:3]

    assert re.findall(r'__bullet">(\d\.)<', old) == ["1."]
    assert re.findall(r'__bullet">(\d\.)<', new) == ["1.", "2."]


def test_the_old_side_has_the_old_name_and_number_of_a_row(compared_rows):
    page = compared_rows(
        [{"dataset": "Sensor log 2025", "volume": "2"}],
        [{"dataset": "Videos"}, {"dataset": "Sensor log 2026", "volume": "2"}],
        "side",
    )
    old = next(cell for cell in page.split('role="cell"')[1:] if "2025" in cell)

    assert "Row 1" in old
    assert "Sensor log 2025" in text_of(old)
    assert "2026" not in old


def test_changed_rows_stand_in_one_table_with_its_columns_and_total(compared_rows):
    rows = [{"dataset": f"Survey plot {n}", "volume": "12"} for n in range(1, 31)]
    changed = [*rows[:9], {**rows[9], "volume": "14"}, *rows[10:]]
    page = compared_rows(rows, changed, "inline")
    outside_folds = re.sub(r"<details.*?</details>", "", page)

    assert outside_folds.count("<table") == 1
    assert outside_folds.count("Survey plot") == 1
    for words in ("Jeu de données", "Volume (Go)", "<del>12</del>", "<ins>14</ins>"):
        assert words in outside_folds
    assert "<del>360</del>" in outside_folds
    assert "<ins>362</ins>" in outside_folds
    assert "9 rows without differences" in page
    assert "20 rows without differences" in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_row_that_moved_shows_the_cell_that_changed(compared_rows, view):
    sound, others = (
        {"dataset": "Recordings", "volume": "7", "formats": ["text"]},
        [{"dataset": name, "volume": "3"} for name in ("Photos", "Notes", "Videos")],
    )
    page = compared_rows([sound, *others], [*others, {**sound, "volume": "9"}], view)

    assert page.count("<del>7</del>") == 1
    assert page.count("<ins>9</ins>") == 1
    assert "Moved here from row 1" in page


def test_apostrophes_alone_are_called_no_difference_of_words(compared):
    page = compared(
        '<p>L\'équipe dit "oui".</p>', "<p>L’équipe dit “oui”.</p>", "inline"
    )

    assert "differ only in spaces, or in the shape of apostrophes" in page
