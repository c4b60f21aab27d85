"""Whatever the order of saves, decisions, requests, moves, reopenings: the rules hold.

Which text the plan carries for a question, in a language:
1. a question is settled when a decision stands in any language, or when exactly
   one member has text; else nothing is carried;
2. settled by decision: the newest decision in that language;
3. settled by the only member: the newest version in that language.
An edition holds what the plan carried when it was finished, and never changes.
Moving to a newer version of the template changes none of it.
"""

import copy
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaire.actions.answers import save_version
from questionnaire.actions.change_requests import request_changes, settle_request
from questionnaire.actions.decisions import Choice, decide, undo_decisions
from questionnaire.actions.projects import (
    create_project,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.models import (
    AnswerVersion,
    Comment,
    Decision,
    Edition,
    Membership,
    PlanTemplate,
    Question,
)
from questionnaire.permissions import WrongState
from questionnaire.plan.record import read_record, record_digest
from questionnaire.vocabulary import Role
from tests.conftest import ROOT, load_template
from tests.template_versions import move, publish_again

PEOPLE = st.sampled_from(["amina", "paul", "omar"])
LANGUAGES = st.sampled_from(["fr", "en"])
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), PEOPLE, LANGUAGES),
        st.tuples(st.just("empty"), PEOPLE, LANGUAGES),
        st.tuples(st.just("agree"), st.integers(0, 9), LANGUAGES),
        st.tuples(st.just("withdraw"), st.just(""), LANGUAGES),
        st.tuples(st.just("undo"), st.just(""), LANGUAGES),
        st.tuples(st.just("request"), st.integers(0, 9), LANGUAGES),
        st.tuples(st.just("settle"), st.just(""), LANGUAGES),
        st.tuples(st.just("move"), st.just(""), LANGUAGES),
        st.tuples(
            st.sampled_from(["submit", "take back", "finish", "reopen"]),
            st.just(""),
            LANGUAGES,
        ),
    ),
    max_size=14,
)


