"""Restoring an earlier version adds a new one; authors name their own versions."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from questionnaire.actions.answering.versions import name_version, restore_version
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.errors import NotFound
from questionnaire.lib.canonical import digest
from questionnaire.models import (
    AnswerVersion,
    Draft,
    Event,
    Membership,
    Project,
    VersionName,
)
from questionnaire.permissions import Forbidden, InvalidState, NoAccess
from questionnaire.vocabulary import Origin, ProjectStatus, Role, Verb


@pytest.fixture
def paul(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


@pytest.fixture
def restore(project, people):
    def restore_as(version, by=people.amina, save_id=None):
        saved, _source = restore_version(
            project_id=project.pk,
            version_id=version.pk,
            by=by,
            save_id=save_id or uuid.uuid4(),
        )
        return saved

    return restore_as


def texts():
    return list(
        AnswerVersion.objects.order_by("number").values_list("content__answer", flat=1)
    )


def draft_of(version, text, base):
    content = {"answer": text}
    return Draft.objects.create(
        answer=version.answer,
        content=content,
        content_digest=digest(content),
        base_version=base,
    )


# --- Words ----------------------------------------------------------------------


def test_a_version_knows_how_many_words_came_and_went(answer):
    first = answer("1.1", "<p>Named by date and site.</p>")
    second = answer("1.1", "<p>Named by date, code and station.</p>", base=1)

    assert (first.words_added, first.words_removed) == (5, 0)
    assert (second.words_added, second.words_removed) == (2, 1)


# --- Restoring ------------------------------------------------------------------


def test_restoring_makes_a_new_version_and_removes_nothing(answer, restore):
    old = answer("1.1", "<p>One.</p>")
    answer("1.1", "<p>Two.</p>", base=1)

    version = restore(old).version

    assert texts() == ["<p>One.</p>", "<p>Two.</p>", "<p>One.</p>"]
    assert (version.number, version.origin) == (3, Origin.RESTORED)
    assert list(version.sources.all()) == [old]


def test_restoring_writes_an_event(answer, restore):
    old = answer("1.1", "<p>One.</p>")
    answer("1.1", "<p>Two.</p>", base=1)

    restore(old)

    assert Event.objects.latest("id").verb == Verb.ANSWER_RESTORED


def test_unsaved_text_becomes_a_version_before_the_restored_one(answer, restore):
    old = answer("1.1", "<p>One.</p>")
    newest = answer("1.1", "<p>Two.</p>", base=1)
    draft_of(newest, "<p>Two and more.</p>", base=2)

    restore(old)

    assert texts() == [
        "<p>One.</p>",
        "<p>Two.</p>",
        "<p>Two and more.</p>",
        "<p>One.</p>",
    ]
    assert not Draft.objects.exists()


def test_unsaved_text_from_another_window_is_not_overwritten(answer, restore):
    old = answer("1.1", "<p>One.</p>")
    newest = answer("1.1", "<p>Two.</p>", base=1)
    draft_of(newest, "<p>One and more.</p>", base=1)

    with pytest.raises(NewerVersionExists):
        restore(old)

    assert Draft.objects.get().content == {"answer": "<p>One and more.</p>"}
    assert len(texts()) == 2


def test_restoring_the_current_text_makes_no_version(answer, restore):
    newest = answer("1.1", "<p>One.</p>")

    assert not restore(newest).is_new
    assert len(texts()) == 1


def test_a_retry_restores_once(answer, restore):
    old = answer("1.1", "<p>One.</p>")
    answer("1.1", "<p>Two.</p>", base=1)
    save_id = uuid.uuid4()

    first = restore(old, save_id=save_id)
    again = restore(old, save_id=save_id)

    assert again.version == first.version
    assert not again.is_new
    assert len(texts()) == 3


def test_nobody_restores_the_version_of_somebody_else(answer, restore, paul):
    amina = answer("1.1", "<p>One.</p>")

    with pytest.raises(NotFound):
        restore(amina, by=paul)


def test_restoring_asks_for_the_right_in_the_present_state(
    answer, restore, project, people, paul
):
    version = answer("1.1", "<p>One.</p>")
    Membership.objects.filter(user=paul).update(role=Role.VIEWER)

    with pytest.raises(NoAccess):
        restore(version, by=people.omar)
    with pytest.raises(Forbidden):
        restore(version, by=paul)
    Project.objects.update(status=ProjectStatus.FINISHED)
    with pytest.raises(InvalidState):
        restore(version)


# --- Names ----------------------------------------------------------------------


def name(project, version, by, text):
    return name_version(project_id=project.pk, version_id=version.pk, by=by, name=text)


def test_a_version_is_named_and_renamed_and_its_name_removed(project, people, answer):
    version = answer("1.1")

    name(project, version, people.amina, "  sent to  the board ")
    assert VersionName.objects.get().name == "sent to the board"
    name(project, version, people.amina, "approved")
    assert VersionName.objects.get().name == "approved"
    name(project, version, people.amina, "")
    assert not VersionName.objects.exists()
    assert Event.objects.filter(verb=Verb.VERSION_NAMED).count() == 3


@pytest.mark.parametrize("kept_from_no_name", ["\0", " \x07\n"])
def test_a_name_of_nothing_but_what_cannot_be_kept_is_refused(
    project, people, answer, kept_from_no_name
):
    version = answer("1.1")
    name(project, version, people.amina, "approved")

    with pytest.raises(ValidationError):
        name(project, version, people.amina, kept_from_no_name)
    assert VersionName.objects.get().name == "approved"


def test_giving_the_same_name_again_writes_no_event(project, people, answer):
    version = answer("1.1")

    name(project, version, people.amina, "")
    name(project, version, people.amina, "approved")
    name(project, version, people.amina, "approved")

    assert Event.objects.filter(verb=Verb.VERSION_NAMED).count() == 1


def test_nobody_names_the_version_of_somebody_else(project, answer, paul):
    version = answer("1.1")

    with pytest.raises(NotFound):
        name(project, version, paul, "mine")
