"""The questions of a project with their statuses, for overviews and navigation."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import BigIntegerField, Count, Value

from questionnaire.models import (
    AnswerVersion,
    Comment,
    PlanTemplate,
    Project,
    Question,
    Section,
    User,
)
from questionnaire.models.answer import AnswerVersionQuerySet
from questionnaire.plan.reading import (
    Choices,
    Wordings,
    newest_choices,
    newest_wordings,
)
from questionnaire.plan.resolution import Resolution, resolve
from questionnaire.plan.templates import read_template
from questionnaire.plan.texts import Choice, Wording
from questionnaire.plan.unsent import (
    ReaderState,
    ReaderStates,
    UnsentText,
    read_states,
)
from questionnaire.vocabulary import QuestionStatus

_NOTHING_WRITTEN = resolve(())


@dataclass(frozen=True)
class OutlineQuestion:
    """One question as a line of a list."""

    question: Question
    position: int  # 1 to 21, through all sections
    resolution: Resolution
    # The newest version of every answer, and the number of open comments.
    wordings: tuple[Wording, ...] = ()
    open_comments: int = 0
    # The reader’s own: whether they have an unsaved draft, a mark to come back, and
    # the question to answer, by which day.
    is_drafted: bool = False
    is_marked: bool = False
    is_assigned: bool = False
    assigned_by: str = ""
    due_on: date | None = None
    # Texts that only their authors’ drafts hold: the reader’s, and of colleagues those
    # that the reader may know of.
    unsent: tuple[UnsentText, ...] = ()
    # Whether the plan got it with its last move to another template version.
    came_with_move: bool = False

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def slug(self) -> str:
        return self.question.slug

    @property
    def section(self) -> Section:
        return self.question.section

    @property
    def written(self) -> list[Wording]:
        """The newest versions that say something."""
        return [wording for wording in self.wordings if not wording.is_empty]

    @property
    def status(self) -> QuestionStatus:
        return self.resolution.status

    @property
    def is_answered(self) -> bool:
        return self.resolution.status not in (
            QuestionStatus.NOT_STARTED,
            QuestionStatus.DRAFT,
        )

    @property
    def newest_version_id(self) -> int:
        """The newest version of any answer: what a page that shows them has shown."""
        return max((each.version_id for each in self.wordings), default=0)

    def unsent_by(self, user: User) -> tuple[UnsentText, ...]:
        """The unsent texts of this person."""
        return tuple(text for text in self.unsent if text.author_id == user.pk)

    @property
    def is_new(self) -> bool:
        """Whether it came with the last move and is not answered yet."""
        return self.came_with_move and not self.is_answered


@dataclass(frozen=True)
class OutlineSection:
    """One section with its questions."""

    section: Section
    questions: tuple[OutlineQuestion, ...]

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.questions)


@dataclass(frozen=True)
class Outline:
    """Every question of a project's template, in order."""

    questions: tuple[OutlineQuestion, ...]
    # Whether a newer version of the template is published, and whether members have
    # answers to questions that this one lacks; both from read_outline only.
    has_newer_template: bool = False
    has_dropped_answers: bool = False

    @property
    def sections(self) -> tuple[OutlineSection, ...]:
        grouped: dict[int, list[OutlineQuestion]] = {}
        for question in self.questions:
            grouped.setdefault(question.section.pk, []).append(question)
        return tuple(
            OutlineSection(questions[0].section, tuple(questions))
            for questions in grouped.values()
        )

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.questions)

    @property
    def marked(self) -> int:
        """How many questions the reader wants to come back to."""
        return sum(question.is_marked for question in self.questions)

    @property
    def unsent(self) -> tuple[OutlineQuestion, ...]:
        """The questions with unsent text that the reader may know of."""
        return tuple(question for question in self.questions if question.unsent)

    @property
    def unanswered(self) -> tuple[OutlineQuestion, ...]:
        return tuple(
            question for question in self.questions if not question.is_answered
        )

    def section(self, number: int) -> Section | None:
        """The section with this number, or None."""
        for question in self.questions:
            if question.section.position == number:
                return question.section
        return None

    def question(self, slug: str) -> OutlineQuestion | None:
        """The question with this slug, or None."""
        return next((each for each in self.questions if each.slug == slug), None)

    def neighbours(
        self, found: OutlineQuestion
    ) -> tuple[OutlineQuestion | None, OutlineQuestion | None]:
        """The questions before and after `found`; None at either end."""
        index = found.position - 1
        before = self.questions[index - 1] if index else None
        after = self.questions[index + 1] if index + 1 < len(self.questions) else None
        return before, after

    def next_to_answer(self) -> OutlineQuestion | None:
        """The first question without an answer, or None."""
        return next(iter(self.unanswered), None)


