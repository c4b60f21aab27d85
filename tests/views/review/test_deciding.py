"""Deciding on a question: what stands stays unless it is changed on purpose."""

import uuid

import pytest
from django.utils import translation

from questionnaire.actions.projects.projects import submit_plan
from questionnaire.models import Decision, Membership
from questionnaire.vocabulary import QuestionStatus, Role
from tests.change_requests import ask_for_changes
from tests.questions import page_address as address
from tests.questions import slug_of


def text(response):
    return " ".join(response.content.decode().split())


def decide_on(client, project, version, label="1.1", **data):
    return client.post(
        address("review_decide", project, label),
        {"versions": str(version.pk), "batch": uuid.uuid4()} | data,
    )


def test_what_stands_is_preselected_and_the_button_says_that_it_is_kept(
    as_amina, project, paul, answer
):
    mine = answer("1.1")
    answer("1.1", "<p>Autre.</p>", by=paul)
    page = as_amina.get(address("review_question", project, "1.1"))
    assert "Use Paul Martin’s version 1</span>" in text(page)

    decide_on(as_amina, project, mine)
    page = as_amina.get(address("review_question", project, "1.1"))

    assert page.context["selected"] == str(mine.pk)
    assert "Keep Amina Diallo’s version 1</span>" in text(page)
    assert 'data-label="Replace by Paul Martin’s version 1"' in text(page)


def test_what_stands_stays_preselected_when_a_newer_version_is_opened(
    as_amina, project, paul, answer
):
    mine = answer("1.1")
    decide_on(as_amina, project, mine)
    newer = answer("1.1", "<p>Plus.</p>", base=1)

    page = as_amina.get(address("review_question", project, "1.1") + f"?to={newer.pk}")

    assert page.context["selected"] == str(mine.pk)
    assert 'data-label="Replace by Amina Diallo’s version 2"' in text(page)


def test_next_follows_the_order_of_the_queue_after_each_kind_of_step(
    as_amina, project, paul, answer
):
    long = "<p>Tout autre chose, du début à la fin, mot après mot.</p>"
    for label, theirs in (("1.1", long), ("1.2", "<p>Rien.</p>"), ("1.3", long * 3)):
        answer(label, "<p>Une.</p>")
        answer(label, theirs, by=paul)
    queue = as_amina.get(address("review_queue", project))
    order = str(queue.context["order"])
    assert order == "3-1-2"
    assert f"{slug_of('1.3')}/review/?order=3-1-2" in text(queue)
    last = answer("1.3", "<p>Deux.</p>", base=1)

    decided = decide_on(as_amina, project, last, "1.3", then="next", order=order)
    assert f"{slug_of('1.1')}/review/?order=3-1-2&done=" in decided.url
    page = as_amina.get(decided.url)
    assert f'{slug_of("1.2")}/review/?order=3-1-2" rel="next"' in text(page)

    theirs = page.context["review"].shown
    asked = as_amina.post(
        address("review_request", project, "1.1"),
        {
            "version": theirs.pk,
            "body": "Pourquoi?",
            "save_id": uuid.uuid4(),
            "then": "next",
            "order": order,
            "suggestion-save_id": uuid.uuid4(),
            "suggestion-base": 0,
            "suggestion-language": "fr",
            "suggestion-part_answer-html": "<p>Autre.</p>",
        },
    )
    assert f"{slug_of('1.2')}/review/?order=3-1-2" in asked.url

    combining = as_amina.get(address("combine", project, "1.2") + f"?order={order}")
    assert 'name="order" value="3-1-2"' in text(combining)
    assert 'name="then" value="next"' in text(combining)


@pytest.mark.parametrize("order", ["", "x", "1-1-99-a-²", "9" * 5000, "2-1"])
def test_any_order_in_an_address_opens_the_page(as_amina, project, paul, answer, order):
    answer("1.1")
    answer("1.1", "<p>Autre.</p>", by=paul)
    page = address("review_question", project, "1.1")
    assert as_amina.get(page, {"order": order}).status_code == 200


def test_a_question_whose_changes_are_asked_for_waits_for_its_author(
    as_amina, project, people, paul, answer
):
    answer("1.1")
    ask_for_changes(answer("1.1", "<p>Autre.</p>", by=paul), people.amina)

    page = as_amina.get(address("review_queue", project))

    assert page.context["queue"].waiting == ()
    assert "Several answers, none agreed" not in text(page)
    assert "0 questions wait for a decision" in text(page)
    overview = as_amina.get(address("project_overview", project))
    assert overview.context["outline"].questions[0].status == (
        QuestionStatus.CHANGES_REQUESTED
    )


def test_the_first_answer_is_not_said_to_have_no_difference(
    as_amina, project, paul, answer
):
    answer("1.1")
    answer("1.1", "<p>Autre.</p>", by=paul)
    page = text(as_amina.get(address("review_question", project, "1.1")))
    assert "first answer" in page
    assert "no difference" not in page


def test_finishing_does_not_call_a_plan_ready_with_something_open(
    as_amina, project, people, paul, answer
):
    for entry in (
        as_amina.get(address("project_overview", project)).context["outline"].questions
    ):
        answer(entry.label)
    submit_plan(project_id=project.pk, by=people.amina)
    assert "The plan is ready." in text(as_amina.get(address("finish", project)))

    theirs = answer("1.1", "<p>Autre.</p>", by=paul)
    page = as_amina.get(address("finish", project))
    assert "The plan is ready." not in text(page)

    ask_for_changes(theirs, people.amina)
    page = as_amina.get(address("finish", project))
    assert "The plan is ready." not in text(page)
    assert 'name="accept_gaps"' in text(page)


def test_a_question_page_gives_an_agreed_question_the_state_of_all_pages(
    as_amina, project, paul, answer
):
    mine = answer("1.1")
    answer("1.1", "<p>Autre.</p>", by=paul)
    decide_on(as_amina, project, mine)

    for name, args in (("question", ("1.1",)), ("section", (1,))):
        page = as_amina.get(address(name, project, *args))
        assert page.context["outline"].questions[0].status == QuestionStatus.AGREED


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "1 question without differences", "2 questions without differences"),
        ("fr", "1 question sans différence", "2 questions sans différence"),
    ],
)
def test_one_question_and_several_are_counted_in_words(
    as_amina, project, people, paul, answer, language, one, several
):
    answer("1.1")
    with translation.override(language):
        assert one in text(as_amina.get(address("review_queue", project)))
        answer("1.2")
        assert several in text(as_amina.get(address("review_queue", project)))


def test_two_reviewers_who_choose_the_same_version_see_no_conflict(
    as_amina, client, project, people, paul, answer
):
    mine = answer("1.1")
    answer("1.1", "<p>Autre.</p>", by=paul)
    Membership.objects.create(project=project, user=people.omar, role=Role.PI)
    seen = {"base_fr": "", "base_en": ""}
    decide_on(as_amina, project, mine, **seen)
    client.force_login(people.omar)

    response = decide_on(client, project, mine, **seen)

    assert response.status_code == 302
    assert Decision.objects.order_by("-id").first().version == mine
