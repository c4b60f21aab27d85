"""Everything that tells of a decision says when a text was taken as a translation."""

import re
import uuid

import pytest
from django.core import mail
from django.urls import reverse

from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.exports.answer_notes import language_note
from questionnaire.exports.review_wording import review_lines
from questionnaire.models import Decision
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.plan.review_record import read_review_record
from tests.questions import page_address as address


@pytest.fixture
def taken(project, people, paul, answer):
    """(Amina’s French answer, Paul’s English text): agreed on, one for the other."""
    french = answer("1.1", "<p>Deux téraoctets.</p>")
    english = answer("1.1", "<p>Two terabytes.</p>", language="en", by=paul)
    question = french.answer.question
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[
            Choice(question, "fr", french.pk, None),
            Choice(question, "en", english.pk, None, as_translation=True),
        ],
        batch=uuid.uuid4(),
    )
    return french, english


@pytest.fixture
def rivals(project, people, paul, answer):
    """Two people’s texts, each decided on in its language, as was once possible."""
    for version in (
        answer("1.1", "<p>Deux téraoctets.</p>"),
        answer("1.1", "<p>Three terabytes.</p>", language="en", by=paul),
    ):
        Decision.objects.create(
            project=project,
            question=version.answer.question,
            language=version.answer.language,
            version=version,
            decided_by=people.amina,
        )


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_of_decisions_says_whose_text_is_translated(as_amina, project, taken):
    page = text(as_amina.get(address("decisions", project, "1.1")))

    assert page.count("Taken as the translation of the text by Amina Diallo") == 1


def standings(client, project):
    """[what the list says of how each decision stands], the newest first."""
    page = text(client.get(address("decisions", project, "1.1")))
    said = r"<strong>(stands|does not stand)</strong>|muted-text\">(no longer stands)<"
    return ["".join(each) for each in re.findall(said, page)]


def test_of_two_peoples_texts_only_the_one_that_the_plan_carries_stands(
    as_amina, project, rivals
):
    page = text(as_amina.get(address("decisions", project, "1.1")))

    assert standings(as_amina, project) == ["stands", "does not stand"]
    assert "the plan carries another person’s answer" in page
    assert page.count("Withdraw the decision") == 2
    assert page.count("Agree on this one again") == 1


def test_a_translation_of_a_text_that_is_no_longer_agreed_on_does_not_stand(
    as_amina, project, people, taken
):
    """As was once possible: now both are withdrawn together."""
    Decision.objects.create(
        project=project,
        question=taken[0].answer.question,
        language="fr",
        version=None,
        decided_by=people.amina,
    )

    assert standings(as_amina, project) == ["does not stand", "no longer stands"]


@pytest.mark.parametrize("name", ["decisions", "team_answers"])
def test_whatever_shows_an_agreed_text_says_when_it_is_out_of_date(
    as_amina, project, people, taken, answer, name
):
    page = text(as_amina.get(address(name, project, "1.1")))
    assert "is out of date" not in page

    french = answer("1.1", "<p>Trois téraoctets.</p>", base=1)
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[
            Choice(
                french.answer.question,
                "fr",
                french.pk,
                Decision.objects.filter(language="fr").latest("id").pk,
            )
        ],
        batch=uuid.uuid4(),
    )

    page = text(as_amina.get(address(name, project, "1.1")))
    assert page.count("The English is out of date: the French changed on") == 1


def test_the_list_of_decisions_says_whose_text_a_combination_includes(
    as_amina, project, paul, taken, answer
):
    version = Decision.objects.get(language="fr").version
    version.sources.add(answer("1.1", "<p>Trois.</p>", by=paul))

    page = text(as_amina.get(address("decisions", project, "1.1")))

    assert page.count("with text from Paul Martin, version 1") == 1


