"""Whatever the order of saves, decisions, requests, moves, reopenings: the rules hold.

Which text the plan carries for a question, in a language:
1. a question is settled when a decision stands in any language, or when exactly
   one member has text; else nothing is carried;
2. settled by decision: what the newest decision chose, and what is decided in the
   other language if it is by the same member or taken as a translation; choosing a
   member's text in one language chooses his or her text in the other one, or
   withdraws what stands there;
3. settled by the only member: the newest version in that language.
An edition holds what the plan carried when it was finished, and never changes; every
word of it stands in a version that it names or credits, or was added by its maker.
Moving to a newer version of the template changes none of it. Undoing a step returns
the state before it; what was saved after a page was opened is never settled by a step
that is taken on that page.
"""

import copy
import uuid
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.projects import (
    create_project,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.actions.review.change_requests import (
    close_request,
)
from questionnaire.actions.review.decisions import (
    Choice,
    Combination,
    combine,
    decide,
    undo_decisions,
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
from questionnaire.permissions import InvalidState
from questionnaire.plan.reading import resolutions
from questionnaire.plan.record import read_record, record_digest
from questionnaire.vocabulary import QuestionStatus, Role
from tests.change_requests import ask_for_changes
from tests.conftest import ROOT, load_template
from tests.generated_inputs import share_of_examples
from tests.template_versions import move, publish_again

# The weight of each action: texts by several people and agreed answers come most.
REVIEW = {
    "save": 7,
    "look": 2,
    "empty": 1,
    "agree": 4,
    "combine": 4,
    "translate": 2,
    "withdraw": 1,
    "undo": 2,
    "request": 1,
    "resolve": 1,
    "submit": 1,
    "take back": 1,
    "finish": 1,
    "reopen": 1,
    "make an edition": 2,
    "move": 1,
}
DECISIONS_AND_MOVES = {
    "move": 2,
    "save": 2,
    "agree": 2,
    "translate": 1,
    "withdraw": 1,
    "undo": 1,
}
STEPS = ("agree", "combine", "translate", "withdraw", "undo")
OTHER = {"fr": "en", "en": "fr"}


def drawn_actions(chance, weights, length):
    """[(what, who, which of the versions there are, language)] from a Random.

    Drawn evenly: a strategy that favours small and repeated examples hardly ever
    decides in both languages, or combines before it finishes.
    """
    names = chance.choices(list(weights), list(weights.values()), k=length)
    return [
        (
            name,
            chance.choice(["amina", "paul", "omar"]),
            chance.randrange(10),
            chance.choice(["fr", "en"]),
        )
        for name in names
    ]


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
        # [(person, number, whose text it translates or None) or None, …]
        self.decided = {"fr": [], "en": []}
        self.decided_last = {"fr": 0, "en": 0}  # when, in the order of all decisions
        self.editions = []
        self.own_words = {}  # id of a combined version → what its maker added
        self.count = 0
        self.batch = None
        self.before = None  # the state before the newest step, if nothing came since
        # A page that is still open: its newest version, and the texts that it shows.
        self.page, self.page_texts = None, None

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

    def do(self, action, *details):
        """Do it on the site and, if the site allowed it, in the model."""
        try:
            with transaction.atomic():
                if action not in STEPS:
                    self.before = None
                getattr(self, action.replace(" ", "_"))(*details)
        except InvalidState:
            self.before = None

    def state(self):
        """What the site says of the question, and which requests are open."""
        key = self.project.pk, self.question.pk
        found = resolutions([self.project.pk]).get(key)
        open_requests = Comment.objects.filter(project=self.project, resolved_at=None)
        return (
            found and (found.status, found.leading_author_id, found.rival),
            found and {name: each.version_id for name, each in found.effective.items()},
            sorted(open_requests.values_list("pk", flat=True)),
        )

    def look(self, *_details):
        """Open the page of the question, and keep it open until the next decision."""
        self.page = max((each.pk for each in self._all_versions()), default=0)
        self.page_texts = {key: list(texts) for key, texts in self.saved.items()}

    def _close_page(self):
        """Nothing that was saved since it was opened is settled."""
        page, self.page, self.page_texts = self.page, None, None
        if page is None:
            return
        status, *_others = self.state()[0]
        carried = self.state()[1].values()
        unseen = [
            each
            for each in self._all_versions().current()
            if each.content and each.pk > page and each.pk not in carried
        ]
        assert not (unseen and status is QuestionStatus.AGREED)

    def _all_versions(self):
        return AnswerVersion.objects.filter(answer__project=self.project)

    def save(self, who, _place, language):
        self.count += 1
        self._save(who, language, f"Texte {self.count}.")

    def empty(self, who, _place, language):
        if self.saved.get((who, language)):
            self._save(who, language, "")

    def _save(self, who, language, text):
        versions = self.saved.get((who, language), [])
        saved = save_version(
            OwnAnswer(
                project_id=self.project.pk,
                question=self.question,
                parts=self.parts,
                language=language,
                author=getattr(self.people, who),
            ),
            VersionSave(
                content={self.parts[0].key: f"<p>{text}</p>"} if text else {},
                save_id=uuid.uuid4(),
                base=len(versions),
            ),
        )
        if saved.is_new:
            self.saved[who, language] = [*versions, text]

    def agree(self, _who, access, language):
        found = self._shown(language)
        if not found:
            return
        version = found[access % len(found)]
        self._decide(language, version.pk, seen_up_to=self.page)
        person = version.answer.author.email.split("@")[0]
        self._note_choice(language, person, version.number)
        self._close_page()

    def _shown(self, language):
        """The texts in a language, as the open page shows them."""
        found = self._versions(language)
        return [each for each in found if self.page is None or each.pk <= self.page]

    def translate(self, _who, access, language):
        """Take somebody's text as the translation of what stands in the other one."""
        lead = self._standing(OTHER[language])
        if lead is None or lead[2]:
            return
        found = [
            version
            for version in self._versions(language)
            if not version.answer.author.email.startswith(lead[0])
        ]
        if not found:
            return
        version = found[access % len(found)]
        self._decide(language, version.pk, as_translation=True)
        person = version.answer.author.email.split("@")[0]
        self._note_decision(language, (person, version.number, lead[0]))

    def _standing(self, language):
        return self.decided[language][-1] if self.decided[language] else None

    def _note_choice(self, language, person, number, *, is_alone=False):
        """A member's text is chosen, and what that means for the other language.

        A text that was combined is chosen alone.
        """
        self._note_decision(language, (person, number, None))
        other = OTHER[language]
        shown = self.saved if self.page_texts is None else self.page_texts
        standing, texts = self._standing(other), shown.get((person, other), [""])
        own = (person, len(texts), None) if texts[-1] and not is_alone else None
        if standing and person in (standing[0], standing[2]):
            return
        if standing or own:
            self._note_decision(other, own)

    def _note_decision(self, language, chosen):
        self.decided[language].append(chosen)
        self.decided_last[language] = max(self.decided_last.values()) + 1

    def combine(self, _who, access, language):
        """Amina takes up to three answers, adds words of hers or none, and agrees."""
        found = self._versions(language)
        if not found:
            return
        taken = found[access % len(found) :][:3]
        self.count += 1
        self.page_texts = self.page = None
        self.before = self.state()
        own = f"Ajout {self.count}." if access % 2 else ""
        text = " ".join([*map(self._text_of, taken), own]).strip()
        self.batch = uuid.uuid4()
        written = self.saved.get(("amina", language), [])
        decision, *_other = combine(
            OwnAnswer(
                project_id=self.project.pk,
                question=self.question,
                parts=self.parts,
                language=language,
                author=self.people.amina,
            ),
            Combination(
                content={self.parts[0].key: f"<p>{text}</p>"},
                source_ids=[version.pk for version in taken],
                base=self._newest_decision(language),
                answer_base=len(written),
                batch=self.batch,
            ),
        )
        version = decision.version
        is_new = version not in taken and version.number > len(written)
        if is_new:
            self.saved["amina", language] = [*written, text]
            self.own_words[version.pk] = own
            if self.before[0] is None or self.before[0][1] is None:
                # Nothing was decided: the text stays beside the others, to decide on.
                self.before = None
        person = version.answer.author.email.split("@")[0]
        assert self.saved[person, language][version.number - 1] == text
        self._note_choice(language, person, version.number, is_alone=is_new)

    def _text_of(self, version):
        person = version.answer.author.email.split("@")[0]
        return self.saved[person, version.answer.language][version.number - 1]

    def withdraw(self, _who, _place, language):
        self._decide(language, None)
        if self._standing(language):
            self._note_decision(language, None)
        if (self._standing(OTHER[language]) or [None])[-1]:
            self._note_decision(OTHER[language], None)

    def _decide(self, language, version_id, **more):
        self.batch, self.before = uuid.uuid4(), self.state()
        decide(
            project_id=self.project.pk,
            by=self.people.amina,
            choices=[
                Choice(
                    self.question,
                    language,
                    version_id,
                    self._newest_decision(language),
                    **more,
                )
            ],
            batch=self.batch,
        )

    def _newest_decision(self, language):
        """The id of the decision that a page would show last; None without any."""
        decisions = Decision.objects.filter(project=self.project, language=language)
        newest = decisions.order_by("-id").first()
        return newest.pk if newest else None

    def undo(self, *_details):
        if self.batch is None:
            return
        undone = undo_decisions(
            project_id=self.project.pk, by=self.people.amina, batch=self.batch
        )
        for decision in undone.decisions:
            before = self.decided[decision.language][:-1]
            self._note_decision(decision.language, before[-1] if before else None)
        # It leads again if it led before the step: by when it was made.
        if self.before is not None:
            assert self.state() == self.before
            self.before = None

    def request(self, _who, access, language):
        found = [
            version
            for version in self._versions(language)
            if version.answer.author != self.people.amina
            and version.number == version.answer.versions.count()
        ]
        if found:
            ask_for_changes(found[access % len(found)], self.people.amina)

    def resolve(self, *_details):
        asked = Comment.objects.filter(project=self.project).first()
        if asked:
            close_request(
                project_id=self.project.pk, comment_id=asked.pk, by=self.people.amina
            )

    def move(self, *_details):
        self.project.refresh_from_db()
        after = PlanTemplate.objects.newer_than(self.project.template).first()
        if after is None:
            self.count += 1
            after = publish_again(self.project.template, f"3.{self.count}")
        move(self.project, after, self.people.amina)
        self.ask(after)

    def submit(self, *_details):
        submit_plan(project_id=self.project.pk, by=self.people.amina)

    def take_back(self, *_details):
        return_to_drafting(project_id=self.project.pk, by=self.people.amina)

    def finish(self, *_details):
        edition = finish_plan(
            project_id=self.project.pk, by=self.people.amina, accept_gaps=True
        )
        self._check_carried(edition.plan)
        self.editions.append((edition.pk, copy.deepcopy(edition.plan), edition.sha256))

    def reopen(self, *_details):
        reopen_plan(
            project_id=self.project.pk, by=self.people.amina, reason="Un partenaire."
        )

    def make_an_edition(self, *_details):
        """Send to review, finish and open again, as far as the state allows."""
        for step in ("submit", "finish", "reopen"):
            self.do(step)

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
        own = [language for language, chosen in standing.items() if not chosen[2]]
        if own:
            lead = standing[max(own, key=self.decided_last.get)]
            return {
                language: self.saved[person, language][number - 1]
                for language, (person, number, translated) in standing.items()
                if lead[0] in (person, translated)
            }
        newest = {key: texts[-1] for key, texts in self.saved.items() if texts[-1]}
        if len({person for person, _language in newest}) != 1:
            return {}
        return {language: text for (_person, language), text in newest.items()}

    def check(self):
        self._check_carried(read_record(self.project.pk))
        self._check_editions()

    def _check_carried(self, record):
        answers = record["sections"][0]["questions"][0]["answers"]
        found = {
            language: answer["content"][self.parts[0].key]
            for language, answer in answers.items()
        }
        assert found == {
            language: f"<p>{text}</p>" for language, text in self.carried().items()
        }
        for language, answer in answers.items():
            self._check_words(language, answer)

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
                self._check_words(language, answer)

    def _check_words(self, language, answer):
        """Each word carried stands in a version that is named, or was added."""
        version = self._named(language, answer["authors"][0], answer["version"])
        assert version.content == answer["content"]
        credited = {
            self._named(each["language"], each["author"], each["version"])
            for each in answer["sources"]
        }
        assert credited == set(version.sources.all())
        # What it translates has other words.
        credited = {each for each in credited if each.answer.language == language}
        if not credited:
            return
        allowed = words(self.own_words[version.pk])
        for each in credited:
            allowed += words(each.content[self.parts[0].key])
        assert words(answer["content"][self.parts[0].key]) <= allowed

    def _named(self, language, author, number):
        """The version that a record names."""
        return AnswerVersion.objects.get(
            answer__project=self.project,
            answer__language=language,
            answer__author__name=author,
            number=number,
        )


def words(html):
    """How often each word stands in a text."""
    return Counter(html.replace("<p>", "").replace("</p>", "").split())


class _Undo(Exception):
    """Takes back what one example wrote."""


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=share_of_examples(1 / 2),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chance=st.randoms(use_true_random=True))
def test_the_plan_carries_what_the_rules_say_and_editions_never_change(
    people, small_template, chance
):
    play(people, small_template, drawn_actions(chance, REVIEW, 20))


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=share_of_examples(3 / 8),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chance=st.randoms(use_true_random=True))
def test_what_is_decided_stands_through_any_moves(people, small_template, chance):
    begun = [
        ("save", "amina", 0, "fr"),
        ("save", "paul", 0, "fr"),
        ("agree", "amina", 0, "fr"),
    ]
    play(
        people,
        small_template,
        [*begun, *drawn_actions(chance, DECISIONS_AND_MOVES, 8)],
    )


def play(people, template, actions):
    """Take these actions one after the other, and check the rules after each."""
    with pytest.raises(_Undo), transaction.atomic():
        world = World(people, template)
        load_template(ROOT / "tests/templates/small-2.yaml")
        for action in actions:
            # Shown when the test fails.
            note(str(action))
            world.do(*action)
            world.check()
        raise _Undo
