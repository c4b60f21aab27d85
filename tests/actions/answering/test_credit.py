"""Whoever wrote what remains of a text is credited, however it was changed since."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.two_versions import merge_versions
from questionnaire.actions.answering.versions import restore_version
from questionnaire.actions.review.change_requests import accept_suggestion
from questionnaire.exports.selection import contributors
from questionnaire.lib.canonical import digest
from questionnaire.models import Membership
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.plan.sources import read_sources
from questionnaire.vocabulary import Role
from tests.change_requests import ask_for_changes
from tests.questions import page_address

THEIRS = "<p>Raw data are copied to the institutional server every night.</p>"
EDITED = "<p>Raw data are copied to the institutional server every hour.</p>"


@pytest.fixture(autouse=True)
def members(project, people):
    for person in (people.paul, people.omar):
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)


@pytest.fixture
def copy(project):
    def copy(version, by):
        return copy_version(
            project_id=project.pk, version_id=version.pk, by=by, save_id=uuid.uuid4()
        )[0].version

    return copy


def credited(version):
    return {source.answer.author.name for source in version.sources.all()}


def own_answer(version):
    return OwnAnswer.like(version.answer, version.answer.author)


def save(version, html):
    """Save this text as the next version of the same answer."""
    own = own_answer(version)
    return save_version(
        own,
        VersionSave(
            content={part.key: html for part in own.parts} if html else {},
            save_id=uuid.uuid4(),
            base=own.versions().first().number,
        ),
    ).version


def test_a_copied_text_that_is_edited_still_credits_its_author(
    project, people, answer, copy
):
    theirs = answer("1.1", THEIRS, by=people.paul)
    mine = save(copy(theirs, people.amina), EDITED)
    mine = save(mine, "<p>Mine.</p>" + EDITED)

    assert credited(mine) == {"Paul Martin"}


def test_a_copied_line_of_few_words_still_credits_its_author(
    project, people, answer, copy
):
    theirs = answer("1.1", "<p>On Borealis.</p>", by=people.paul)
    mine = save(copy(theirs, people.amina), "<p>We keep them on Borealis, always.</p>")

    assert credited(mine) == {"Paul Martin"}


def test_somebody_of_whose_text_nothing_remains_is_no_longer_credited(
    project, people, answer, copy
):
    mine = copy(answer("1.1", THEIRS, by=people.paul), people.amina)

    assert credited(save(mine, "<p>Other words altogether.</p>")) == set()


def test_ones_own_words_credit_nobody_who_said_the_same(project, people, answer, copy):
    own = "<p>Files are named by date, place and device.</p>"
    answer("1.1", own)
    mine = copy(answer("1.1", own + THEIRS, by=people.paul), people.amina)

    assert credited(save(mine, own)) == set()


def test_a_copy_of_a_copy_credits_the_first_hand(project, people, answer, copy):
    first = answer("1.1", THEIRS, by=people.omar)
    second = save(copy(first, people.paul), THEIRS + "<p>And on two disks, too.</p>")

    mine = copy(second, people.amina)
    assert credited(mine) == {"Omar Haddad", "Paul Martin"}

    assert credited(save(mine, EDITED)) == {"Omar Haddad"}


def test_a_text_that_comes_back_brings_its_credit_back(project, people, answer, copy):
    copied = copy(answer("1.1", THEIRS, by=people.paul), people.amina)
    without = save(copied, "<p>Other words altogether.</p>")
    assert credited(without) == set()

    restored = restore_version(
        project_id=project.pk,
        version_id=copied.pk,
        by=people.amina,
        save_id=uuid.uuid4(),
    )[0].version
    assert "Paul Martin" in credited(restored)
    assert credited(save(save(restored, ""), EDITED)) == {"Paul Martin"}


def test_merging_two_windows_keeps_the_credit_of_either(project, people, answer, copy):
    copied = copy(answer("1.1", THEIRS, by=people.paul), people.amina)
    newest = save(copied, "<p>Other words altogether.</p>")
    own = own_answer(newest)
    window = {part.key: EDITED for part in own.parts}

    saved = merge_versions(
        own, mine=window, result=window, compared=digest(newest.content)
    )

    assert credited(saved.version) >= {"Paul Martin"}


def test_every_author_of_whom_text_remains_is_credited_in_records_and_exports(
    project, people, answer, copy
):
    theirs = answer("1.1", THEIRS, by=people.paul)
    save(copy(theirs, people.amina), EDITED)
    save(theirs, "")

    plan = compose_plan(read_record(project.pk), "fr")

    assert plan.questions[0].provenance.sources == ("Paul Martin",)
    labels = {person.name: person.labels for person in contributors(plan)}
    assert labels["Paul Martin"] == ("1.1",)


def test_several_versions_of_one_author_are_named_once_each_for_what_they_brought(
    project, people, answer, copy
):
    first = answer("1.1", THEIRS, by=people.paul)
    copy(first, people.amina)
    more = "<p>A third copy is kept in another building.</p>"
    second = answer("1.1", THEIRS + more, base=1, by=people.paul)
    mine = copy(second, people.amina)

    assert set(save(mine, THEIRS + more).sources.all()) == {second}
    mine = save(mine, EDITED)
    assert len(mine.sources.all()) == 1


@pytest.mark.parametrize("credits_somebody", [False, True])
def test_a_save_reads_sources_only_where_there_are_any(
    project, people, answer, copy, credits_somebody
):
    mine = (
        copy(answer("1.1", THEIRS, by=people.paul), people.amina)
        if credits_somebody
        else answer("1.1", THEIRS)
    )
    with CaptureQueriesContext(connection) as queries:
        save(mine, EDITED)
    asked = [each for each in queries if "answerversionsource" in each["sql"]]
    assert len(asked) <= (6 if credits_somebody else 1)


@pytest.fixture
def taken_up(project, people, answer):
    """Paul’s answer to 1.1, as Amina suggested to word it."""
    theirs = answer("1.1", "<p>On disks.</p>", by=people.paul)
    key = next(iter(theirs.content))
    request = ask_for_changes(theirs, people.amina, suggestion={key: THEIRS})
    return accept_suggestion(
        project_id=project.pk,
        comment_id=request.pk,
        by=people.paul,
        base=1,
        save_id=uuid.uuid4(),
    ).version


def names_of_sources(version):
    return [each.author.name for each in read_sources([version])[version.pk]]


def test_a_wording_that_is_taken_up_credits_who_suggested_it(project, taken_up):
    assert "Amina Diallo" in names_of_sources(taken_up)


def test_a_suggested_wording_is_credited_as_long_as_words_of_it_remain(
    project, taken_up, people, copy
):
    edited = save(taken_up, EDITED)
    copied = copy(edited, people.omar)
    mine = save(copied, "<p>First.</p>" + EDITED)
    emptied = save(edited, "<p>Something else altogether.</p>")

    assert "Amina Diallo" in names_of_sources(edited)
    assert set(names_of_sources(mine)) == {"Paul Martin", "Amina Diallo"}
    assert "Amina Diallo" not in names_of_sources(emptied)


def test_exports_credit_author_and_suggester(project, taken_up):
    record = read_record(project.pk)
    for language in ("fr", "en"):
        plan = compose_plan(record, language)
        question = plan.sections[0].questions[0]

        assert question.provenance.writer == "Paul Martin"
        assert question.provenance.sources == ("Amina Diallo",)
        names = {each.name for each in contributors(plan)}
        assert {"Paul Martin", "Amina Diallo"} <= names


def test_every_page_of_versions_names_who_suggested_a_wording(
    client, project, taken_up, people
):
    client.force_login(people.amina)
    for name in ("versions", "team_answers"):
        page = client.get(page_address(name, project, "1.1")).content.decode()
        assert "with wording suggested by Amina Diallo" in page, name