def read_outline(
    project: Project, author: User, *, with_unsent_of_team: bool = False
) -> Outline:
    """The Outline of `project` as `author` sees it. Four queries.

    Includes the open comments, and whether the template has a newer version.
    `with_unsent_of_team` is for those who may know of colleagues’ unsent text
    (ANSWER_KNOW_UNSENT).
    """
    open_comments, has_newer_template = _open_comments(project)
    wordings = newest_wordings([project.pk])
    asked = read_template(project.template_id).by_id
    return replace(
        _read(
            [project],
            wordings,
            read_states(
                [project.pk],
                author,
                teams_of=[project.pk] if with_unsent_of_team else (),
            ),
            open_comments,
        )[project.pk],
        has_newer_template=has_newer_template,
        has_dropped_answers=any(
            question_id not in asked for _project, question_id in wordings
        ),
    )


def read_outlines(
    projects: Sequence[Project], author: User, *, teams_of: Collection[uuid.UUID] = ()
) -> dict[uuid.UUID, Outline]:
    """{project id: Outline} for any number of projects. Three queries.

    `teams_of` are the ids of those in which the author may know of colleagues’ unsent
    text. A question with only an unsaved draft of the author’s has the status of a
    draft, for the author alone.
    """
    ids = [each.pk for each in projects]
    states = read_states(ids, author, teams_of=teams_of)
    return _read(projects, newest_wordings(ids), states)


def _read(
    projects: Sequence[Project],
    wordings: Wordings,
    states: ReaderStates,
    open_comments: Mapping[int | None, int] | None = None,
) -> dict[uuid.UUID, Outline]:
    choices = newest_choices([project.pk for project in projects])
    return {
        project.pk: Outline(
            tuple(
                replace(
                    _entry(entry, project, wordings, choices, states),
                    open_comments=(open_comments or {}).get(entry.question.pk, 0),
                )
                for entry in list_questions(project)
            )
        )
        for project in projects
    }


def list_questions(project: Project) -> list[OutlineQuestion]:
    """An OutlineQuestion for each question, without any answers yet."""
    current = read_template(project.template_id).questions
    former_id = project.former_template_id
    former = read_template(former_id).by_slug if former_id else None
    return [
        OutlineQuestion(
            question,
            position,
            _NOTHING_WRITTEN,
            came_with_move=former is not None and question.slug not in former,
        )
        for position, question in enumerate(current, 1)
    ]


def _open_comments(project: Project) -> tuple[dict[int | None, int], bool]:
    """({question id: count}, whether a newer template is published). One query."""
    comments = Comment.objects.unresolved().filter(project=project).order_by()
    template = read_template(project.template_id).template
    newer = PlanTemplate.objects.newer_than(template).order_by()
    no_question = Value(None, output_field=BigIntegerField())
    counts: dict[int | None, int] = dict(
        comments.values("question")
        .annotate(count=Count("pk"))
        .values_list("question", "count")
        .union(newer.values_list(no_question, Value(1)))
    )
    return counts, counts.pop(None, 0) > 0


def dropped_versions(project: Project) -> AnswerVersionQuerySet:
    """Versions of answers to questions that the project's template no longer asks.

    They are kept and can be read (see queries/answering/dropped_answers.py), but
    count nowhere.
    """
    return AnswerVersion.objects.filter(answer__project=project).exclude(
        answer__question__in=read_template(project.template_id).by_id
    )


def _entry(
    entry: OutlineQuestion,
    project: Project,
    wordings: Wordings,
    choices: Choices,
    states: ReaderStates,
) -> OutlineQuestion:
    """`entry` with the project’s answers and decisions and what concerns the reader."""
    key = (project.pk, entry.question.pk)
    state = states.get(key) or ReaderState()
    return replace(
        resolve_entry(
            entry,
            wordings.get(key, ()),
            choices.get(key, ()),
            is_drafted=state.is_drafted,
        ),
        is_marked=state.is_marked,
        is_assigned=state.is_assigned,
        assigned_by=state.assigned_by,
        due_on=state.due_on,
        unsent=tuple(state.unsent),
    )


def resolve_entry(
    entry: OutlineQuestion,
    wordings: Sequence[Wording],
    choices: Sequence[Choice],
    *,
    is_drafted: bool,
) -> OutlineQuestion:
    """`entry` with its state: the one that every page, mail and export gives.

    A question with nothing but the reader’s own unsaved text is a draft, for the
    reader alone.
    """
    resolution = resolve(wordings, choices)
    if is_drafted and not resolution.is_answered:
        resolution = replace(resolution, status=QuestionStatus.DRAFT)
    return replace(
        entry,
        resolution=resolution,
        wordings=tuple(wordings),
        is_drafted=is_drafted,
    )
