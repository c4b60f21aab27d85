"""What a reviewer chooses, and what choosing means for the other language.

A member's answer is one thing, which may stand in French, in English, or in both.
Choosing it in one language therefore decides on the other language, too: its author's
text there is chosen with it, and somebody else's text is taken only as a translation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from questionnaire.actions.common import current_question
from questionnaire.errors import Conflict, NotFound
from questionnaire.models import AnswerVersion, Decision, Project, Question
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.queries.review.decision_history import decisions_made
from questionnaire.vocabulary import Language


class DecidedMeanwhile(Conflict):
    """Somebody has decided since the page was read; `newest` is that decision."""

    code = "decided_meanwhile"

    def __init__(self, newest: Decision) -> None:
        super().__init__(newest.pk)
        self.newest = newest
        self.message = _("%(name)s has decided on this question meanwhile.") % {
            "name": newest.decided_by
        }


class InvalidChoice(NotFound):
    """A choice that no page offers.

    Another question's version, an empty version, texts of two people as one answer, or
    a `base` that does not exist.
    """

    code = "invalid_choice"


@dataclass(frozen=True)
class Choice:
    """What a reviewer chose for one question in one language.

    A `version_id` of None withdraws the current decision. `base` is the id of the
    newest decision that the reviewer saw, None when there was none; `other_bases` are
    those seen in the other language, where the page showed them. `as_translation`
    takes the version as the translation of the chosen text of another author. With
    `is_alone`, what its author has in the other language is not chosen with it.
    `seen_up_to` is the id of the newest version that the page showed, of any answer;
    None for all that there is. What was saved since is not chosen with it, and newer.
    """

    question: Question
    language: str
    version_id: int | None
    base: int | None
    as_translation: bool = False
    is_alone: bool = False
    other_bases: Mapping[str, int | None] = field(default_factory=dict)
    seen_up_to: int | None = None


class Decidable:
    """What stands and what can be chosen, read once in one step.

    For use while the project is locked.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._versions: dict[tuple[int, str, int], AnswerVersion] = {}
        self._newest: dict[tuple[str, str], Decision | None] = {}

    def question(self, question: Question) -> Question:
        """The question as it is asked now. Raises NotInTemplate."""
        return current_question(self.project, question)

    def version(
        self, question: Question, language: str, version_id: int
    ) -> AnswerVersion:
        """The version with this id, if it can be chosen. Raises InvalidChoice."""
        key = question.pk, language, version_id
        if key not in self._versions:
            self._versions[key] = _find_version(self.project, *key)
        return self._versions[key]

    def newest(self, question: Question, language: str) -> Decision | None:
        """The newest decision on a question in one language."""
        key = question.slug, language
        if key not in self._newest:
            found = newest_decisions(self.project, question, language)
            self._newest[key] = found.first()
        return self._newest[key]

    @cached_property
    def newest_version_id(self) -> int:
        """The id of the newest version in the project."""
        versions = AnswerVersion.objects.filter(answer__project=self.project)
        return versions.order_by("-pk").values_list("pk", flat=True).first() or 0

    def seen_up_to(self, choice: Choice) -> int:
        """The newest version that was seen; nobody has seen what does not exist yet."""
        if choice.seen_up_to is None:
            return self.newest_version_id
        return min(choice.seen_up_to, self.newest_version_id)

    def note(self, decision: Decision) -> None:
        """Take a decision of this step into account."""
        self._newest[decision.question.slug, decision.language] = decision


def _find_version(
    project: Project, question_id: int, language: str, version_id: int
) -> AnswerVersion:
    version = (
        AnswerVersion.objects.filter(
            pk=version_id,
            answer__project=project,
            answer__question=question_id,
            answer__language=language,
        )
        .select_related("answer")
        .first()
    )
    if version is None or version.content_digest == EMPTY_CONTENT:
        raise InvalidChoice
    return version


