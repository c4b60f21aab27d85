"""What the records say about which text the plan carries, read as pages read it."""

import uuid

import pytest

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.models import Decision, Membership, Question, Translation
from questionnaire.plan.reading import resolutions
from questionnaire.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return Question.objects.filter(section__template=project.template).first()


@pytest.fixture
def write(project, question):
    """Save the next version of somebody's answer; returns it."""
    count = {}

    def write(author, language, text):
        count[author, language] = count.get((author, language), 0) + 1
        parts = list(question.parts.all())
        save = VersionSave(
            content={parts[0].key: f"<p>{text}</p>"},
            save_id=uuid.uuid4(),
            base=count[author, language] - 1,
        )
        own = OwnAnswer(project.pk, question, language, author, parts)
        return save_version(own, save).version

    return write


def carried(project):
    [resolution] = resolutions([project.pk]).values()
    return resolution.effective


def test_the_newest_note_about_ones_two_texts_is_read_whichever_was_written_first(
    project, people, write
):
    french, english = (
        write(people.amina, "fr", "Deux disques."),
        write(people.amina, "en", "Two disks."),
    )
    Translation.objects.create(version=english, source=french)
    newer = write(people.amina, "fr", "Trois disques.")
    assert carried(project)["en"].may_be_out_of_date

    Translation.objects.create(version=newer, source=english)

    assert not carried(project)["en"].may_be_out_of_date
    assert carried(project)["en"].follows_id == newer.pk


def test_a_note_about_a_colleagues_text_says_nothing_about_ones_own(
    project, people, write
):
    french = write(people.amina, "fr", "Deux disques.")
    english = write(people.amina, "en", "Two disks.")
    Translation.objects.create(version=english, source=french)
    write(people.amina, "fr", "Trois disques.")
    Translation.objects.create(
        version=english, source=write(people.paul, "fr", "Un disque.")
    )
    write(people.paul, "fr", "")

    assert carried(project)["en"].follows_id == french.pk
    assert carried(project)["en"].may_be_out_of_date


@pytest.mark.parametrize("is_translated_there", [True, False])
def test_a_note_brings_a_taken_translation_up_to_date(
    project, people, question, write, is_translated_there
):
    french, english = (
        write(people.amina, "fr", "Deux disques."),
        write(people.paul, "en", "Two disks."),
    )
    newer = write(people.amina, "fr", "Deux gros disques.")

    def decide(version, translation_of=None):
        Decision.objects.create(
            project=project,
            question=question,
            language=version.answer.language,
            version=version,
            translation_of=translation_of,
            decided_by=people.amina,
        )

    decide(english, translation_of=french)
    decide(newer)
    assert carried(project)["en"].may_be_out_of_date
    assert carried(project)["en"].follows_id == french.pk

    pair = (english, newer) if is_translated_there else (newer, english)
    Translation.objects.create(version=pair[0], source=pair[1])

    assert not carried(project)["en"].may_be_out_of_date
    assert carried(project)["en"].follows_id == newer.pk
