"""Comments: stored once, participants notified, changed only by those who may."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from questionnaire.actions.conversation.comments import (
    CommentPost,
    add_comment,
    edit_comment,
    hide_comment,
    reopen_comment,
    resolve_comment,
)
from questionnaire.actions.errors import SaveIdReused
from questionnaire.actions.projects.projects import finish_plan
from questionnaire.errors import NotFound
from questionnaire.models import (
    Comment,
    Event,
    Membership,
    Notice,
    Question,
)
from questionnaire.permissions import Forbidden, InvalidState
from questionnaire.vocabulary import ProjectStatus, Role


@pytest.fixture
def team(project, people):
    """Amina with Paul, a contributor."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def question(project):
    return Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )


@pytest.fixture
def say(team, question, people):
    """A function that comments on 1.1, as Amina unless given another author."""

    def add(body="Qui garde le disque?", by=None, **more):
        post = {
            "question": question,
            "body": body,
            "save_id": uuid.uuid4(),
            **more,
        }
        return add_comment(
            project_id=team.pk, by=by or people.amina, post=CommentPost(**post)
        )

    return add


def notified():
    """{(first name, kind)} of the notices."""
    rows = Notice.objects.values_list("recipient__name", "kind")
    return {(name.split()[0], kind) for name, kind in rows}


def test_a_comment_is_kept_as_it_was_typed(say):
    comment = say("  Un,\r\ndeux\n\ntrois & <quatre>\n")

    assert comment.body == "Un,\ndeux\n\ntrois & <quatre>"


def test_a_retry_stores_nothing_twice(say):
    save_id = uuid.uuid4()

    first, again = say(save_id=save_id), say(save_id=save_id)

    assert first == again
    assert Comment.objects.count() == 1
    assert Event.objects.filter(verb="comment.added").count() == 1


def test_an_id_used_for_another_text_is_refused(say):
    save_id = uuid.uuid4()
    say("Un", save_id=save_id)

    with pytest.raises(SaveIdReused):
        say("Deux", save_id=save_id)


@pytest.mark.parametrize("body", ["", " \n ", "x" * 10_001, "a\x00b", "a\ud800b"])
def test_a_text_that_cannot_be_kept_is_refused(say, body):
    with pytest.raises(ValidationError):
        say(body)

    assert not Comment.objects.exists()


def test_ten_thousand_characters_are_kept(say):
    assert len(say("x" * 10_000).body) == 10_000


def test_participants_in_a_thread_are_notified_of_a_reply_except_its_author(
    say, people
):
    thread = say(by=people.paul)
    Notice.objects.all().delete()

    say("Moi.", parent_id=thread.pk)

    assert notified() == {("Paul", "comment")}


def test_a_reply_to_a_reply_joins_its_thread(say):
    thread = say()
    reply = say("Un", parent_id=thread.pk)

    assert say("Deux", parent_id=reply.pk).parent == thread


def test_a_member_named_in_the_text_is_notified_once(say, people):
    comment = say("Voir avec @Paul Martin et @paul martin.", mentions=[people.paul.pk])

    assert list(comment.mentions.all()) == [people.paul]
    assert notified() == {("Paul", "mention")}
    assert Notice.objects.count() == 1
    assert Notice.objects.get().data == {
        "slug": comment.question.slug,
        "label": "1.1",
        "comment": comment.pk,
    }


@pytest.mark.parametrize(
    "body", ["paul@Paul Martin", "@Paul Martineau", "@Paul", "@Omar Haddad"]
)
def test_text_that_only_resembles_a_mention_mentions_nobody(say, body):
    assert not say(body).mentions.exists()


def test_strangers_cannot_be_mentioned(say, people):
    say(mentions=[people.omar.pk])

    assert not Notice.objects.exists()


def test_former_members_are_not_notified_and_keep_the_credit(say, team, people):
    thread = say(by=people.paul)
    Membership.objects.filter(user=people.paul).delete()

    say("Merci.", parent_id=thread.pk)

    assert not Notice.objects.exists()
    assert Comment.objects.get(pk=thread.pk).author == people.paul


