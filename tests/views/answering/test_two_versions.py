"""Two windows have different texts of one answer: nothing of either is lost."""

import json
import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.actions.drafts.form_drafts import FormSave, save_form_draft
from questionnaire.content.kinds import KINDS
from questionnaire.forms.drafts import read_place
from questionnaire.views.answering.rows_of_two import rows_of_part
from tests.questions import page_address

FILES = "<p>Files are named by date and site.</p>"
BACKUP = "<p>Backups run each night on two disks.</p>"
SOUND = "<p>Sound is kept in WAV at 96 kHz for ten years.</p>"
FLAC = "<p>Sound is kept in FLAC at 96 kHz for ten years.</p>"


@pytest.fixture
def compared(as_amina, project, answer):
    """A function that opens the page: (common start, saved text, this window’s)."""

    def open_page(start, saved, mine, **choices):
        answer("1.1", start)
        answer("1.1", saved, base=1)
        data = {
            "part_answer-html": mine,
            "save_id": str(uuid.uuid4()),
            "base": 1,
            "language": "fr",
            **choices,
        }
        return as_amina.post(page_address("two_versions", project, "1.1"), data)

    return open_page


def result(page):
    return page.context["result"]["part_answer"].value()


def test_a_paragraph_that_one_window_moved_is_in_the_result_once(compared):
    page = compared(
        FILES + BACKUP + SOUND,
        FILES + BACKUP.replace("two", "three") + SOUND,
        SOUND + FILES + BACKUP,
    )

    assert result(page).count("Sound is kept") == 1


def test_a_paragraph_moved_here_and_changed_there_keeps_the_change_once(compared):
    page = compared(
        FILES + BACKUP + SOUND, FILES + BACKUP + FLAC, SOUND + FILES + BACKUP
    )

    assert result(page).count("Sound is kept in FLAC") == 1
    assert "WAV" not in result(page)


def test_a_moved_paragraph_is_chosen_once_for_both_of_its_places(compared):
    texts = (FILES + BACKUP + SOUND, FILES + BACKUP + SOUND, FLAC + FILES + BACKUP)
    moved = [
        row for row in compared(*texts).context["parts"][0].rows if row.change.is_moved
    ]

    assert len({row.name for row in moved}) == 1
    assert [row.is_departure for row in moved].count(True) == 1


def test_what_moved_is_shown_on_the_side_on_which_it_stands_there(compared):
    page = compared(
        FILES + BACKUP + SOUND, FILES + BACKUP + SOUND, FLAC + FILES + BACKUP
    )
    html = page.content.decode()
    sides = html.split('class="two-versions__side"')[1:]
    shown = [side.split("<template", 1)[0] for side in sides]

    assert [text.count("Nothing here") for text in shown] == [1, 0, 0, 1]
    assert [text.count("<del>WAV</del>") for text in shown] == [0, 0, 1, 0]
    assert [text.count("<ins>FLAC</ins>") for text in shown] == [0, 1, 0, 0]


def test_a_paragraph_that_one_window_divided_is_taken_with_all_its_parts(compared):
    whole = "<p>Sound is kept in WAV for ten years. Only the team may hear it.</p>"
    parts = (
        "<p>Sound is kept in WAV for ten years.</p><p>Only the team may hear it.</p>"
    )
    page = compared(FILES + whole, FILES.replace("site", "hour") + whole, FILES + parts)

    assert page.context["was_combined"]
    assert result(page) == FILES.replace("site", "hour") + parts


def test_a_result_that_cannot_be_saved_is_given_back_as_it_was_typed(
    compared, as_amina, project
):
    page = compared(FILES, FILES + BACKUP, FILES + SOUND)
    typed = "<p>Typed by hand.</p>"
    data = {
        **dict(page.context["carried"]),
        "save_id": str(uuid.uuid4()),
        "decision": "result",
        "result-save_id": str(uuid.uuid4()),
        "result-base": 0,
        "result-language": "fr",
    }
    address = page_address("two_versions", project, "1.1")
    refused = as_amina.post(
        address, {**data, "result-part_answer-html": "<p>By hand\ufffe here.</p>"}
    )
    moved = as_amina.post(
        address, {**data, "compared": "-", "result-part_answer-html": typed}
    )

    assert refused.status_code == 422
    assert refused.context["result"].errors
    assert "By hand" in refused.content.decode()
    assert "Typed by hand." in moved.content.decode()


def test_what_was_typed_on_the_page_brings_it_back(compared, as_amina, project, people):
    page = compared(FILES, FILES + BACKUP, FILES + SOUND)
    address = page_address("two_versions", project, "1.1")
    assert as_amina.get(address).status_code == 302
    [signed] = re.findall(r'data-form-draft="([^"]+)"', page.content.decode())
    place = read_place(signed, people.amina)
    fields = dict(page.context["carried"]) | {
        "started_from": "1",
        "result-part_answer": "<p>Typed by hand.</p>",
    }
    save_form_draft(
        place, FormSave({name: str(fields[name]) for name in fields}, uuid.uuid4())
    )

    again = as_amina.get(address)

    assert again.status_code == 200
    assert dict(again.context["carried"]) == dict(page.context["carried"])
    assert "Typed by hand." in again.content.decode()
    place_again = re.findall(r'data-key="([^"]+)"', again.content.decode())
    assert place_again == [place.key]


# Each paragraph may stay, change, go or move in either window.
TEXTS = st.permutations([FILES, BACKUP, SOUND]).flatmap(
    lambda texts: st.tuples(
        *(st.sampled_from([t, t, t.replace("</p>", " Anew.</p>"), ""]) for t in texts)
    )
)


@given(TEXTS, TEXTS)
def test_what_no_window_deleted_is_in_the_result_whatever_moved(saved, mine):
    class Answer:
        key, kind, options = "answer", "prose", {}

    start = FILES + BACKUP + SOUND
    contents = ({"answer": "".join(text)} for text in (saved, mine))
    saved_content, mine_content = (
        {key: KINDS["prose"].clean(value, {}) for key, value in each.items()}
        for each in contents
    )
    rows = rows_of_part(
        Answer, saved_content, mine_content, {"answer": start}, "en", data={}
    )
    merged = KINDS["prose"].merge([piece for row in rows for piece in row.pieces]) or ""

    for opening in ("Files are", "Backups run", "Sound is"):
        if any(opening in t for t in saved) and any(opening in t for t in mine):
            assert opening in merged


def test_rows_moved_and_changed_in_one_window_are_in_the_result_once(
    as_amina, tables_project, rows_saved
):
    log, talks, photos = (
        {"dataset": name, "volume": volume}
        for name, volume in (("Journaux", "1"), ("Entrevues", "2"), ("Photos", "3"))
    )
    rows_saved([log, talks, photos])
    rows_saved([log, {**talks, "volume": "9"}, photos], base=1)
    page = as_amina.post(
        page_address("two_versions", tables_project, "datasets"),
        {
            "part_datasets": json.dumps([photos, log, talks]),
            "save_id": str(uuid.uuid4()),
            "base": 1,
            "language": "fr",
        },
    )
    names = [row["dataset"] for row in page.context["result"]["part_datasets"].value()]

    assert sorted(names) == ["Entrevues", "Journaux", "Photos"]
