"""What is printed of a plan."""

import pytest

from questionnaire.exports import selection
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import read_record
from tests.exports.plans import sample_plan


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Qui répondra des données? Et comment?", "Qui répondra des données?"),
        ("One sentence", "One sentence"),
        ("P. ex. DOC, CSV ou XML? Et où?", "P. ex. DOC, CSV ou XML?"),
        (f"{'mot ' * 40}?", f"{'mot ' * 23}mot…"),
    ],
)
def test_the_contents_show_the_first_sentence_of_a_question(question, short):
    assert selection.short_question(question) == short


def test_the_subtitle_does_not_repeat_the_short_title():
    assert selection.subtitle(sample_plan(title="Lichens: a survey")) == (
        "Lichens: a survey"
    )
    assert (
        selection.subtitle(
            sample_plan(short_title="Lichens", title="Lichens: a survey")
        )
        == "A survey"
    )
    assert selection.subtitle(sample_plan(short_title="Same", title="Same")) == ""


def test_people_who_left_keep_their_credit_and_viewers_have_none():
    listed = selection.contributors(sample_plan("en"))

    assert [(person.name, person.labels) for person in listed] == [
        ("Amélie Gagnon", ("1.1", "2.1", "5.1")),
        ("Sofia Roy", ("3.1",)),
        ("ᐃᓄᒃ Daniel Okafor", ()),
        ("Jean Tremblay", ("4.1",)),
    ]


def test_contributors_are_listed_with_their_roles_in_the_research(
    project,
):
    project.memberships.update(credit_roles=["software", "data-curation"])

    for language, roles in (
        ("fr", "Curation des données, Logiciels"),
        ("en", "Data curation, Software"),
    ):
        plan = compose_plan(read_record(project.pk), language)
        [amina] = selection.contributors(plan)
        assert amina.affiliation.endswith(f" – {roles}")


def test_sections_without_a_question_to_print_are_left_out():
    numbers = [
        chapter.section.number
        for chapter in selection.chapters(
            sample_plan("en"), ExportOptions(unanswered=False)
        )
    ]

    assert numbers == [1, 2, 3, 4, 5]
