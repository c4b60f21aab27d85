"""The questions of a project and where each stands, for overviews and navigation."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from questionnaire.models import (
    Answer,
    AnswerVersion,
    Comment,
    Draft,
    PlanTemplate,
    Question,
    TodoMark,
)
from questionnaire.plan.reading import newest_choices, newest_wordings
from questionnaire.plan.settling import EMPTY_CONTENT, Resolution, Wording, resolve
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class OutlineQuestion:
    """One question as a line of a list."""

    question: Question
    position: int  # 1 to 21, through all sections
    resolution: Resolution
    # The newest version of every answer, and how many comments are open.
    wordings: tuple[Wording, ...] = ()
    open_comments: int = 0
    # What the reader alone has here: unsaved text, a mark to come back.
    is_drafted: bool = False
    is_marked: bool = False

    @property
    def label(self):
        return self.question.label

    @property
    def slug(self):
        return self.question.slug

    @property
    def section(self):
        return self.question.section

    @property
    def status(self):
        if self.resolution.changes_requested:
            return QuestionStatus.CHANGES
        return self.resolution.status

    @property
    def is_answered(self):
        return self.resolution.status not in (
            QuestionStatus.NOT_STARTED,
            QuestionStatus.DRAFT,
        )

    @property
    def is_new(self):
        """Whether it came with the newest move of the template, and waits since."""
        return getattr(self.question, "came_with_move", False) and not self.is_answered


@dataclass(frozen=True)
class OutlineSection:
    section: object
    questions: tuple[OutlineQuestion, ...]

    @property
    def answered(self):
        return sum(question.is_answered for question in self.questions)


@dataclass(frozen=True)
class Outline:
    """Every question of a project's template, in order."""

    questions: tuple[OutlineQuestion, ...]
    # Whether a newer version of the template is published, and whether members
    # have answers to questions that this one does not ask; both where asked for.
    has_newer_template: bool = False
    has_dropped_answers: bool = False

    @property
    def sections(self):
        grouped = {}
        for question in self.questions:
            grouped.setdefault(question.section.pk, []).append(question)
        return tuple(
            OutlineSection(questions[0].section, tuple(questions))
            for questions in grouped.values()
        )

    @property
    def answered(self):
        return sum(question.is_answered for question in self.questions)

    @property
    def marked(self):
        """How many questions the reader wants to come back to."""
        return sum(question.is_marked for question in self.questions)

    @property
    def unanswered(self):
        return tuple(
            question for question in self.questions if not question.is_answered
        )

    def section(self, number):
        """The section of that number, or None."""
        for question in self.questions:
            if question.section.position == number:
                return question.section
        return None

    def question(self, slug):
        """The question of that slug, or None."""
        return next((each for each in self.questions if each.slug == slug), None)

    def neighbours(self, found):
        """The questions before and after `found`; None at either end."""
        index = found.position - 1
        before = self.questions[index - 1] if index else None
        after = self.questions[index + 1] if index + 1 < len(self.questions) else None
        return before, after

    def next_to_answer(self):
        """The first question without an answer, else None."""
        return next(iter(self.unanswered), None)


def read_outline(project, author):
    """Where every question of `project` stands, as `author` sees it: four queries.

    It counts open comments too, and says whether the template has moved on.
    """
    open_comments = (
        Comment.objects.unresolved()
        .filter(project=project, question=OuterRef("pk"))
        .order_by()
        .values("question")
        .annotate(count=Count("pk"))
        .values("count")
    )
    questions = list(
        mark_new(template_questions([project.template_id]), project).annotate(
            open_comments=Coalesce(Subquery(open_comments), 0),
            has_newer_template=Exists(
                PlanTemplate.objects.newer_than(project.template)
            ),
            has_dropped_answers=Exists(dropped_versions(project)),
        )
    )
    outline = _read([project], author, {project.template_id: questions})[project.pk]
    return replace(
        outline,
        has_newer_template=any(each.has_newer_template for each in questions),
        has_dropped_answers=any(each.has_dropped_answers for each in questions),
    )


def read_outlines(projects, author):
    """{project id: Outline} for these projects: four queries, however many.

    A question that has nothing but an unsaved draft of the author’s counts as
    begun, for them alone.
    """
    questions = _questions_by_template({project.template_id for project in projects})
    return _read(projects, author, questions)


def _read(projects, author, questions):
    ids = [project.pk for project in projects]
    wordings, choices = newest_wordings(ids), newest_choices(ids)
    own = _own(ids, author)
    return {
        project.pk: Outline(
            tuple(
                _entry(project, question, position, wordings, choices, own)
                for position, question in enumerate(questions[project.template_id], 1)
            )
        )
        for project in projects
    }


def _own(project_ids, author):
    """{(project id, question id): [(drafted, marked)]} of the author’s. One query."""
    answers = Answer.objects.filter(project__in=project_ids, author=author).annotate(
        is_drafted=Exists(
            Draft.objects.filter(answer=OuterRef("pk")).exclude(
                content_digest=EMPTY_CONTENT
            )
        ),
        is_marked=Exists(TodoMark.objects.filter(answer=OuterRef("pk"))),
    )
    found = defaultdict(list)
    for project_id, question_id, *states in answers.filter(
        Q(is_drafted=True) | Q(is_marked=True)
    ).values_list("project_id", "question_id", "is_drafted", "is_marked"):
        found[project_id, question_id].append(states)
    return found


def mark_new(questions, project):
    """Note on each question whether the version before this one did not ask it."""
    if project.former_template_id is None:
        return questions.annotate(came_with_move=Value(False))
    before = Question.objects.filter(
        section__template=project.former_template_id, slug=OuterRef("slug")
    )
    return questions.annotate(came_with_move=~Exists(before))


def dropped_versions(project):
    """The versions of answers to questions that the project's template no longer asks.

    They are kept and can be read (see queries/answering/dropped_answers.py), and count
    nowhere.
    """
    return AnswerVersion.objects.filter(answer__project=project).exclude(
        answer__question__section__template=project.template_id
    )


def template_questions(template_ids):
    """The questions of these templates, in order, each with its section."""
    return (
        Question.objects.filter(section__template__in=template_ids)
        .select_related("section")
        .order_by("section__position", "number")
    )


def find_question(template_id, slug):
    """The question of that slug in this version of a template, or None.

    The one place that looks a question up for an address, a link or a save.
    """
    return (
        Question.objects.filter(section__template=template_id, slug=slug)
        .select_related("section__template")
        .first()
    )


def find_question_by_label(template_id, label):
    """The question that bears this number, as "2.3", in this version, or None."""
    position, number = label.split(".")
    return Question.objects.filter(
        section__template=template_id, section__position=position, number=number
    ).first()


def _questions_by_template(template_ids):
    """{template id: its questions in order}. One query."""
    found = defaultdict(list)
    for question in template_questions(template_ids):
        found[question.section.template_id].append(question)
    return found


def _entry(project, question, position, wordings, choices, own):
    key = (project.pk, question.pk)
    written, states = wordings.get(key, ()), own.get(key, ())
    resolution = resolve(written, choices.get(key, ()))
    is_drafted = any(drafted for drafted, _marked in states)
    if is_drafted and not resolution.is_answered:
        resolution = replace(resolution, status=QuestionStatus.DRAFT)
    return OutlineQuestion(
        question,
        position,
        resolution,
        wordings=tuple(written),
        open_comments=getattr(question, "open_comments", 0),
        is_drafted=is_drafted,
        is_marked=any(marked for _drafted, marked in states),
    )
