"""Which questions are left without text, and which are talked about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.db.models import Count, Max
from django.db.models.functions import ExtractYear

from questionnaire.models import (
    Comment,
    Edition,
    Event,
    Institution,
    PlanTemplate,
    Question,
)
from questionnaire.plan.templates import read_template
from questionnaire.queries.library.small_groups import Group, merge_cells
from questionnaire.queries.library.statistics_counts import (
    Counted,
    count_people,
    k_anonymity_bound,
)
from questionnaire.vocabulary import Verb

MOST_QUESTIONS = 10
# With more editions than this, the people of each are not looked up.
MANY_EDITIONS = 2_000
MEMBERS = "project__memberships__user"

# The lookup of the live projects of an institution from rows that have a project.
InstitutionFilter: TypeAlias = dict[str, Institution | None]
# The slugs of template, section and question.
QuestionKey: TypeAlias = tuple[str, str, str]
# (template id, numbers of the questions without text, the editions, their year)
EditionGroup: TypeAlias = tuple[int, frozenset[str], Group, int]


@dataclass(frozen=True)
class QuestionFigure:
    """A question and its count, out of `of` if it is a share."""

    question: Question
    count: int
    of: int = 0

    @property
    def share(self) -> float:
        return self.count / self.of


class TemplateQuestions:
    """Every question of every template, and the years to read about."""

    def __init__(self, using: str, years: tuple[int, ...], year: int | None) -> None:
        self.using, self.years, self.year = using, years, year
        templates = PlanTemplate.objects.using(using).values_list("pk", flat=True)
        found = [
            question
            for template_id in templates.order_by("pk")
            for question in read_template(template_id).questions
        ]
        self.by_id = {question.pk: question for question in found}
        self.by_label = {
            (question.section.template_id, question.label): question
            for question in found
        }

    @staticmethod
    def key(question: Question) -> QuestionKey:
        """What identifies a question in all versions of its template."""
        section = question.section
        return section.template.slug, section.slug, question.slug


def read_skipped(
    of_institution: InstitutionFilter, questions: TemplateQuestions, bound: int
) -> tuple[QuestionFigure, ...]:
    """The questions most often left without text in editions. Three queries.

    A share also tells about the editions with text, so both groups must be large
    enough: of one year, in all years.
    """
    editions = Edition.objects.using(questions.using).filter(**of_institution)
    # At most, each plan of the four people has as many editions as any plan has.
    bound *= editions.aggregate(most=Max("number"))["most"] or 0
    rows = _finishes(of_institution, questions.using)
    figures = []
    pools = [_gaps(each, questions) for each in _pools(rows, questions)]
    for key in {key for pool in pools for key in pool}:
        if all(_both_may_be_shown(pool[key], bound) for pool in pools if key in pool):
            question, gap, text = pools[0].get(key, (None, Group(0, 0), Group(0, 0)))
            if question and gap.plans:
                figures.append(
                    QuestionFigure(question, gap.plans, gap.plans + text.plans)
                )
    figures.sort(key=lambda figure: (-figure.share, figure.question.pk))
    return tuple(figures[:MOST_QUESTIONS])


def _pools(
    rows: Sequence[EditionGroup], questions: TemplateQuestions
) -> list[list[EditionGroup]]:
    """All rows; or those of the year, of each other one, and of those not shown."""
    if questions.year is None:
        return [list(rows)]
    others = [year for year in questions.years if year != questions.year]
    return [
        *(
            [row for row in rows if row[3] == year]
            for year in (questions.year, *others)
        ),
        [row for row in rows if row[3] not in questions.years],
    ]


def _gaps(
    rows: Sequence[EditionGroup], questions: TemplateQuestions
) -> dict[QuestionKey, tuple[Question, Group, Group]]:
    """{key: (newest question, the editions without text for it, those with)}."""
    totals: Counter[int] = Counter()
    gaps_at: dict[tuple[int, str], list[Group]] = defaultdict(list)
    for template, labels, group, _year in rows:
        totals[template] += group.plans
        for label in labels:
            gaps_at[template, label].append(group)
    without: dict[QuestionKey, list[Group]] = defaultdict(list)
    with_text: dict[QuestionKey, list[Group]] = defaultdict(list)
    newest: dict[QuestionKey, Question] = {}
    for template, label in sorted(gaps_at):
        question = questions.by_label[template, label]
        key = questions.key(question)
        newest[key] = question
        gap = merge_cells(gaps_at[template, label])
        without[key].append(gap)
        others = (
            group
            for of_template, labels, group, _year in rows
            if of_template == template and label not in labels
        )
        with_text[key].append(
            merge_cells(others)
            if len(rows) <= MANY_EDITIONS
            else Group(totals[template] - gap.plans, 0)
        )
    return {
        key: (newest[key], merge_cells(groups), merge_cells(with_text[key]))
        for key, groups in without.items()
    }


def _both_may_be_shown(sides: tuple[Question, Group, Group], bound: int) -> bool:
    _question, gap, text = sides
    return _may_be_shown(gap, bound) and (_may_be_shown(text, bound) or not text.plans)


def _may_be_shown(group: Group, bound: int) -> bool:
    return group.may_be_shown or group.plans > bound


def _finishes(of_institution: InstitutionFilter, using: str) -> list[EditionGroup]:
    """The editions by template and questions without text. Two queries.

    With more than MANY_EDITIONS, their people are not read.
    """
    finishes = (
        Event.objects.using(using)
        .filter(**of_institution, verb=Verb.PROJECT_FINISHED)
        .order_by()
        .values_list(
            "data__template",
            "project__former_template",
            "project__template",
            "data__gaps",
            ExtractYear("at"),
        )
    )
    counts = list(cast("Iterable[tuple[Any, ...]]", finishes.annotate(Count("pk"))))
    people: dict[tuple[Any, ...], tuple[int, frozenset[int]]] = {}
    if sum(number for *_key, number in counts) <= MANY_EDITIONS:
        people = {
            _hashable(key): (number, frozenset({lowest, highest} - {None}))
            for *key, number, lowest, highest in cast(
                "Iterable[tuple[Any, ...]]", finishes.annotate(*count_people(MEMBERS))
            )
        }
    return [
        (
            # Old events do not name their template.
            recorded or former or current,
            frozenset(gaps or ()),
            Group(
                number,
                *people.get(
                    _hashable((recorded, former, current, gaps, year)), (0, frozenset())
                ),
            ),
            year,
        )
        for recorded, former, current, gaps, year, number in counts
    ]


def _hashable(key: Iterable[Any]) -> tuple[Any, ...]:
    *templates, gaps, year = key
    return *templates, tuple(gaps or ()), year


def read_discussed(
    of_institution: InstitutionFilter, questions: TemplateQuestions
) -> tuple[QuestionFigure, ...]:
    """The questions with the most comments and replies. Three queries."""
    comments = Comment.objects.using(questions.using).filter(
        **of_institution, hidden_at=None
    )
    counted = Counted(
        comments,
        comments,
        k_anonymity_bound(comments, MEMBERS),
        "created_at",
        user=MEMBERS,
    )
    if questions.year is None:
        pools = [counted.by("question")]
    else:
        by_year = counted.by_year("question")
        pools = [by_year.pop(questions.year, {}), *by_year.values()]
    found = [_by_question(pool, questions) for pool in pools]
    figures = [
        QuestionFigure(question, group.plans)
        for key, (question, group) in found[0].items()
        if all(pool[key][1].may_be_shown for pool in found if key in pool)
    ]
    return tuple(sorted(figures, key=lambda figure: -figure.count)[:MOST_QUESTIONS])


def _by_question(
    counted: Mapping[int, Group], questions: TemplateQuestions
) -> dict[QuestionKey, tuple[Question, Group]]:
    """{key: (newest question, what was counted)}, of all versions of a template."""
    found: dict[QuestionKey, list[Group]] = defaultdict(list)
    newest: dict[QuestionKey, Question] = {}
    for question_id in sorted(counted):
        question = questions.by_id[question_id]
        key = questions.key(question)
        newest[key] = question
        found[key].append(counted[question_id])
    return {key: (newest[key], merge_cells(groups)) for key, groups in found.items()}
