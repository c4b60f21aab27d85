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
    """The parts of a plan record that names are made from."""
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
def test_names_contain_date_project_state_and_language(language, edition, name):
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


def test_the_project_id_replaces_a_title_without_latin_letters():
    name = file_name(record(title="ᐃᓄᒃᑎᑐᑦ"), "fr", "pdf")

    assert name == "2026-11-22_6f1f3a52_edition-2_fr.pdf"


def test_the_day_is_in_the_time_zone_of_the_site():
    # 22 November in Toronto, 23 in Greenwich.
    night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    assert file_name(record(as_of=night), "fr", "pdf").startswith("2026-11-22_")


def test_a_project_with_an_acronym_is_named_by_it():
    name = file_name(record(title="Une longue histoire", acronym="ULH"), "fr", "pdf")

    assert name == "2026-11-22_ulh_edition-2_fr.pdf"


def test_the_name_of_a_comparison_has_both_plans():
    older = record(edition=1, as_of=datetime(2026, 1, 1, tzinfo=UTC))
    pair = pair_of_records(older, record(edition=None))

    name = file_name(pair, "en", "pdf")

    assert name == "2026-11-22_chez-nous-ici_edition-1_draft_en.pdf"
