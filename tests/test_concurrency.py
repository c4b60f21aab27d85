"""Many at once: nothing acknowledged is lost, and rights hold to the moment.

Small versions of benchmarks/saves.py, which puts a whole site under load.
"""

import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.actions.projects.projects import (
    finish_plan,
    reopen_plan,
    submit_plan,
)
from questionnaire.actions.projects.template_moves import (
    MovedMeanwhile,
    move_to_template,
)
from questionnaire.actions.review.decisions import Choice, DecidedMeanwhile, decide
from questionnaire.actions.team.members import remove_member
from questionnaire.errors import Refusal
from questionnaire.exports.store import files
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Decision,
    Event,
    Membership,
    Project,
    Question,
)
from questionnaire.permissions import InvalidState, MembershipEnded
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import FileState, ProjectStatus, Role, Verb
from tests.template_versions import DROPPED, move, publish_in_other_order

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4


@pytest.fixture
def first_question(project):
    """The question that everybody answers."""
    return question_of(project, 1, 1)


class Writer:
    """One window of one person, who writes until told to stop."""

    def __init__(self, project, question, person):
        self.project_id, self.question, self.person = project.pk, question, person
        self.base = 0
        # [(number, text)] of what was acknowledged.
        self.acknowledged = []

    def write(self, times):
        """Save that many texts of one's own, each over what is newest."""
        for _time in range(times):
            self.save(f"<p>{uuid.uuid4()}</p>")

    def write_until(self, denial):
        """Save texts until it is denied."""
        with pytest.raises(denial):
            for _time in range(1000):
                self.write(1)
                # A busy SQLite gives no turns: whoever never pauses keeps it.
                time.sleep(0.01)

    def save(self, text):
        [part] = self.question.parts.all()
        while True:
            try:
                saved = save_version(
                    OwnAnswer(
                        project_id=self.project_id,
                        question=self.question,
                        parts=[part],
                        language="fr",
                        author=self.person,
                    ),
                    VersionSave(
                        content={part.key: text},
                        save_id=uuid.uuid4(),
                        base=self.base,
                    ),
                )
            except NewerVersionExists as error:
                self.base = error.newest.number
            else:
                self.base = saved.version.number
                self.acknowledged.append((self.base, text))
                return


def at_once(*jobs):
    """Run functions in threads of their own, and raise what any of them raises."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as threads:
        for outcome in [threads.submit(run, job) for job in jobs]:
            outcome.result(timeout=60)


def history(project, person):
    """[(number, text)] of a person's answer, in order."""
    versions = AnswerVersion.objects.filter(
        answer__project=project, answer__author=person
    ).order_by("number")
    return [
        (version.number, text)
        for version in versions
        for text in version.content.values()
    ]


def test_windows_that_save_at_once_number_without_a_gap(
    project, people, first_question
):
    windows = [
        Writer(project, first_question, people.amina) for _number in range(WRITERS)
    ]

    at_once(*(lambda each=window: each.write(8) for window in windows))

    stored = history(project, people.amina)
    assert [number for number, _text in stored] == list(range(1, WRITERS * 8 + 1))
    acknowledged = [each for window in windows for each in window.acknowledged]
    assert sorted(acknowledged) == stored
    for window in windows:
        assert window.acknowledged == sorted(window.acknowledged)


def test_nothing_is_numbered_after_the_plan_was_finished(
    project, people, first_question
):
    team = [people.amina, people.paul, people.omar, people.louise]
    for person in team[1:]:
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)
    writers = [Writer(project, first_question, person) for person in team]
    for writer in writers:
        writer.write(1)
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.IN_REVIEW)

    at_once(
        *(lambda each=writer: each.write_until(InvalidState) for writer in writers),
        lambda: finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True),
    )

    assert_the_last_event_is(Verb.PROJECT_FINISHED, project)
    for writer in writers:
        assert history(project, writer.person) == writer.acknowledged


def test_a_removed_member_saves_nothing_more(project, people, first_question):
    membership = Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )
    paul = Writer(project, first_question, people.paul)
    paul.write(1)

    at_once(
        lambda: paul.write_until(MembershipEnded),
        lambda: remove_member(
            project_id=project.pk, membership_id=membership.pk, by=people.amina
        ),
    )

    assert_the_last_event_is(Verb.MEMBER_REMOVED, project)
    assert history(project, people.paul) == paul.acknowledged


