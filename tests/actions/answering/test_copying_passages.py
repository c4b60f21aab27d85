"""Passages of a colleague’s answer are taken one by one, with credit."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import copy_passages
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.errors import SaveIdReused
from questionnaire.actions.projects.projects import create_project
from questionnaire.content.prose import blocks_to_text
from questionnaire.errors import NotFound
from questionnaire.models import Membership, Question
from questionnaire.permissions import Forbidden
from questionnaire.queries.review.passages import part_passages
from questionnaire.vocabulary import Origin, Role

THEIRS = (
    "<p>Raw data are copied to the institutional server every night.</p>"
    "<ul><li>Tables as CSV.</li><li>Sounds as FLAC, never as MP3.</li></ul>"
    "<p>Paper is scanned.</p>"
)


@pytest.fixture(autouse=True)
def members(project, people):
    for person in (people.paul, people.omar):
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)


@pytest.fixture
def theirs(answer, people):
    return answer("1.1", THEIRS, language="en", by=people.paul)


@pytest.fixture
def take(project, people):
    """Take the passages that say one of these words."""

    def take(version, *words, by=people.amina, save_id=None):
        saved, _source = copy_passages(
            project_id=project.pk,
            version_id=version.pk,
            names=names(version, *words),
            by=by,
            save_id=save_id or uuid.uuid4(),
        )
        return saved

    return take


def names(version, *words):
    parts = version.answer.question.parts.all()
    return [
        each.name
        for part in part_passages(parts, [version], version.answer.language)
        for each in part.wordings
        if any(word in blocks_to_text(each.blocks) for word in words)
    ]


def html(version):
    return "".join(version.content.values())


def credited(version):
    return {source.answer.author.name for source in version.sources.all()}


def test_one_paragraph_is_taken_without_the_others_and_credited(theirs, take, answer):
    answer("1.1", "<p>In Dataverse.</p>", language="en")

    version = take(theirs, "scanned").version

    assert html(version) == "<p>In Dataverse.</p><p>Paper is scanned.</p>"
    assert (version.number, version.origin) == (2, Origin.COPIED)
    assert list(version.sources.all()) == [theirs]


def test_one_item_of_a_list_is_taken_and_items_side_by_side_are_one_list(
    theirs, take, people
):
    assert html(take(theirs, "FLAC").version) == (
        "<ul><li><p>Sounds as FLAC, never as MP3.</p></li></ul>"
    )
    both = take(theirs, "FLAC", "CSV", by=people.omar).version
    assert html(both).count("<ul>") == 1


def test_its_author_is_credited_as_long_as_anything_of_the_passage_is_left(
    theirs, take
):
    mine = take(theirs, "Raw data").version
    edited = save(mine, html(mine).replace("night", "hour"))
    assert credited(edited) == {"Paul Martin"}
    assert credited(save(edited, "<p>Other words altogether.</p>")) == set()


def test_who_first_wrote_a_passage_is_credited_and_nobody_for_what_was_not_taken(
    theirs, take, answer, people
):
    omars = answer("1.1", "<p>Keys lie with the archivist of the faculty.</p>")
    pauls = take(theirs, "scanned", by=people.omar)
    assert credited(pauls.version) == {"Paul Martin"}
    omars = save(pauls.version, html(pauls.version) + "<p>Films wait in a cellar.</p>")

    assert credited(take(omars, "scanned").version) == {"Omar Haddad", "Paul Martin"}
    mine = save(take(omars, "cellar").version, "<p>Films wait in a cellar.</p>")
    assert credited(mine) == {"Omar Haddad"}


def save(version, text):
    own = OwnAnswer.like(version.answer, version.answer.author)
    return save_version(
        own,
        VersionSave(
            content={part.key: text for part in own.parts},
            save_id=uuid.uuid4(),
            base=own.versions().first().number,
        ),
    ).version


def test_what_my_text_says_already_is_not_put_there_twice(theirs, take):
    assert take(theirs, "scanned").is_new
    assert not take(theirs, "scanned").is_new
    assert html(take(theirs, "scanned", "CSV").version).count("scanned") == 1


def test_a_retry_copies_nothing_twice_and_another_choice_is_never_called_a_retry(
    theirs, take
):
    save_id = uuid.uuid4()
    first = take(theirs, "scanned", save_id=save_id)

    again = take(theirs, "scanned", save_id=save_id)
    assert (again.version, again.is_new) == (first.version, False)
    with pytest.raises(SaveIdReused):
        take(theirs, "CSV", save_id=save_id)


def test_one_row_of_a_table_is_taken_after_mine(tables_project, people, rows_saved):
    log, talks, photos = ({"dataset": name} for name in ("Log", "Talks", "Photos"))
    rows_saved([log])
    theirs = rows_saved([talks, photos], by=people.paul)

    saved, _source = copy_passages(
        project_id=tables_project.pk,
        version_id=theirs.pk,
        names=names(theirs, "Photos"),
        by=people.amina,
        save_id=uuid.uuid4(),
    )

    assert saved.version.content == {"datasets": [log, photos]}
    assert list(saved.version.sources.all()) == [theirs]


def test_a_choice_that_is_taken_stands_in_place_of_mine(small_template, people):
    project = create_project(
        by=people.amina, template=small_template, title="Small", language="en"
    )
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    question = Question.objects.get(section__template=small_template, slug="personal")

    def choose(author, value):
        own = OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=question.parts.all(),
            language="en",
            author=author,
        )
        content = {"about-people": value}
        return save_version(own, VersionSave(content, uuid.uuid4(), base=0)).version

    choose(people.amina, "yes")
    theirs = choose(people.paul, "no")

    saved, _source = copy_passages(
        project_id=project.pk,
        version_id=theirs.pk,
        names=names(theirs, "No"),
        by=people.amina,
        save_id=uuid.uuid4(),
    )

    assert saved.version.content == {"about-people": "no"}


def test_nothing_is_taken_by_names_of_another_version_by_a_viewer_or_from_oneself(
    theirs, take, people, project
):
    with pytest.raises(ValidationError, match="Tick at least one passage"):
        take(theirs, "no such words")
    with pytest.raises(NotFound):
        take(theirs, "scanned", by=people.paul)
    Membership.objects.filter(user=people.omar).update(role=Role.VIEWER)
    with pytest.raises(Forbidden):
        take(theirs, "scanned", by=people.omar)
