"""A step of review is about what its page showed; what was saved since stays newer."""

import re
import uuid

import pytest

from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.models import Comment, Decision
from questionnaire.plan.reading import resolutions
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.queries.review.queue import read_queue
from questionnaire.vocabulary import QuestionStatus, RequestState
from tests.questions import page_address as address

HIDDEN = re.compile(r'<input type="hidden" name="(\w[\w-]*)" value="([^"]*)"')


def form_on(client, name, project, *, action=None, query=""):
    """The hidden fields of the form on a page, as a browser would send them."""
    html = client.get(address(name, project, "1.1") + query).content.decode()
    if action is not None:
        forms = html.split("<form ")[1:]
        html = next(each for each in forms if address(action, project, "1.1") in each)
        html = html.split("</form>")[0]
    return dict(HIDDEN.findall(html))


def resolution(project):
    [found] = resolutions([project.pk]).values()
    return found


def carried(project):
    return {
        language: each.version_id
        for language, each in resolution(project).effective.items()
    }


def waits(project, people):
    queue = read_queue(project, people.amina)
    return [item.entry.label for item in queue.waiting]


def decide_with(client, project, fields, *versions, **more):
    return client.post(
        address("review_decide", project, "1.1"),
        {**fields, "versions": "-".join(str(each.pk) for each in versions), **more},
    )


@pytest.fixture
def agree(project, people):
    """A function that agrees on a version, having seen all that there is."""

    def step(version, base=None, **more):
        language = version.answer.language
        question = version.answer.question
        return decide(
            project_id=project.pk,
            by=people.amina,
            choices=[Choice(question, language, version.pk, base, **more)],
            batch=uuid.uuid4(),
        )

    return step


def test_a_version_saved_while_the_page_is_open_is_newer_than_the_decision(
    as_amina, project, people, paul, answer
):
    seen = answer("1.1", by=paul)
    answer("1.1", "<p>Autre.</p>")
    fields = form_on(as_amina, "review_question", project, action="review_decide")
    answer("1.1", "<p>Plus.</p>", by=paul, base=1)

    decide_with(as_amina, project, fields, seen)

    assert carried(project) == {"fr": seen.pk}
    assert resolution(project).status is QuestionStatus.NEWER
    assert waits(project, people) == ["1.1"]


def test_what_the_page_showed_is_not_newer(as_amina, project, people, paul, answer):
    seen = answer("1.1", by=paul)
    answer("1.1", "<p>Autre.</p>")
    fields = form_on(as_amina, "review_question", project, action="review_decide")

    decide_with(as_amina, project, fields, seen)

    assert resolution(project).status is QuestionStatus.AGREED
    assert waits(project, people) == []


def test_the_page_of_a_conflict_remembers_what_was_seen_before_it(
    as_amina, project, people, paul, answer, agree
):
    seen = answer("1.1", by=paul)
    other = answer("1.1", "<p>Autre.</p>")
    fields = form_on(as_amina, "review_question", project, action="review_decide")
    agree(other)
    answer("1.1", "<p>Plus.</p>", by=paul, base=1)

    conflict = decide_with(as_amina, project, fields, seen)
    assert conflict.status_code == 409
    again = dict(HIDDEN.findall(conflict.content.decode()))
    as_amina.post(address("review_decide", project, "1.1"), again)

    assert carried(project) == {"fr": seen.pk}
    assert resolution(project).status is QuestionStatus.NEWER


def test_a_version_saved_while_answers_are_combined_is_newer_than_the_result(
    as_amina, project, people, paul, answer
):
    answer("1.1", "<p>Un.</p>", by=paul)
    answer("1.1", "<p>Deux.</p>")
    fields = form_on(as_amina, "combine", project, query="?in=fr")
    html = as_amina.get(address("combine", project, "1.1") + "?in=fr").content.decode()
    [part] = set(re.findall(r'name="(result-part_[\w-]+?)(?:-html)?"', html))
    answer("1.1", "<p>Un, corrigé.</p>", by=paul, base=1)

    response = as_amina.post(
        address("combine", project, "1.1") + "?in=fr",
        {**fields, "do": "save", part: "Un. Deux.", f"{part}-html": "<p>Un. Deux.</p>"},
    )

    assert response.status_code == 302
    assert resolution(project).status is QuestionStatus.NEWER
    assert waits(project, people) == ["1.1"]


def test_a_text_that_the_page_did_not_show_is_not_agreed_on_in_the_other_language(
    as_amina, project, people, paul, answer
):
    seen = answer("1.1", by=paul)
    answer("1.1", "<p>Autre.</p>")
    fields = form_on(as_amina, "review_question", project, action="review_decide")
    unseen = answer("1.1", "<p>Unseen.</p>", by=paul, language="en")

    decide_with(as_amina, project, fields, seen)

    assert carried(project) == {"fr": seen.pk}
    assert waits(project, people) == ["1.1"]
    page = as_amina.get(address("review_question", project, "1.1"))
    [standing, *_others] = page.context["options"]
    assert unseen in standing.carried  # keeping it agrees on it, now that it is shown