def test_finishing_and_reopening_at_once_never_make_two_editions_of_a_number(
    project, people
):
    def finish():
        try_to(finish_plan, project_id=project.pk, by=people.amina, accept_gaps=True)

    def reopen():
        try_to(reopen_plan, project_id=project.pk, by=people.amina, reason="Again.")

    for _round in range(3):
        at_once(finish, reopen, finish)

    numbers = list(project.editions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    finished = project.events.filter(verb=Verb.PROJECT_FINISHED).count()
    assert finished == len(numbers) > 0


def try_to(action, **arguments):
    """Do it, unless somebody else was quicker."""
    try:
        action(**arguments)
    except Refusal:
        pass


def assert_the_last_event_is(verb, project):
    assert Event.objects.filter(project=project).latest("id").verb == verb


def test_of_two_reviewers_who_decide_at_once_one_is_told(
    project, people, first_question
):
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    writers = [
        Writer(project, first_question, person)
        for person in (people.amina, people.paul)
    ]
    for writer in writers:
        writer.write(1)
    base = None
    for _round in range(10):
        versions = AnswerVersion.objects.filter(answer__project=project)
        outcomes = []

        def agree(person, version, base=base, outcomes=outcomes):
            try:
                outcomes.append(
                    agree_on(project, first_question, person, version, base)
                )
            except DecidedMeanwhile as error:
                outcomes.append(error)

        mine, theirs = versions[0], versions[1]
        at_once(
            lambda agree=agree, mine=mine: agree(people.amina, mine),
            lambda agree=agree, theirs=theirs: agree(people.paul, theirs),
        )
        [told] = [each for each in outcomes if isinstance(each, DecidedMeanwhile)]
        [made] = [each for each in outcomes if not isinstance(each, DecidedMeanwhile)]
        assert told.newest == made
        base = made.pk

    assert Decision.objects.count() == 10


def test_of_two_who_finish_at_once_one_makes_the_edition(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    submit_plan(project_id=project.pk, by=people.amina)

    def finish(person):
        try_to(finish_plan, project_id=project.pk, by=person, accept_gaps=True)

    at_once(lambda: finish(people.amina), lambda: finish(people.paul))

    assert [edition.number for edition in project.editions.all()] == [1]
    assert_the_last_event_is(Verb.PROJECT_FINISHED, project)


def test_a_decision_made_while_the_plan_is_finished_is_in_it_or_refused(
    project, people, first_question
):
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    for person in (people.amina, people.paul):
        Writer(project, first_question, person).write(1)
    submit_plan(project_id=project.pk, by=people.amina)
    version = AnswerVersion.objects.filter(answer__author=people.paul).get()

    def decide_now():
        try:
            agree_on(project, first_question, people.paul, version, None)
        except InvalidState:
            pass

    at_once(
        decide_now,
        lambda: finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True),
    )
    answers = project.editions.get().plan["sections"][0]["questions"][0]["answers"]

    assert bool(answers) == Decision.objects.exists()
    assert_the_last_event_is(Verb.PROJECT_FINISHED, project)


class OpenPage(Writer):
    """A window that goes on from an old page, whose address has the question’s slug."""

    def __init__(self, project, question, person):
        super().__init__(project, question, person)
        self.client = Client()
        self.client.force_login(person)
        self.address = reverse("question", args=[project.pk, question.slug])
        self.refused = 0

    def save(self, text):
        response = self.client.post(
            self.address,
            {
                "part_answer-html": text,
                "part_answer": "",
                "save_id": str(uuid.uuid4()),
                "base": self.base,
                "language": "fr",
            },
        )
        if response.status_code == 302:
            self.base += 1
            self.acknowledged.append((self.base, text))
        else:
            assert response.status_code == 409
            self.refused += 1


def test_a_move_of_the_template_loses_no_save_and_puts_none_elsewhere(
    project, people, template
):
    """3.1 gets another number meanwhile, and 2.1 is no longer asked."""
    for person in (people.paul, people.omar):
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)
    after = publish_in_other_order(template)
    asked = Question.objects.select_related("section").filter(
        section__template=template
    )
    kept, dropped = asked.get(slug="data-documentation"), asked.get(slug=DROPPED)
    pages = [
        OpenPage(project, kept, people.amina),
        OpenPage(project, kept, people.paul),
        OpenPage(project, dropped, people.omar),
    ]
    for page in pages:
        page.write(1)

    at_once(
        *(lambda each=page: each.write(15) for page in pages),
        lambda: move(project, after, people.amina),
    )

    for page in pages:
        assert history(project, page.person) == page.acknowledged
    assert [page.refused for page in pages[:2]] == [0, 0]
    now = Question.objects.get(section__template=after, slug="data-documentation")
    answers = Answer.objects.filter(project=project).values_list("question", "author")
    assert set(answers) == {
        (now.pk, people.amina.pk),
        (now.pk, people.paul.pk),
        (dropped.pk, people.omar.pk),
    }
    moved = Event.objects.get(verb=Verb.TEMPLATE_MOVED)
    assert not Event.objects.filter(actor=people.omar, pk__gt=moved.pk).exists()


