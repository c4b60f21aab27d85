"""What the plan carries in the other language of a chosen answer, and who says so."""

import uuid

import pytest

from questionnaire.models import Decision
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.reading import read_decided
from questionnaire.plan.record import read_record
from tests.questions import page_address as address


@pytest.fixture
def pauls(answer, paul):
    """(French, English): Paul answered in both languages."""
    return (
        answer("1.1", "<p>Deux téraoctets.</p>", by=paul),
        answer("1.1", "<p>Two terabytes.</p>", language="en", by=paul),
    )


@pytest.fixture
def amina_in_english(answer):
    return answer("1.1", "<p>Two TB in all.</p>", language="en")


def text(response):
    return " ".join(response.content.decode().split())


def review(client, project):
    return client.get(address("review_question", project, "1.1"))


def decide_on(client, project, *versions, way=None):
    """Choose these versions, and a way in which the other language is filled."""
    key = "-".join(str(each.pk) for each in versions)
    bases = {
        f"base_{language}": decision.pk
        for language in ("fr", "en")
        if (decision := Decision.objects.filter(language=language).last())
    }
    data = {"batch": uuid.uuid4(), "base_fr": "", "base_en": "", **bases}
    if way is not None:
        data[f"translation-{key}"] = way
    return client.post(
        address("review_decide", project, "1.1"), {**data, "versions": key}
    )


def carried(project):
    """{language: (whose text, the language it is in)} of the plans."""
    plans = {
        language: compose_plan(read_record(project.pk), language).questions[0]
        for language in ("fr", "en")
    }
    return {
        language: (plan.authors, plan.answer_language)
        for language, plan in plans.items()
    }


def checked_ways(client, project):
    """The ways that are ticked when the page opens, of the answer that stands."""
    page = text(review(client, project))
    [option] = [
        each
        for each in page.split('class="decision-option"')[1:]
        if "What stands:" in each
    ]
    return [
        part.split('value="')[1].split('"')[0]
        for part in option.split("<input")[1:]
        if 'name="translation-' in part and " checked" in part
    ]


def test_anothers_translation_is_offered_of_an_author_who_wrote_both_languages(
    as_amina, project, pauls, amina_in_english
):
    page = text(review(as_amina, project))
    assert (
        "Take the English text by Amina Diallo, version 1, as the translation of the "
        "French"
    ) in page

    decide_on(as_amina, project, *pauls, way=amina_in_english.pk)

    assert carried(project) == {
        "fr": (("Paul Martin",), "fr"),
        "en": (("Amina Diallo",), "en"),
    }
    plan = text(as_amina.get(address("plan_read", project)))
    assert "English translation by Amina Diallo" in plan


def test_an_authors_own_texts_are_chosen_together_unless_something_else_is_said(
    as_amina, project, pauls, amina_in_english
):
    for way in (None, "both"):
        decide_on(as_amina, project, *pauls, way=way)

        assert carried(project) == {
            "fr": (("Paul Martin",), "fr"),
            "en": (("Paul Martin",), "en"),
        }


def test_a_text_can_be_left_out_and_stays_left_out_until_somebody_says_otherwise(
    as_amina, project, pauls, amina_in_english
):
    decide_on(as_amina, project, *pauls, way="without-en")
    assert carried(project)["en"] == (("Paul Martin",), "fr")
    assert checked_ways(as_amina, project) == ["without-en"]
    page = text(review(as_amina, project))
    standing = page.split("What stands:")[1].split("</label>")[0]
    assert "version 1 in French" in standing
    assert "in English" not in standing

    decide_on(as_amina, project, *pauls, way="without-en")
    assert carried(project)["en"] == (("Paul Martin",), "fr")
    decide_on(as_amina, project, *pauls, way="both")
    assert carried(project)["en"] == (("Paul Martin",), "en")


def test_that_the_authors_other_text_is_out_of_date_is_said_where_it_is_chosen(
    as_amina, project, pauls, paul, answer
):
    assert "out of date" not in text(review(as_amina, project))
    french = answer("1.1", "<p>Trois téraoctets.</p>", by=paul, base=1)

    page = text(review(as_amina, project))

    assert "The English is out of date: the French changed on" in page
    assert "No English text: the French one is shown, and marked" in page
    decide_on(as_amina, project, french, pauls[1], way="without-en")
    assert carried(project)["en"] == (("Paul Martin",), "fr")


def test_nothing_is_asked_of_the_other_language_where_there_is_nothing_to_choose(
    as_amina, project, pauls
):
    assert "translation-" not in text(review(as_amina, project))


def combine(client, project, html="<p>Trois téraoctets, et deux disques.</p>", **more):
    return client.post(
        address("combine", project, "1.1"),
        {
            "do": "save",
            "in": "fr",
            "result-save_id": uuid.uuid4(),
            "result-base": 0,
            "result-language": "fr",
            "result-note": "",
            "result-part_answer-html": html,
            "decision": Decision.objects.filter(language="fr")
            .values_list("pk", flat=True)
            .last()
            or "",
            **more,
        },
    )


def test_combining_in_one_language_takes_nobodys_old_text_in_the_other(
    as_amina, project, pauls, amina_in_english
):
    response = combine(as_amina, project)

    said = "Your English text is not agreed on with it, as it may say something else."
    assert said in text(as_amina.get(response.url))
    assert carried(project) == {
        "fr": (("Amina Diallo",), "fr"),
        "en": (("Amina Diallo",), "fr"),
    }
    assert checked_ways(as_amina, project) == ["without-en"]


def test_what_stood_in_the_other_language_is_out_of_date_once_a_text_is_combined(
    as_amina, project, pauls, amina_in_english
):
    """Though it is the first French text of hers: others wrote it."""
    decide_on(as_amina, project, amina_in_english)

    combine(as_amina, project)

    assert carried(project)["en"] == (("Amina Diallo",), "en")
    resolution = read_decided(project, amina_in_english.answer.question)
    assert [each.language for each in resolution.out_of_date] == ["en"]


def test_my_text_in_the_other_language_goes_with_a_combined_one_on_purpose(
    as_amina, project, pauls, amina_in_english
):
    combine(as_amina, project)
    mine = Decision.objects.filter(language="fr").last().version

    decide_on(as_amina, project, mine, amina_in_english, way="both")

    assert carried(project)["en"] == (("Amina Diallo",), "en")
