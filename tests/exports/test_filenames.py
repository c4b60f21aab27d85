"""Names of exported files."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import translation

from questionnaire.exports.filenames import file_name
from questionnaire.plan.edition_changes import pair_of_records
from tests.exports.plans import PROJECT_ID


def record(
    title="Chez nous ici",
    acronym="",
    edition=2,
    as_of=datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
):
    """What a plan record says that names are made of."""
    return {
        "edition": edition,
        "as_of": as_of.isoformat(),
        "project": {"id": PROJECT_ID, "title": title, "acronym": acronym},
    }


@pytest.mark.parametrize(
    ("language", "edition", "name"),
    [
        ("fr", 2, "2026-11-22_chez-nous-ici_edition-2_fr.pdf"),
        ("en", 2, "2026-11-22_chez-nous-ici_edition-2_en.pdf"),
        ("fr", None, "2026-11-22_chez-nous-ici_ebauche_fr.pdf"),
        ("en", None, "2026-11-22_chez-nous-ici_draft_en.pdf"),
    ],
)
def test_names_say_date_project_state_and_language(language, edition, name):
    with translation.override("en"):
        assert file_name(record(edition=edition), language, "pdf") == name


@pytest.mark.parametrize(
    "title",
    [
        "../../etc/passwd",
        "a/b\\c",
        'a"; filename="b',
        "x" * 300,
        "nom\r\nSet-Cookie: a",
    ],
)
def test_names_are_safe_whatever_the_title(title):
    name = file_name(record(title=title), "fr", "docx")

    assert re.fullmatch(r"[a-z0-9_-]+\.docx", name)
    assert len(name) <= 120


def test_a_title_without_a_latin_letter_gives_way_to_the_project_id():
    name = file_name(record(title="ᐃᓄᒃᑎᑐᑦ"), "fr", "pdf")

    assert name == "2026-11-22_6f1f3a52_edition-2_fr.pdf"


def test_the_day_is_that_of_the_site():
    # 22 November in Toronto, 23 in Greenwich.
    night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    assert file_name(record(as_of=night), "fr", "pdf").startswith("2026-11-22_")


def test_an_acronym_is_the_name_of_a_project_that_has_one():
    name = file_name(record(title="Une longue histoire", acronym="ULH"), "fr", "pdf")

    assert name == "2026-11-22_ulh_edition-2_fr.pdf"


def test_a_comparison_names_both_its_plans():
    older = record(edition=1, as_of=datetime(2026, 1, 1, tzinfo=UTC))
    pair = pair_of_records(older, record(edition=None))

    name = file_name(pair, "en", "pdf")

    assert name == "2026-11-22_chez-nous-ici_edition-1_draft_en.pdf"
