"""An institution's guidance on a question: in both languages, every text kept."""

import pytest
from django.core.exceptions import ValidationError

from questionnaire.actions.library.guidance import (
    GuidanceText,
    NewerGuidanceExists,
    NoSuchQuestion,
    write_guidance,
)
from questionnaire.models import Institution, LocalGuidance, SiteEvent
from questionnaire.permissions import NoAccess


@pytest.fixture
def write(template, institution, people):
    """A function that saves guidance on a question: (French, English, base)."""

    def write(french, english, base=0, *, by=None, question="data-responsibility"):
        return write_guidance(
            institution_id=institution.pk,
            by=by or people.louise,
            text=GuidanceText(
                template_slug=template.slug,
                question_slug=question,
                body_fr=french,
                body_en=english,
                base=base,
            ),
        )

    return write


def test_every_text_is_kept_under_its_number(write, people):
    write("Un", "One")
    write("Deux", "Two", base=1)
    back = write("", "", base=2)

    assert back.is_new
    assert [
        (event.actor, event.data["number"])
        for event in SiteEvent.objects.filter(verb="guidance.written").order_by("pk")
    ] == [(people.louise, 1), (people.louise, 2), (people.louise, 3)]
    assert list(
        LocalGuidance.objects.order_by("number").values_list(
            "number", "body_fr", "body_en", "written_by"
        )
    ) == [
        (1, "Un", "One", people.louise.pk),
        (2, "Deux", "Two", people.louise.pk),
        (3, "", "", people.louise.pk),
    ]


def test_an_unchanged_text_creates_nothing(write):
    write("Un", "One")

    assert not write("Un\r\n", " One", base=0).is_new
    assert not write("", "", question="succession-planning").is_new
    assert LocalGuidance.objects.count() == 1


def test_the_second_of_two_who_write_at_once_is_shown_the_others_text(write):
    write("Un", "One")

    with pytest.raises(NewerGuidanceExists) as found:
        write("Autre", "Other", base=0)

    assert found.value.newest.body_fr == "Un"
    assert LocalGuidance.objects.count() == 1


@pytest.mark.parametrize(
    ("french", "english", "field"),
    [("Un", " ", "body_en"), ("", "One", "body_fr"), ("U\x00n", "One", "body_fr")],
)
def test_a_text_in_one_language_or_that_cannot_be_kept_is_refused(
    write, french, english, field
):
    with pytest.raises(ValidationError) as refused:
        write(french, english)

    assert set(refused.value.message_dict) == {field}


def test_nobody_writes_for_another_institution_or_a_missing_question(
    write, people, institution
):
    for person in (people.amina, people.omar):
        with pytest.raises(NoAccess):
            write("Un", "One", by=person)
    people.louise.institution_roles.update(
        institution=Institution.objects.create(name_fr="Ailleurs", name_en="Afar")
    )
    with pytest.raises(NoAccess):
        write("Un", "One")
    people.omar.is_staff = True
    with pytest.raises(NoSuchQuestion):
        write("Un", "One", by=people.omar, question="nothing")
