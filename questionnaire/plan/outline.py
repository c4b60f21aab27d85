"""The questions of a project and where each stands, for overviews and navigation."""

from collections import defaultdict
from dataclasses import dataclass

from questionnaire.models import Draft, Question
from questionnaire.plan.reading import settlements
from questionnaire.plan.settling import Settlement
from questionnaire.vocabulary import QuestionStatus

_NOTHING = Settlement(QuestionStatus.NOT_STARTED)
_ONLY_A_DRAFT = Settlement(QuestionStatus.DRAFT)


@dataclass(frozen=True)
class OutlineQuestion:
    """One question as a line of a list."""

    question: Question
    position: int  # 1 to 21, through all sections
    settlement: Settlement

    @property
    def label(self):
        return self.question.label

    @property
    def section(self):
        return self.question.section

    @property
    def status(self):
        return self.settlement.status

    @property
    def is_answered(self):
        return self.status not in (QuestionStatus.NOT_STARTED, QuestionStatus.DRAFT)


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
    """Where every question of `project` stands, as `author` sees it: four queries."""
    return read_outlines([project], author)[project.pk]


def read_outlines(projects, author):
    """{project id: Outline} for these projects: four queries, however many.

    A question that has nothing but an unsaved draft of the author’s counts as
    begun, for them alone.
    """
    ids = [project.pk for project in projects]
    settled = settlements(ids)
    drafted = set(
        Draft.objects.filter(
            answer__project__in=ids, answer__author=author
        ).values_list("answer__project_id", "answer__question_id")
    )
    questions = _questions_by_template({project.template_id for project in projects})
    return {
        project.pk: _outline(project, questions[project.template_id], settled, drafted)
        for project in projects
    }


def template_questions(template_ids):
    """The questions of these templates, in order, each with its section."""
    return (
        Question.objects.filter(section__template__in=template_ids)
        .select_related("section")
        .order_by("section__position", "number")
    )


def _questions_by_template(template_ids):
    """{template id: its questions in order}. One query."""
    found = defaultdict(list)
    for question in template_questions(template_ids):
        found[question.section.template_id].append(question)
    return found


def _outline(project, questions, settled, drafted):
    entries = []
    for position, question in enumerate(questions, 1):
        key = (project.pk, question.pk)
        settlement = settled.get(key, _NOTHING)
        if settlement is _NOTHING and key in drafted:
            settlement = _ONLY_A_DRAFT
        entries.append(OutlineQuestion(question, position, settlement))
    return Outline(tuple(entries))