def complete_choices(decidable: Decidable, choices: Iterable[Choice]) -> list[Choice]:
    """The choices, with what each of them means for the other language.

    Raises InvalidChoice for texts of two people that are not taken as translations.
    """
    completed: list[Choice] = []
    for _slug, group in groupby(choices, key=lambda choice: choice.question.slug):
        made = list(group)
        chosen = _leading_versions(decidable, made)
        if len({version.answer.author_id for version in chosen}) > 1:
            raise InvalidChoice
        completed.extend(made)
        for language in {*Language.values} - {choice.language for choice in made}:
            if implied := _implied(decidable, made[0], chosen, language):
                completed.append(implied)
    return completed


def translated_version(
    decidable: Decidable, choice: Choice, choices: Sequence[Choice]
) -> AnswerVersion:
    """The chosen text of which `choice` takes a translation.

    It is chosen in the same step, or stands already. Raises InvalidChoice.
    """
    same_question = [
        each for each in choices if each.question.slug == choice.question.slug
    ]
    chosen = _leading_versions(decidable, same_question)
    if chosen:
        return chosen[0]
    question = decidable.question(choice.question)
    standing = decidable.newest(question, Language(choice.language).other.value)
    if standing is None or standing.version is None or standing.translation_of_id:
        raise InvalidChoice
    return standing.version


def newest_decisions(
    project: Project, question: Question, language: str
) -> QuerySet[Decision]:
    """The decisions on a question in one language, the newest first.

    Without the copies made when the project moved to another template version.
    """
    return (
        decisions_made(project, question)
        .filter(language=language)
        .select_related("version__answer", "translation_of__answer", "decided_by")
        .order_by("-id")
    )


def _leading_versions(
    decidable: Decidable, choices: Iterable[Choice]
) -> list[AnswerVersion]:
    """The versions chosen as a member's own text, not as a translation."""
    return [
        decidable.version(
            decidable.question(choice.question), choice.language, choice.version_id
        )
        for choice in choices
        if choice.version_id is not None and not choice.as_translation
    ]


def _implied(
    decidable: Decidable,
    made: Choice,
    chosen: Sequence[AnswerVersion],
    language: str,
) -> Choice | None:
    """The choice in `language` that goes with what was chosen in the other one.

    None where what stands there can stay.
    """
    question = decidable.question(made.question)
    standing = decidable.newest(question, language)
    own = (
        _own_text(decidable, question, chosen[0], language, made)
        if chosen and not made.is_alone
        else None
    )
    if standing is not None and standing.version is not None:
        if _stays(standing, chosen):
            return None
    elif own is None:
        return None
    newest = standing.pk if standing else None
    return Choice(
        made.question,
        language,
        own.pk if own else None,
        made.other_bases.get(language, newest),
        seen_up_to=made.seen_up_to,
    )


def _stays(standing: Decision, chosen: Sequence[AnswerVersion]) -> bool:
    """Whether a decision in the other language can stand beside what was chosen.

    Its version is by the same author, or was taken as a translation of a text of that
    author; where nothing was chosen, it is no translation of what is withdrawn.
    """
    if not chosen:
        return standing.translation_of is None
    author_id = chosen[0].answer.author_id
    authors = [
        version.answer.author_id
        for version in (standing.version, standing.translation_of)
        if version is not None
    ]
    return author_id in authors


def _own_text(
    decidable: Decidable,
    question: Question,
    chosen: AnswerVersion,
    language: str,
    made: Choice,
) -> AnswerVersion | None:
    """The newest text of the chosen author in `language` that was seen, or None."""
    newest = (
        AnswerVersion.objects.filter(
            answer__project=decidable.project,
            answer__question=question,
            answer__author=chosen.answer.author_id,
            answer__language=language,
            pk__lte=decidable.seen_up_to(made),
        )
        .order_by("-number")
        .first()
    )
    if newest is None or newest.content_digest == EMPTY_CONTENT:
        return None
    return newest
