"""Who is translated is credited beside who translates, and namesakes are two people."""

import uuid

import pytest

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.exports.answer_notes import provenance_text
from questionnaire.exports.selection import contributors
from questionnaire.models import Membership, User
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Role

EN = "<p>A survey of 900 people.</p>"
FR = "<p>Un sondage de 900 personnes.</p>"


@pytest.fixture(autouse=True)
def members(project, people):
    for person in (people.paul, people.omar):
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)


@pytest.fixture
def translate(people):
    """A function that writes Paul's French beside an English text."""

    def save(source, html=FR, base=0):
        like = OwnAnswer.like(source.answer, people.paul)
        own = OwnAnswer(like.project_id, like.question, "fr", people.paul, like.parts)
        return save_version(
            own,
            VersionSave(
                {part.key: html for part in own.parts},
                uuid.uuid4(),
                base,
                translates=source.pk,
            ),
        ).version

    return save


def copied(version, by):
    return copy_version(
        project_id=version.answer.project_id,
        version_id=version.pk,
        by=by,
        save_id=uuid.uuid4(),
    )[0].version


def names(version):
    return {source.answer.author.name for source in version.sources.all()}


def test_whoever_is_translated_is_credited_with_the_translation(
    project, people, answer, translate
):
    english = answer("1.1", EN, language="en", by=people.omar)
    french = translate(english)
    assert names(french) == {"Omar Haddad"}
    assert names(translate(english, FR.replace("900", "1 000"), base=1)) == {
        "Omar Haddad"
    }


def test_exports_in_both_languages_credit_both(project, people, answer, translate):
    theirs = answer("1.1", EN, language="en", by=people.omar)
    mine = copy_version(
        project_id=project.pk,
        version_id=theirs.pk,
        by=people.paul,
        save_id=uuid.uuid4(),
    )[0].version
    translate(mine)
    answer("1.1", "", language="en", base=1, by=people.omar)

    for language, said in (
        ("en", "Text by Omar Haddad, edited by Paul Martin, version 1"),
        (
            "fr",
            "Texte de Paul Martin, version 1, traduit du texte de Omar Haddad",
        ),
    ):
        plan = compose_plan(read_record(project.pk), language)
        assert said in provenance_text(plan.questions[0], plan).replace("\xa0", " ")
        credited = {person.name: person.labels for person in contributors(plan)}
        assert credited["Omar Haddad"] == ("1.1",)
        assert credited["Paul Martin"] == ("1.1",)


def test_a_colleague_of_the_same_name_is_credited_too(project, people, answer):
    theirs = answer("1.1", EN, language="en", by=people.omar)
    mine = copy_version(
        project_id=project.pk,
        version_id=theirs.pk,
        by=people.paul,
        save_id=uuid.uuid4(),
    )[0].version
    answer("1.1", "", language="en", base=1, by=people.omar)
    User.objects.filter(pk=people.omar.pk).update(name=mine.answer.author.name)

    plan = compose_plan(read_record(project.pk), "en")

    assert plan.questions[0].provenance.sources == ("Paul Martin",)
