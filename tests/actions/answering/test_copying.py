"""Copying a colleague’s text loses nothing, and credits the source."""

import uuid

import pytest

from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.errors import NotFound
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Draft, Membership
from questionnaire.permissions import Forbidden, InvalidState
from questionnaire.vocabulary import Origin, Role


@pytest.fixture(autouse=True)
def membership(project, people):
    """Paul’s membership, beside Amina."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def pauls(answer, people):
    return answer("1.1", "<p>On Borealis.</p>", language="en", by=people.paul)


def copy(project, version, by, save_id=None):
    saved, _source = copy_version(
        project_id=project.pk,
        version_id=version.pk,
        by=by,
        save_id=save_id or uuid.uuid4(),
    )
    return saved


def html(version):
    return "".join(version.content.values())


def test_the_text_comes_after_mine_with_credit(project, people, answer, pauls):
    answer("1.1", "<p>In Dataverse.</p>", language="en")

    version = copy(project, pauls, people.amina).version

    assert html(version) == "<p>In Dataverse.</p><p>On Borealis.</p>"
    assert (version.number, version.origin) == (2, Origin.COPIED)
    assert list(version.sources.all()) == [pauls]
    assert version.answer.author == people.amina


def test_it_goes_into_my_answer_in_its_own_language(project, people, answer, pauls):
    french = answer("1.1", "<p>Sur Dataverse.</p>", language="fr")

    version = copy(project, pauls, people.amina).version

    assert version.answer.language == "en"
    assert html(version) == "<p>On Borealis.</p>"
    assert french.answer.versions.count() == 1


def test_my_unsaved_text_becomes_a_version_first(project, people, answer, pauls):
    mine = answer("1.1", "<p>Saved.</p>", language="en")
    typed = dict.fromkeys(mine.content, "<p>Typed.</p>")
    Draft.objects.create(
        answer=mine.answer,
        content=typed,
        content_digest=digest(typed),
        base_version=1,
    )

    version = copy(project, pauls, people.amina).version

    assert html(version) == "<p>Typed.</p><p>On Borealis.</p>"
    assert html(mine.answer.versions.get(number=2)) == "<p>Typed.</p>"
    assert not Draft.objects.filter(answer=mine.answer).exists()


def test_unsaved_text_based_on_an_older_version_is_left_alone(
    project, people, answer, pauls
):
    mine = answer("1.1", "<p>One.</p>", language="en")
    answer("1.1", "<p>Two.</p>", language="en", base=1)
    typed = dict.fromkeys(mine.content, "<p>Typed.</p>")
    Draft.objects.create(answer=mine.answer, content=typed, base_version=1)

    with pytest.raises(NewerVersionExists):
        copy(project, pauls, people.amina)

    assert Draft.objects.get(answer=mine.answer).content == typed
    assert mine.answer.versions.count() == 2


def test_a_retry_copies_nothing_twice(project, people, pauls):
    save_id = uuid.uuid4()
    first = copy(project, pauls, people.amina, save_id)
    again = copy(project, pauls, people.amina, save_id)

    assert again.version == first.version
    assert not again.is_new


def test_the_same_text_makes_no_version(project, people, answer, pauls):
    answer("1.1", "<p>On Borealis.</p>", language="en")

    assert not copy(project, pauls, people.amina).is_new


def test_a_viewer_copies_nothing(project, people, membership, answer):
    mine = answer("1.1")
    membership.role = Role.VIEWER
    membership.save()

    with pytest.raises(Forbidden):
        copy(project, mine, people.paul)
    assert AnswerVersion.objects.count() == 1


def test_nothing_is_copied_into_a_finished_plan(project, people, pauls):
    type(project).objects.update(status="finished")

    with pytest.raises(InvalidState):
        copy(project, pauls, people.amina)


def test_a_version_of_another_project_does_not_exist_here(
    project, people, template, pauls
):
    from questionnaire.actions.projects.projects import create_project

    other = create_project(
        by=people.omar, template=template, title="Other", language="en"
    )

    with pytest.raises(NotFound):
        copy(other, pauls, people.omar)