def test_of_two_who_move_a_plan_at_once_one_moves_it(project, people, template):
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    after = publish_in_other_order(template)
    outcomes = []

    def move_it(person):
        try:
            move_to_template(
                project_id=project.pk,
                by=person,
                template_id=after.pk,
                seen_id=template.pk,
            )
        except MovedMeanwhile as error:
            outcomes.append(error)

    at_once(lambda: move_it(people.amina), lambda: move_it(people.paul))

    assert len(outcomes) == 1
    assert Event.objects.filter(verb=Verb.TEMPLATE_MOVED).count() == 1


def agree_on(project, question, person, version, base):
    """The Decision by which a person agrees on a version."""
    [decision] = decide(
        project_id=project.pk,
        by=person,
        choices=[Choice(question, version.answer.language, version.pk, base)],
        batch=uuid.uuid4(),
    )
    return decision


def test_two_answers_decided_together_are_equal_in_every_export(
    project, people, first_question
):
    """Read while pairs are agreed on, a colleague saves, and the plan is finished."""
    for person, role in ((people.paul, Role.PI), (people.omar, Role.CONTRIBUTOR)):
        Membership.objects.create(project=project, user=person, role=role)
    pair = [first_question, question_of(project, 2, 1)]
    windows = [Writer(project, question, people.amina) for question in pair]
    for number in range(12):
        for window in windows:
            window.save(f"<p>Texte {number}.</p>")
    omar = Writer(project, question_of(project, 3, 3), people.omar)
    omar.write(1)
    submit_plan(project_id=project.pk, by=people.amina)
    is_over = threading.Event()
    read = []

    def agree_on_pairs():
        bases = [None, None]
        for number in range(1, 13):
            versions = AnswerVersion.objects.filter(
                answer__project=project, number=number
            )
            choices = [
                Choice(question, "fr", versions.get(answer__question=question).pk, base)
                for question, base in zip(pair, bases, strict=True)
            ]
            step = {"project_id": project.pk, "by": people.amina, "choices": choices}
            bases = [each.pk for each in decide(**step, batch=uuid.uuid4())]

    def agree_then_finish():
        agree_on_pairs()
        finish_plan(project_id=project.pk, by=people.paul, accept_gaps=True)
        is_over.set()

    def read_on():
        while not is_over.is_set():
            record = read_record(project.pk)
            read.append((record["as_of"], texts_of(record, pair)))

    at_once(agree_then_finish, lambda: omar.write_until(InvalidState), read_on)

    def carried_at(moment):
        """What both carried at that moment: the last pair agreed on, or the newest."""
        agreed = Decision.objects.filter(question__in=pair, decided_at__lte=moment)
        newest = agreed.order_by("-id").first()
        return f"<p>Texte {newest.version.number - 1 if newest else 11}.</p>"

    assert len(read) > 3
    assert [texts for moment, texts in read if texts != [carried_at(moment)] * 2] == []
    edition = project.editions.get()
    assert texts_of(edition.plan, pair) == ["<p>Texte 11.</p>"] * 2
    carried = texts_of(edition.plan, [omar.question])
    assert carried == [omar.acknowledged[-1][1]]
    assert_the_last_event_is(Verb.PROJECT_FINISHED, project)


def test_an_edition_exported_while_it_is_opened_again_is_the_edition(
    project, people, first_question, monkeypatch
):
    amina = Writer(project, first_question, people.amina)
    amina.save("<p>Avant.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    edition = project.editions.get()
    rendered = []

    def render(slot, record, *args):
        rendered.append(record)
        return json.dumps(texts_of(record, [first_question])).encode()

    monkeypatch.setattr(files, "render_in_slot", render)
    address = reverse("export_edition", args=[project.pk, 1, "pdf"])

    def download(client):
        client.force_login(people.amina)
        for _try in range(200):
            response = client.get(f"{address}?language=fr")
            if response.status_code == 200:
                return contents.append(response.getvalue())
            assert response.status_code == 202
            time.sleep(0.05)
        raise AssertionError("no file came")

    def reopen():
        reopen_plan(project_id=project.pk, by=people.amina, reason="Encore.")
        amina.save("<p>Après.</p>")
        finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    contents = []
    at_once(reopen, *(lambda: download(Client()) for _reader in range(3)))

    assert contents == [b'["<p>Avant.</p>"]'] * 3
    assert len(rendered) == 1
    assert [file.state for file in edition.files.all()] == [FileState.DONE]


def question_of(project, section, number):
    """A question of the project's template by its place."""
    return (
        Question.objects.select_related("section")
        .prefetch_related("parts")
        .get(
            section__template=project.template_id,
            section__position=section,
            number=number,
        )
    )


def texts_of(record, questions):
    """The French text that a record carries for the first part of each question."""
    answers = {
        question["slug"]: question["answers"]
        for section in record["sections"]
        for question in section["questions"]
    }
    return [
        next(
            iter(
                answers[question.slug]
                .get("fr", {"content": {"": ""}})["content"]
                .values()
            )
        )
        for question in questions
    ]