class World:
    """A project, and a model of it in plain Python: what the rules say of it."""

    def __init__(self, people, template):
        self.people = people
        self.project = create_project(
            by=people.amina, template=template, title="Lichens", language="fr"
        )
        for person in (people.paul, people.omar):
            Membership.objects.create(
                project=self.project, user=person, role=Role.CONTRIBUTOR
            )
        self.ask(template)
        self.saved = {}  # (person, language) → [text, …]
        self.decided = {"fr": [], "en": []}  # [(person, number) or None, …]
        self.editions = []
        self.count = 0
        self.batch = None

    def ask(self, template):
        """Go on with the first question as this version asks it."""
        self.question = (
            Question.objects.filter(section__template=template)
            .select_related("section")
            .prefetch_related("parts")
            .order_by("section__position", "number")
            .first()
        )
        self.parts = list(self.question.parts.all())

    def do(self, deed, who, language):
        """Do it on the site and, if the site allowed it, in the model."""
        try:
            with transaction.atomic():
                getattr(self, deed.replace(" ", "_"))(who, language)
        except WrongState:
            return

    def save(self, who, language):
        self.count += 1
        self._save(who, language, f"Texte {self.count}.")

    def empty(self, who, language):
        if self.saved.get((who, language)):
            self._save(who, language, "")

    def _save(self, who, language, text):
        versions = self.saved.get((who, language), [])
        saved = save_version(
            project_id=self.project.pk,
            question=self.question,
            parts=self.parts,
            language=language,
            content={self.parts[0].key: f"<p>{text}</p>"} if text else {},
            by=getattr(self.people, who),
            save_id=uuid.uuid4(),
            base=len(versions),
        )
        if saved.is_new:
            self.saved[who, language] = [*versions, text]

    def agree(self, place, language):
        found = self._versions(language)
        if not found:
            return
        version = found[place % len(found)]
        self._decide(language, version.pk)
        person = version.answer.author.email.split("@")[0]
        self.decided[language].append((person, version.number))

    def withdraw(self, _who, language):
        self._decide(language, None)
        if self.decided[language] and self.decided[language][-1]:
            self.decided[language].append(None)

    def _decide(self, language, version_id):
        newest = Decision.objects.filter(
            project=self.project, language=language
        ).order_by("-id")
        self.batch = uuid.uuid4()
        decide(
            project_id=self.project.pk,
            by=self.people.amina,
            choices=[
                Choice(
                    self.question,
                    language,
                    version_id,
                    newest[0].pk if newest else None,
                )
            ],
            batch=self.batch,
        )

    def undo(self, _who, _language):
        if self.batch is None:
            return
        for decision in undo_decisions(
            project_id=self.project.pk, by=self.people.amina, batch=self.batch
        ):
            before = self.decided[decision.language][:-1]
            self.decided[decision.language].append(before[-1] if before else None)

    def request(self, place, language):
        found = [
            version
            for version in self._versions(language)
            if version.answer.author != self.people.amina
        ]
        if found:
            request_changes(
                project_id=self.project.pk,
                question=self.question,
                parts=self.parts,
                version_id=found[place % len(found)].pk,
                by=self.people.amina,
                body="Pourquoi?",
                save_id=uuid.uuid4(),
            )

    def settle(self, _who, _language):
        asked = Comment.objects.filter(project=self.project).first()
        if asked:
            settle_request(
                project_id=self.project.pk, comment_id=asked.pk, by=self.people.amina
            )

    def move(self, _who, _language):
        self.project.refresh_from_db()
        after = PlanTemplate.objects.newer_than(self.project.template).first()
        if after is None:
            self.count += 1
            after = publish_again(self.project.template, f"3.{self.count}")
        move(self.project, after, self.people.amina)
        self.ask(after)

    def submit(self, _who, _language):
        submit_plan(project_id=self.project.pk, by=self.people.amina)

    def take_back(self, _who, _language):
        return_to_drafting(project_id=self.project.pk, by=self.people.amina)

    def finish(self, _who, _language):
        edition = finish_plan(
            project_id=self.project.pk, by=self.people.amina, accept_gaps=True
        )
        self.editions.append((edition.pk, copy.deepcopy(edition.plan), edition.sha256))

    def reopen(self, _who, _language):
        reopen_plan(
            project_id=self.project.pk, by=self.people.amina, reason="Un partenaire."
        )

    def _versions(self, language):
        return list(
            AnswerVersion.objects.filter(
                answer__project=self.project, answer__language=language
            )
            .exclude(content={})
            .select_related("answer__author")
            .order_by("id")
        )

    def carried(self):
        """{language: text} by the rules, from the model alone."""
        standing = {
            language: decisions[-1]
            for language, decisions in self.decided.items()
            if decisions and decisions[-1]
        }
        if standing:
            return {
                language: self.saved[person, language][number - 1]
                for language, (person, number) in standing.items()
            }
        newest = {key: texts[-1] for key, texts in self.saved.items() if texts[-1]}
        if len({person for person, _language in newest}) != 1:
            return {}
        return {language: text for (_person, language), text in newest.items()}

    def check(self):
        record = read_record(self.project.pk)
        answers = record["sections"][0]["questions"][0]["answers"]
        found = {
            language: answer["content"][self.parts[0].key]
            for language, answer in answers.items()
        }
        assert found == {
            language: f"<p>{text}</p>" for language, text in self.carried().items()
        }
        self._check_editions()

    def _check_editions(self):
        stored = Edition.objects.filter(project=self.project).order_by("number")
        assert [
            (edition.pk, edition.plan, edition.sha256) for edition in stored
        ] == self.editions
        for edition in stored:
            assert record_digest(edition.plan) == edition.sha256
            for language, answer in edition.plan["sections"][0]["questions"][0][
                "answers"
            ].items():
                assert AnswerVersion.objects.filter(
                    answer__project=self.project,
                    answer__language=language,
                    answer__author__name=answer["authors"][0],
                    number=answer["version"],
                    content=answer["content"],
                ).exists()


class _Undo(Exception):
    """Takes back what one example wrote."""


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_the_plan_carries_what_the_rules_say_and_editions_never_change(
    people, small_template, deeds
):
    with pytest.raises(_Undo), transaction.atomic():
        world = World(people, small_template)
        load_template(ROOT / "tests/templates/small-2.yaml")
        for deed in deeds:
            world.do(*deed)
            world.check()
        raise _Undo


DECISIONS_AND_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.just(""), st.just("fr")),
        st.tuples(st.just("save"), PEOPLE, st.just("fr")),
        st.tuples(st.just("agree"), st.integers(0, 9), st.just("fr")),
        st.tuples(st.sampled_from(["withdraw", "undo"]), st.just(""), st.just("fr")),
    ),
    min_size=3,
    max_size=8,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DECISIONS_AND_MOVES)
def test_what_is_decided_stands_through_any_moves(people, small_template, deeds):
    with pytest.raises(_Undo), transaction.atomic():
        world = World(people, small_template)
        load_template(ROOT / "tests/templates/small-2.yaml")
        for deed in (
            ("save", "amina", "fr"),
            ("save", "paul", "fr"),
            ("agree", 0, "fr"),
            *deeds,
        ):
            world.do(*deed)
            world.check()
        raise _Undo