def test_agreeing_on_all_without_differences_takes_no_text_that_was_not_shown(
    as_amina, project, people, paul, answer
):
    answer("1.1", by=paul)
    answer("1.1")
    html = as_amina.get(address("review_queue", project)).content.decode()
    lines = re.findall(r'name="choice" value="([^"]+)"', html)
    assert lines
    answer("1.1", "<p>Unseen.</p>", by=paul, language="en")

    page = as_amina.post(
        address("review_agree", project),
        {"choice": lines, "batch": uuid.uuid4()},
        follow=True,
    )

    assert "Some answers changed meanwhile" in page.content.decode()
    assert not Decision.objects.filter(project=project).exists()


def test_a_decision_on_the_translation_hides_nothing_newer_in_the_leading_language(
    project, people, paul, answer, agree
):
    french = answer("1.1", by=paul)
    english = answer("1.1", "<p>An answer.</p>", language="en")
    agree(french)
    answer("1.1", "<p>Plus.</p>", by=paul, base=1)
    assert resolution(project).status is QuestionStatus.NEWER

    agree(english, as_translation=True)

    assert carried(project) == {"fr": french.pk, "en": english.pk}
    assert resolution(project).status is QuestionStatus.NEWER
    assert waits(project, people) == ["1.1"]


def test_a_request_stays_although_its_language_is_not_the_one_decided_on_since(
    as_amina, project, people, paul, answer, agree
):
    french = answer("1.1", by=paul)
    english = answer("1.1", "<p>An answer.</p>", language="en")
    agree(french)
    ask = form_on(as_amina, "review_request", project, query=f"?version={french.pk}")
    as_amina.post(address("review_request", project, "1.1"), {**ask, "body": "Et?"})
    assert resolution(project).changes_requested

    agree(english, as_translation=True)

    assert resolution(project).changes_requested


def test_agreeing_again_on_an_older_decision_hides_nothing_that_is_newer(
    as_amina, project, people, paul, answer, agree
):
    first = answer("1.1", by=paul)
    [decision] = agree(first)
    second = answer("1.1", "<p>Plus.</p>", by=paul, base=1)
    [decision] = agree(second, base=decision.pk)
    answer("1.1", "<p>Encore.</p>", by=paul, base=2)
    html = as_amina.get(address("decisions", project, "1.1")).content.decode()
    form = next(
        each.split("</form>")[0]
        for each in html.split("<form ")
        if "Agree on this one again" in each
    )

    as_amina.post(address("review_decide", project, "1.1"), dict(HIDDEN.findall(form)))

    assert carried(project) == {"fr": first.pk}
    assert resolution(project).status is QuestionStatus.NEWER


def combine_fields(client, project, language):
    page = address("combine", project, "1.1") + f"?in={language}"
    html = client.get(page).content.decode()
    [part] = set(re.findall(r'name="(result-part_[\w-]+?)(?:-html)?"', html))
    fields = dict(HIDDEN.findall(html))
    text = {part: "Both. Again.", f"{part}-html": "<p>Both. Again.</p>"}
    return page, html, {**fields, "do": "save", **text}


def test_combining_says_before_and_after_that_the_other_language_is_withdrawn(
    as_amina, project, people, paul, answer, agree
):
    answer("1.1", by=paul)
    english = answer("1.1", "<p>An answer.</p>", by=paul, language="en")
    agree(english)
    answer("1.1", "<p>Mine.</p>", language="en")
    assert set(carried(project)) == {"fr", "en"}

    page, html, fields = combine_fields(as_amina, project, "en")

    assert "The French text by Paul Martin, version 1, is agreed on." in html
    after = as_amina.post(page, fields, follow=True).content.decode()
    assert set(carried(project)) == {"en"}
    assert "The French text agreed on before is withdrawn with it." in after


def test_combining_says_nothing_of_what_stays(
    as_amina, project, people, paul, answer, agree
):
    answer("1.1")
    agree(answer("1.1", "<p>Mine.</p>", language="en"))
    answer("1.1", "<p>Theirs.</p>", by=paul, language="en")

    page, html, fields = combine_fields(as_amina, project, "en")

    assert "is withdrawn when you save" not in html
    after = as_amina.post(page, fields, follow=True).content.decode()
    assert set(carried(project)) == {"fr", "en"}
    assert "is withdrawn with it" not in after


def test_changes_are_asked_for_in_the_newest_version_from_any_link(
    as_amina, project, people, paul, answer
):
    first = answer("1.1", by=paul)
    answer("1.1", "<p>Plus.</p>", by=paul, base=1)

    page = as_amina.get(
        address("review_request", project, "1.1") + f"?version={first.pk}"
    ).content.decode()

    assert "Version 1 is no longer the newest: you ask about version 2." in page
    assert "Plus." in page


def test_a_request_about_a_version_that_was_replaced_meanwhile_is_not_answered_at_birth(
    as_amina, project, people, paul, answer
):
    first = answer("1.1", by=paul)
    fields = form_on(as_amina, "review_request", project, query=f"?version={first.pk}")
    newest = answer("1.1", "<p>Plus.</p>", by=paul, base=1)
    request = address("review_request", project, "1.1")

    refused = as_amina.post(request, {**fields, "body": "Who is responsible?"})

    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Paul Martin has saved version 2 meanwhile" in html
    assert "Who is responsible?" in html
    assert "Plus." in html
    assert not Comment.objects.filter(project=project).exists()

    again = dict(HIDDEN.findall(html))
    as_amina.post(request, {**again, "body": "Who is responsible?"})
    [asked] = read_change_requests(project)
    assert asked.version == newest
    assert asked.state is RequestState.OPEN
    assert asked.comment.suggestion is None
    assert resolution(project).changes_requested
