"""Teams that do anything at random that the site lets them do."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import note

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.projects.projects import (
    create_project,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.actions.review.change_requests import (
    accept_suggestion,
    close_request,
)
from questionnaire.actions.review.choices import Choice, newest_decisions
from questionnaire.actions.review.decisions import (
    Combination,
    combine,
    decide,
    undo_decisions,
)
from questionnaire.errors import Refusal
from questionnaire.models import (
    AnswerVersion,
    Comment,
    Decision,
    Draft,
    Membership,
    PlanTemplate,
)
from questionnaire.plan.reading import resolutions
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Language, QuestionStatus, Role
from tests.change_requests import ask_for_changes
from tests.template_versions import move, publish_again

# The weight of each action.
ACTIONS = {
    "save": 5,
    "draft": 2,
    "copy": 2,
    "agree": 5,
    "translate": 3,
    "decide_as_before": 3,
    "two_people": 2,
    "withdraw": 1,
    "undo": 1,
    "combine": 2,
    "request": 3,
    "accept": 1,
    "translate_beside": 2,
    "close": 1,
    "submit": 2,
    "take_back": 1,
    "finish": 1,
    "reopen": 1,
    "move": 1,
}


class Team:
    """A project with one to three writers, and what they do in it."""

    def __init__(self, people, template, chance):
        self.people, self.chance = people, chance
        self.project = create_project(
            by=people.amina, template=template, title="Lichens", language="fr"
        )
        others = [people.paul, people.omar][: chance.choice([0, 1, 2, 2])]
        self.members = [people.amina, *others]
        for person in others:
            Membership.objects.create(
                project=self.project, user=person, role=Role.CONTRIBUTOR
            )
        self.count, self.batch = 0, None

    def act(self, name=None):
        """One of the ACTIONS, by default any, if the site allows it now."""
        if name is None:
            [name] = self.chance.choices(list(ACTIONS), list(ACTIONS.values()))
        note(name)
        try:
            with transaction.atomic():
                getattr(self, name)()
        except (Refusal, ValidationError):
            pass
        self.project.refresh_from_db()

    @property
    def questions(self):
        return read_template(self.project.template_id).questions

    def states(self):
        """{slug: status}, by the rules."""
        resolved = resolutions([self.project.pk])
        keys = {each.slug: (self.project.pk, each.pk) for each in self.questions}
        return {
            slug: resolved[key].status
            if key in resolved
            else QuestionStatus.NOT_STARTED
            for slug, key in keys.items()
        }

    def one(self, found):
        return self.chance.choice(list(found)) if found else None

    def someones_answer(self):
        """Somebody's own answer to one of the first two questions."""
        question = self.chance.choice([*self.questions[:1] * 3, self.questions[1]])
        return OwnAnswer(
            self.project.pk,
            question,
            self.chance.choice(["fr", "en"]),
            self.chance.choice(self.members),
            list(question.parts.all()),
        )

    def text(self, own):
        self.count += 1
        long = f"Texte {self.count}.</p><p>Suite.</p><p>Fin."
        words = self.chance.choice(["Deux disques.", f"Texte {self.count}.", long, ""])
        first = next(part for part in own.parts if part.kind == "prose")
        return {first.key: f"<p>{words}</p>"} if words else {}

    def versions(self, **only):
        asked = [question.pk for question in self.questions]
        versions = AnswerVersion.objects.filter(
            answer__project=self.project, answer__question__in=asked, **only
        )
        return versions.exclude(content={}).select_related(
            "answer__question__section", "answer__author"
        )

    def save(self):
        own = self.someones_answer()
        base = number_of(own.versions().first())
        save_version(own, VersionSave(self.text(own), uuid.uuid4(), base))

    def draft(self):
        own = self.someones_answer()
        draft = own.draft()
        save_draft(
            own,
            DraftSave(
                content=self.text(own),
                save_id=uuid.uuid4(),
                base=number_of(own.versions().first()),
                revision=draft.revision if draft else 0,
            ),
        )

    def copy(self):
        by = self.chance.choice(self.members)
        if version := self.one(self.versions().exclude(answer__author=by)):
            copy_version(
                project_id=self.project.pk,
                version_id=version.pk,
                by=by,
                save_id=uuid.uuid4(),
            )

    def decide(self, version, **more):
        self._choose(self._choice(version, **more))

    def _choice(self, version, **more):
        question, language = version.answer.question, version.answer.language
        newest = newest_decisions(self.project, question, language).first()
        base = newest.pk if newest else None
        return Choice(
            question, language, more.pop("version_id", version.pk), base, **more
        )

    def _choose(self, *choices):
        self.batch = uuid.uuid4()
        decide(
            project_id=self.project.pk,
            by=self.people.amina,
            choices=choices,
            batch=self.batch,
        )

    def agree(self):
        if version := self.one(self.versions()):
            self.decide(version)

    def translate(self):
        if version := self.one(self.versions()):
            self.decide(version, as_translation=True)

    def withdraw(self):
        if version := self.one(self.versions()):
            self.decide(version, version_id=None)

    def decide_as_before(self):
        """A decision of the time when each language was decided on by itself."""
        if version := self.one(self.versions()):
            self._decide_as_before(version)

    def _decide_as_before(self, version):
        Decision.objects.create(
            project=self.project,
            question=version.answer.question,
            language=version.answer.language,
            version=version,
            decided_by=self.people.amina,
        )

    def two_people(self):
        """Two people answer in two languages, and both texts are decided on.

        As it was done before, which carries one of them; together, which is refused;
        or one as the translation of the other.
        """
        if len(self.members) < 2:
            return
        people = self.chance.sample(self.members, 2)
        french, english = (
            self._written_by(person, language)
            for person, language in zip(people, ("fr", "en"), strict=True)
        )
        how = self.chance.choice(["before", "together", "translation"])
        note(how)
        if how == "before":
            self._decide_as_before(french)
            self._decide_as_before(english)
        elif how == "together":
            with pytest.raises(Refusal), transaction.atomic():
                self._choose(self._choice(french), self._choice(english))
        else:
            self._choose(
                self._choice(french), self._choice(english, as_translation=True)
            )

    def _written_by(self, person, language):
        """This person's new text for the first question."""
        question = self.questions[0]
        own = OwnAnswer(
            self.project.pk, question, language, person, list(question.parts.all())
        )
        self.count += 1
        text = {own.parts[0].key: f"<p>Texte {self.count}.</p>"}
        base = number_of(own.versions().first())
        saved = save_version(own, VersionSave(text, uuid.uuid4(), base))
        return self.versions().get(pk=saved.version.pk)

    def combine(self):
        """Amina combines somebody's answer with her own words."""
        if version := self.one(self.versions()):
            question, language = version.answer.question, version.answer.language
            own = self._own(question, language, self.people.amina)
            newest = newest_decisions(self.project, question, language).first()
            self.batch = uuid.uuid4()
            combine(
                own,
                Combination(
                    content=self.text(own),
                    source_ids=[version.pk],
                    base=newest.pk if newest else None,
                    answer_base=number_of(own.versions().first()),
                    batch=self.batch,
                ),
            )

    def accept(self):
        """A wording is suggested, and its author takes it up."""
        newest = self.versions(pk__in=AnswerVersion.objects.current())
        if version := self.one(newest.exclude(answer__author=self.people.amina)):
            self.count += 1
            part = version.answer.question.parts.first()
            wording = {part.key: f"<p>Mieux {self.count}.</p>"}
            asked = ask_for_changes(version, self.people.amina, suggestion=wording)
            accept_suggestion(
                project_id=self.project.pk,
                comment_id=asked.pk,
                by=version.answer.author,
                base=version.number,
                save_id=uuid.uuid4(),
            )

    def translate_beside(self):
        """Somebody translates their own or a colleague's text, or begins to."""
        if source := self.one(self.versions()):
            answer = source.answer
            language = Language(answer.language).other.value
            own = self._own(answer.question, language, self.chance.choice(self.members))
            self.count += 1
            save_version(
                own,
                VersionSave(
                    {own.parts[0].key: f"<p>Traduction {self.count}.</p>"},
                    uuid.uuid4(),
                    number_of(own.versions().first()),
                    translates=source.pk,
                ),
            )

    def _own(self, question, language, person):
        parts = list(question.parts.all())
        return OwnAnswer(self.project.pk, question, language, person, parts)

    def undo(self):
        if self.batch:
            undo_decisions(
                project_id=self.project.pk, by=self.people.amina, batch=self.batch
            )

    def request(self):
        others = self.versions().exclude(answer__author=self.people.amina)
        if version := self.one(others):
            ask_for_changes(version, self.people.amina)

    def close(self):
        if asked := self.one(Comment.objects.filter(project=self.project)):
            close_request(
                project_id=self.project.pk, comment_id=asked.pk, by=self.people.amina
            )

    def submit(self):
        submit_plan(project_id=self.project.pk, by=self.people.amina)

    def take_back(self):
        return_to_drafting(project_id=self.project.pk, by=self.people.amina)

    def finish(self):
        Draft.objects.filter(answer__project=self.project).delete()
        finish_plan(project_id=self.project.pk, by=self.people.amina, accept_gaps=True)

    def reopen(self):
        reopen_plan(project_id=self.project.pk, by=self.people.amina, reason="Encore.")

    def move(self):
        after = PlanTemplate.objects.newer_than(self.project.template).first()
        if after is None:
            self.count += 1
            after = publish_again(self.project.template, f"3.{self.count}")
        move(self.project, after, self.people.amina)