def test_a_quote_is_found_however_its_spaces_were_copied(say, answer):
    version = answer(
        "1.1", "<p>Le disque\u00a0: chiffré.</p><ul><li><p>En double.</p></li></ul>"
    )

    comment = say(version_id=version.pk, quote=" disque : chiffré.\n\nEn  double ")

    assert comment.quote == "disque\u00a0: chiffré.\nEn double"
    assert comment.version == version


def test_a_quote_that_is_not_in_the_version_is_refused(say, answer):
    version = answer("1.1", "<p>Le disque.</p>")

    with pytest.raises(ValidationError) as refused:
        say(version_id=version.pk, quote="La bande.")

    assert "quote" in refused.value.error_dict


def test_a_quote_stays_when_the_answer_moves_on(say, answer):
    version = answer("1.1", "<p>Le disque.</p>")
    comment = say(version_id=version.pk, quote="Le disque.")
    answer("1.1", "<p>La bande.</p>", base=1)

    assert Comment.objects.get(pk=comment.pk).quote == "Le disque."


def test_a_version_of_another_question_is_not_found(say, answer):
    version = answer("1.2", "<p>Ailleurs.</p>")

    with pytest.raises(NotFound):
        say(version_id=version.pk)


def test_the_author_of_a_version_is_notified_of_a_comment_on_it(say, answer, people):
    version = answer("1.1")

    say(by=people.paul, version_id=version.pk)

    assert notified() == {("Amina", "comment")}


def test_only_its_author_edits_a_comment(say, team, people):
    comment = say()
    edit = {"project_id": team.pk, "comment_id": comment.pk}

    with pytest.raises(Forbidden):
        edit_comment(**edit, by=people.paul, body="Autre")
    edited = edit_comment(**edit, by=people.amina, body="Qui garde la bande?")

    assert edited.body == "Qui garde la bande?"
    assert edited.edited_at


def test_an_edit_that_changes_nothing_is_not_recorded(say, team, people):
    comment = say("Bien.")

    edit_comment(
        project_id=team.pk, comment_id=comment.pk, by=people.amina, body="Bien.\r\n"
    )

    assert Comment.objects.get().edited_at is None


def test_an_edit_notifies_only_those_newly_mentioned(say, team, people):
    comment = say("Voir @Paul Martin.")

    edit_comment(
        project_id=team.pk,
        comment_id=comment.pk,
        by=people.amina,
        body="Bien voir avec @Paul Martin.",
    )

    assert Notice.objects.count() == 1


def test_resolving_and_reopening_a_thread_writes_events(say, team, people):
    comment = say()
    what = {"project_id": team.pk, "comment_id": comment.pk, "by": people.paul}

    resolve_comment(**what)
    resolved = resolve_comment(**what)
    assert resolved.resolved_by == people.paul
    reopened = reopen_comment(**what)

    assert reopened.resolved_at is None
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["comment.resolved", "comment.reopened"]


def test_contributors_cannot_hide_comments_and_the_investigator_can(say, team, people):
    comment = say("Grossier", by=people.paul)
    what = {"project_id": team.pk, "comment_id": comment.pk}

    with pytest.raises(Forbidden):
        hide_comment(**what, by=people.paul)
    hidden = hide_comment(**what, by=people.amina)

    assert hidden.hidden_by == people.amina
    with pytest.raises(NotFound):
        edit_comment(**what, by=people.paul, body="Poli")


def test_the_librarian_comments_in_review_only(say, team, people):
    with pytest.raises(InvalidState):
        say(by=people.louise)
    team.status = ProjectStatus.IN_REVIEW
    team.save()

    assert say(by=people.louise).author == people.louise


def test_the_librarian_quotes_no_version(say, team, answer, people):
    version = answer("1.1")
    team.status = ProjectStatus.IN_REVIEW
    team.save()

    with pytest.raises(Forbidden):
        say(by=people.louise, version_id=version.pk)


def test_nobody_comments_in_a_finished_plan(say, project, people):
    Membership.objects.filter(user=people.paul).delete()
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    with pytest.raises(InvalidState):
        say()
