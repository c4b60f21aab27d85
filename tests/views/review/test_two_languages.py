"""Answers in two languages: never called the same, chosen as one person's answer."""

import uuid

import pytest

from questionnaire.models import Decision
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from tests.questions import page_address as address
from tests.questions import slug_of

FRENCH = "<p>Deux téraoctets.</p>"
ENGLISH = "<p>Three terabytes.</p>"


@pytest.fixture
def french(answer):
    return answer("1.1", FRENCH)


@pytest.fixture
def english(answer, paul):
    return answer("1.1", ENGLISH, language="en", by=paul)


def text(response):
    return " ".join(response.content.decode().split())


def decide_on(client, project, **data):
    return client.post(
        address("review_decide", project, "1.1"),
        {"batch": uuid.uuid4(), "base_fr": "", "base_en": ""} | data,
    )


def exported(project, language):
    """What the plan in this language says for 1.1."""
    return compose_plan(read_record(project.pk), language).questions[0]


def test_answers_in_two_languages_are_never_said_to_have_no_difference(
    as_amina, project, french, english
):
    page = as_amina.get(address("review_queue", project))
    queue = page.context["queue"]
    assert [item.entry.label for item in queue.waiting] == ["1.1"]
    assert queue.undisputed == ()
    for name, args in (("review_queue", ()), ("review_question", ("1.1",))):
        assert "no difference" not in text(as_amina.get(address(name, project, *args)))


def test_agreeing_on_all_leaves_out_what_two_people_answered_in_two_languages(
    as_amina, project, french, english
):
    lines = [
        f"{slug_of('1.1')}:{version.answer.language}:{version.pk}:"
        for version in (french, english)
    ]
    as_amina.post(
        address("review_agree", project), {"batch": uuid.uuid4(), "choice": lines}
    )

    assert not Decision.objects.exists()


def test_one_person_who_wrote_in_both_languages_can_be_agreed_on_at_once(
    as_amina, project, french, paul, answer
):
    answer("1.1", FRENCH, by=paul)
    theirs = answer("1.1", ENGLISH, language="en", by=paul)

    page = as_amina.get(address("review_queue", project))

    [item] = page.context["queue"].undisputed
    assert {each.language for each in item.pending_agreements} == {"fr", "en"}
    assert theirs.pk in {each.version_id for each in item.pending_agreements}


def test_the_exports_of_two_languages_carry_one_persons_answer(
    as_amina, project, french, english
):
    decide_on(as_amina, project, versions=str(french.pk))

    for language in ("fr", "en"):
        question = exported(project, language)
        assert question.authors == ("Amina Diallo",)
        assert question.answer_language == "fr"


def test_another_persons_text_taken_as_translation_is_carried_and_credited(
    as_amina, project, french, english
):
    page = as_amina.get(address("review_question", project, "1.1"))
    assert "Take the English text by Paul Martin, version 1, as its translation" in (
        text(page)
    )
    decide_on(
        as_amina,
        project,
        **{"versions": str(french.pk), f"translation-{french.pk}": str(english.pk)},
    )

    assert exported(project, "fr").authors == ("Amina Diallo",)
    assert exported(project, "en").authors == ("Paul Martin",)
    assert exported(project, "en").provenance.translates == "Amina Diallo"
    page = text(as_amina.get(address("plan_read", project)))
    assert "English translation by Paul Martin" in page


def test_the_translation_that_stands_stays_chosen_and_can_be_given_up(
    as_amina, project, french, english
):
    taken = {f"translation-{french.pk}": str(english.pk)}
    decide_on(as_amina, project, versions=str(french.pk), **taken)
    page = as_amina.get(address("review_question", project, "1.1"))
    [option] = [each for each in page.context["options"] if each.stands]
    assert option.translation == english

    bases = {f"base_{each.language}": each.pk for each in Decision.objects.all()}
    none = {f"translation-{french.pk}": ""}
    decide_on(as_amina, project, versions=str(french.pk), **bases, **none)

    assert exported(project, "en").answer_language == "fr"


def test_two_peoples_texts_are_not_chosen_together(as_amina, project, french, english):
    response = decide_on(as_amina, project, versions=[str(french.pk), str(english.pk)])

    assert response.status_code == 422
    assert "Choose the answer of one person" in text(response)
    assert not Decision.objects.exists()


def test_older_decisions_for_two_people_are_undone_by_choosing_one(
    as_amina, project, people, french, english
):
    for version in (french, english):
        Decision.objects.create(
            project=project,
            question=version.answer.question,
            language=version.answer.language,
            version=version,
            decided_by=people.amina,
        )
    said = "French by Amina Diallo, English by Paul Martin: choose one"
    for name, args in (("review_queue", ()), ("review_question", ("1.1",))):
        assert said in text(as_amina.get(address(name, project, *args)))
    for language in ("fr", "en"):
        assert exported(project, language).authors == ("Paul Martin",)

    bases = {f"base_{each.language}": each.pk for each in Decision.objects.all()}
    response = decide_on(as_amina, project, versions=str(french.pk), **bases)

    assert "English text agreed on before is withdrawn" in text(
        as_amina.get(response.url)
    )
    assert exported(project, "en").authors == ("Amina Diallo",)
    assert said not in text(as_amina.get(address("review_queue", project)))


def test_french_and_english_are_read_side_by_side_not_compared(
    as_amina, project, french, english
):
    page = text(as_amina.get(address("review_question", project, "1.1")))
    assert "read beside each other, not compared" in page
    assert "Deux téraoctets." in page and "Three terabytes." in page
    assert "<del" not in page


def test_versions_in_two_languages_are_never_identical(as_amina, project, paul, answer):
    same = "<p>CC BY 4.0</p>"
    versions = answer("1.1", same), answer("1.1", same, language="en", by=paul)
    query = "?from={}&to={}".format(*[version.pk for version in versions])
    for name in ("review_question", "versions_compare"):
        page = text(as_amina.get(address(name, project, "1.1") + query))
        assert "identical" not in page
        assert "differ only in spaces" not in page
