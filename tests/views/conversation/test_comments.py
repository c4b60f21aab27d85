"""The comments on a question: who may read and write them, and the responses."""

import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.conversation.comments import (
    CommentPost,
    add_comment,
    hide_comment,
)
from questionnaire.models import Comment, Membership, Question
from questionnaire.vocabulary import ProjectStatus, Role
from tests.questions import page_address, slug_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def team(project, people):
    """Amina with Paul, a contributor."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def url(team):
    return page_address("comments", team, "1.1")


@pytest.fixture
def say(team, people):
    question = Question.objects.select_related("section").get(
        section__template=team.template, section__position=1, number=1
    )

    def add(body="Qui garde le disque?", by=None, **more):
        return add_comment(
            project_id=team.pk,
            by=by or people.amina,
            post=CommentPost(question, body, save_id=uuid.uuid4(), **more),
        )

    return add


def posted(body="Qui?", **more):
    return {"body": body, "save_id": str(uuid.uuid4()), **more}


def comment_url(name, comment):
    return reverse(name, args=[comment.project_id, slug_of("1.1"), comment.pk])


def test_a_comment_leads_back_to_itself(as_amina, url):
    response = as_amina.post(url, posted())

    comment = Comment.objects.get()
    assert (response.status_code, response.url) == (302, f"{url}#comment-{comment.pk}")
    assert f'id="comment-{comment.pk}"' in as_amina.get(url).content.decode()


def test_a_script_gets_the_fragment_with_its_focus_and_announcement(as_amina, url):
    part = as_amina.post(url, posted("Voilà"), headers=HTMX).content.decode()

    assert "<html" not in part
    assert "Voilà" in part
    assert 'data-focus="comment-body"' in part
    assert '<div hx-swap-oob="innerHTML:#announce">Comment added</div>' in part


def test_a_comment_without_words_comes_back_with_the_error_on_top(as_amina, url):
    for headers in ({}, HTMX):
        response = as_amina.post(url, posted(" "), headers=headers)

        page = response.content.decode()
        assert response.status_code == 422
        assert page.count("There is a problem") == 1
        assert '<a href="#comment-body">Write your comment.</a>' in page
    assert not Comment.objects.exists()


def test_a_reply_that_is_too_long_comes_back_in_its_thread(as_amina, url, say):
    thread = say()

    response = as_amina.post(url, posted("x" * 10_001, parent=thread.pk))

    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#reply-{thread.pk}-body">' in page
    assert "x" * 10_001 in page


def test_the_same_post_twice_is_one_comment_and_going_back_is_another(as_amina, url):
    post = posted("Un")
    as_amina.post(url, post)
    as_amina.post(url, post)
    as_amina.post(url, {**post, "body": "Deux"})

    assert list(Comment.objects.values_list("body", flat=True)) == ["Un", "Deux"]


def test_a_comment_is_text_with_safe_links(as_amina, url, say):
    say('<img src=x onerror=alert(1)> https://example.org/?a="b javascript:alert(1)')

    page = as_amina.get(url).content.decode()

    assert "<img" not in page
    assert '<a href="https://example.org/?a=' in page
    assert 'href="javascript' not in page


def test_nobody_sees_the_text_of_a_hidden_comment(client, people, url, say, team):
    hidden = say("Grossier", by=people.paul)
    hide_comment(project_id=team.pk, comment_id=hidden.pk, by=people.amina)

    for person in (people.amina, people.paul):
        client.force_login(person)
        page = client.get(url).content.decode()
        assert "Grossier" not in page
        assert "Hidden by Amina Diallo" in page


def test_resolving_folds_a_thread_away_and_reopening_brings_it_back(as_amina, url, say):
    thread = say()

    part = as_amina.post(comment_url("comment_resolve", thread), headers=HTMX)
    assert "Show 1 resolved" in part.content.decode()
    assert 'data-focus="comments-resolved"' in part.content.decode()
    as_amina.post(comment_url("comment_reopen", thread))

    assert "resolved" not in as_amina.get(url).context["resolved_threads"]
    assert len(as_amina.get(url).context["open_threads"]) == 1


def test_a_correction_is_marked(as_amina, url, say):
    comment = say("Avant")

    response = as_amina.post(comment_url("comment_edit", comment), {"body": "Après"})

    assert response.status_code == 302
    page = as_amina.get(url).content.decode()
    assert "Après" in page
    assert "edited" in page


def test_an_empty_correction_comes_back_unstored(as_amina, say):
    comment = say("Avant")

    response = as_amina.post(comment_url("comment_edit", comment), {"body": ""})

    assert response.status_code == 422
    assert Comment.objects.get().body == "Avant"


def test_a_passage_is_quoted_from_the_version_on_the_page(as_amina, url, team, answer):
    version = answer("1.1", "<p>Sur un disque chiffré.</p>")
    passage = page_address("comment_passage", team, "1.1", version.pk)
    assert "Sur un disque chiffré." in as_amina.get(passage).content.decode()

    wrong = as_amina.post(passage, posted(quote="Sur bande"))
    right = as_amina.post(passage, posted("Lequel?", quote="disque  chiffré"))

    assert wrong.status_code == 422
    assert "do not stand in that version" in wrong.content.decode()
    assert right.status_code == 302
    page = as_amina.get(url).content.decode()
    assert '<blockquote lang="fr"><p>disque chiffré</p></blockquote>' in page
    assert "on version 1 by Amina Diallo" in page


def test_a_viewer_reads_and_does_not_write(client, people, url, say, team):
    comment = say()
    Membership.objects.filter(user=people.paul).update(role=Role.VIEWER)
    client.force_login(people.paul)

    page = client.get(url).content.decode()

    assert "Qui garde le disque?" in page
    assert "<textarea" not in page
    assert client.post(url, posted()).status_code == 403
    for name in ("comment_edit", "comment_resolve", "comment_reopen", "comment_hide"):
        assert client.post(comment_url(name, comment), posted()).status_code == 403


def test_nobody_edits_the_comment_of_somebody_else(client, people, say):
    comment = say()
    client.force_login(people.paul)

    response = client.post(comment_url("comment_edit", comment), posted("Autre"))

    assert response.status_code == 403


def test_a_stranger_finds_nothing(client, people, url, say):
    comment = say()
    client.force_login(people.omar)

    assert client.get(url).status_code == 404
    assert client.post(comment_url("comment_hide", comment)).status_code == 404


@pytest.mark.parametrize(
    ("status", "read", "written"),
    [
        (ProjectStatus.DRAFTING, 409, 409),
        (ProjectStatus.IN_REVIEW, 200, 302),
        (ProjectStatus.FINISHED, 200, 409),
    ],
)
def test_the_librarian_comments_during_review(
    client, people, url, team, status, read, written
):
    team.status = status
    team.save()
    client.force_login(people.louise)

    assert client.get(url).status_code == read
    assert client.post(url, posted()).status_code == written


def test_a_finished_plan_gives_the_text_back(as_amina, url, team, say):
    comment = say()
    team.status = ProjectStatus.FINISHED
    team.save()

    for address in (url, comment_url("comment_edit", comment)):
        response = as_amina.post(address, posted("Trop tard,\nmais\nprécieux"))
        assert response.status_code == 409
        assert "Trop tard,<br>mais<br>précieux" in response.content.decode()
    assert "<textarea" not in as_amina.get(url).content.decode()


def test_a_comment_of_another_project_is_not_found(as_amina, say):
    missing = reverse(
        "comment_resolve", args=[say().project_id, slug_of("1.1"), 987654]
    )

    assert as_amina.post(missing).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_discussion_costs_the_same_for_any_number_of_comments(
    as_amina, people, url, say, answer, count, django_assert_num_queries
):
    version = answer("1.1")
    for number in range(count):
        thread = say(by=people.paul, version_id=version.pk)
        say(f"Réponse {number}", parent_id=thread.pk)

    # session, user, access, comments, members, drafts
    with django_assert_num_queries(6):
        as_amina.get(url)


def test_members_to_mention_are_the_others(as_amina, url):
    page = as_amina.get(url).content.decode()

    assert "Paul Martin" in page.split("Mention members")[1]
    assert "Amina Diallo" not in page.split("Mention members")[1]