@pytest.mark.parametrize("decisions", [1, 9])
def test_the_list_of_decisions_costs_literally_so_many_queries(
    as_amina, project, people, taken, decisions, django_assert_num_queries
):
    """Two of them say what the plan carries, and one whose text a decision includes.

    Without, a rival decision would stand, and a combined text credit one person.
    """
    first = Decision.objects.filter(language="fr").latest("id")
    for _time in range(decisions):
        Decision.objects.create(
            project=project,
            question=first.question,
            language="fr",
            version=first.version,
            decided_by=people.amina,
        )

    with django_assert_num_queries(7):
        as_amina.get(address("decisions", project, "1.1"))


def test_agreeing_on_a_translation_again_takes_it_as_one_again(
    as_amina, project, people, taken, answer
):
    """Alone it would replace the answer that it translates."""
    french, english = taken
    newest = Decision.objects.filter(language="fr").latest("id")
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(newest.question, "fr", None, newest.pk)],
        batch=uuid.uuid4(),
    )
    response = as_amina.get(address("decisions", project, "1.1"))
    page = text(response)
    start = page.index("Agree again on that text and this translation")
    form = page[page.rindex("<form", 0, start) : start]
    fields = {
        "versions": str(french.pk),
        f"translation-{french.pk}": str(english.pk),
        **{
            f"base_{language}": str(pk)
            for language, pk in response.context["base"].items()
        },
    }
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in form
    as_amina.post(
        address("review_decide", project, "1.1"), {"batch": uuid.uuid4(), **fields}
    )

    answers = read_record(project.pk)["sections"][0]["questions"][0]["answers"]
    assert {key: each["authors"] for key, each in answers.items()} == {
        "fr": ["Amina Diallo"],
        "en": ["Paul Martin"],
    }


def test_the_activity_says_that_a_text_was_taken_as_a_translation(
    as_amina, project, taken
):
    page = text(as_amina.get(reverse("activity", args=[project.pk])))

    assert page.count("took a text as the translation of the answer agreed on") == 1
    assert page.count("agreed on an answer to question") == 1


def test_the_message_about_a_review_says_that_a_text_was_taken_as_a_translation(
    as_amina, project, paul, taken, django_capture_on_commit_callbacks
):
    page = text(as_amina.get(address("review_send", project)))
    assert "Taken as the translation of somebody else’s answer: 1.1" in page
    assert "Agreed as written" not in page

    with django_capture_on_commit_callbacks(execute=True):
        as_amina.post(address("review_send", project), {"message": ""})

    [letter] = mail.outbox
    assert letter.to == [paul.email]
    said = " ".join(letter.body.split())
    assert "Taken as the translation of a colleague’s answer: 1.1" in said


def test_the_review_record_says_whose_text_is_translated(project, taken):
    record = read_record(project.pk)
    plan = compose_plan({**record, "review": read_review_record(record)}, "en")
    [[french, english]] = [question.entries for question in plan.review]

    said = "It is taken as a translation of the text by Amina Diallo."
    assert said in review_lines(english, plan)
    assert said not in review_lines(french, plan)


def test_the_answers_of_a_team_say_whose_text_is_translated(as_amina, project, taken):
    page = text(as_amina.get(address("team_answers", project, "1.1")))

    assert page.count("Agreed answer") == 2
    assert page.count("taken as a translation of the text by Amina Diallo") == 1


def test_the_answers_of_a_team_call_agreed_what_the_plan_carries(
    as_amina, project, rivals
):
    """Not two people’s texts that were once agreed on, each in its language."""
    page = text(as_amina.get(address("team_answers", project, "1.1")))

    assert page.count("Agreed answer") == 1


def test_a_file_says_that_it_carries_one_of_two_peoples_texts(project, rivals):
    for language, said in (
        ("fr", "les textes de deux personnes sont retenus dans les deux langues"),
        ("en", "two people’s texts are agreed in two languages"),
    ):
        plan = compose_plan(read_record(project.pk), language)
        assert said in language_note(plan.questions[0], plan).casefold()
