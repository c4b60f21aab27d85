"""Statistics of an institution's plans, in twenty-two queries at most.

Every figure has passed small_groups, so it tells about at least five people.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from questionnaire.lib.dates import time_zone_of_plans
from questionnaire.lib.text import search_key
from questionnaire.models import (
    Comment,
    Edition,
    Event,
    Institution,
    Membership,
    PlanTemplate,
    Project,
    Question,
)
from questionnaire.plan.reading import consistent_snapshot
from questionnaire.plan.templates import read_template
from questionnaire.queries.library.small_groups import (
    MIN_CELL_SIZE,
    Figure,
    Group,
    merge_cells,
    suppress_small_cells,
)
from questionnaire.vocabulary import Verb

# As many as a chart can label; the others are counted together.
MOST_GROUPS = 12
MOST_QUESTIONS = 10
# With more editions than this, the people of each are not looked up.
MANY_EDITIONS = 2_000
_MEMBERS = "project__memberships__user"
# How many days a plan took from its start to its first edition, at most; None: longer.
BOUNDED_SPANS = (7, 14, 28, 56, 91, 182, 365)
SPANS: tuple[int | None, ...] = (*BOUNDED_SPANS, None)

# The first day of a month; None for anything before last year.
Month: TypeAlias = datetime.date | None
# The lookup of an institution from rows that have a project.
InstitutionFilter: TypeAlias = dict[str, Institution]
# The slugs of template, section and question.
QuestionKey: TypeAlias = tuple[str, str, str]
# (template id, numbers of the questions without text, the editions)
EditionGroup: TypeAlias = tuple[int, frozenset[str], Group]


@dataclass(frozen=True)
class QuestionFigure:
    """A question and its count, out of `of` if it is a share."""

    question: Question
    count: int
    of: int = 0

    @property
    def share(self) -> float:
        return self.count / self.of


@dataclass(frozen=True)
class Statistics:
    """The figures of one institution; a false Figure may not be shown."""

    as_of: datetime.datetime
    # By month (its first day), for this year and last year.
    created: Figure[Month]
    finished: Figure[Month]
    status: Figure[str]
    language: Figure[str]
    # By what people typed; "" for nothing.
    department: Figure[str]
    funder: Figure[str]
    # By index in SPANS, for plans finished at least once.
    spans: Figure[int]
    median_days: int | None
    skipped: tuple[QuestionFigure, ...]
    discussed: tuple[QuestionFigure, ...]


@time_zone_of_plans()
def read_statistics(institution: Institution) -> Statistics:
    """The Statistics of the plans of `institution`.

    Everything is read from one snapshot: a change in between would give small
    groups away.
    """
    with consistent_snapshot() as reader:
        return _read(institution, reader)


def _read(institution: Institution, using: str) -> Statistics:
    now = timezone.now()
    of_institution: InstitutionFilter = {"project__institution": institution}
    memberships = Membership.objects.using(using).filter(**of_institution)
    bound = _k_anonymity_bound(memberships, "user")
    plans = _Counted(
        Project.objects.using(using).filter(institution=institution),
        memberships,
        bound,
        to_project="project__",
    )
    # Each plan once, by its first edition.
    first = Edition.objects.using(using).filter(**of_institution, number=1)
    finished = _Counted(first, first, bound, user=_MEMBERS)
    spans = finished.groups(lambda prefix: _span())
    questions = _Questions(using)
    return Statistics(
        as_of=now,
        created=plans.by_month("created_at", now),
        finished=finished.by_month("finished_at", now),
        status=suppress_small_cells(plans.by("status")),
        language=suppress_small_cells(plans.by("language")),
        department=plans.by_words("department"),
        funder=plans.by_words("funder"),
        spans=suppress_small_cells(spans),
        median_days=_median(spans),
        skipped=_skipped(of_institution, questions, bound),
        discussed=_discussed(of_institution, questions),
    )


def _k_anonymity_bound(rows: QuerySet[Any], user: str) -> int:
    """The most rows that any four people can account for. One query.

    A group larger than that has enough people to be shown, so that the people of
    large groups need not be counted: with a hundred thousand plans that takes seconds.
    """
    busiest = (
        rows.order_by()
        .values_list(user)
        .annotate(number=Count("pk"))
        .order_by("-number")[: MIN_CELL_SIZE - 1]
    )
    return sum(number for _user, number in busiest)


def _people(user: str) -> tuple[Count, Min, Max]:
    """Aggregates: how many people, and the ids of two of them."""
    return Count(user, distinct=True), Min(user), Max(user)


def _with_key(keys: Collection[Any]) -> Q:
    return Q(key__in=[key for key in keys if key is not None]) | (
        Q(key=None) if None in keys else Q()
    )


@dataclass(frozen=True)
class _Counted:
    """Rows to count by groups, and the people behind them.

    Two queries per grouping: joined with its members, a plan would count several
    times.
    """

    plans: QuerySet[Any]
    people: QuerySet[Any]
    bound: int
    # The lookup from a row of `people` to the fields of `plans`.
    to_project: str = ""
    user: str = "user"

    def groups(self, key_of: Callable[[str], Combinable]) -> dict[Any, Group]:
        """{key: Group}; `key_of` makes the expression, given a prefix for fields."""
        plans = self.plans.order_by().annotate(key=key_of(""))
        counts = dict(plans.values_list("key").annotate(Count("pk")))
        small = [key for key, count in counts.items() if count <= self.bound]
        people = self.people.order_by().annotate(key=key_of(self.to_project))
        found = {
            key: Group(counts[key], number, frozenset({lowest, highest}))
            for key, number, lowest, highest in people.filter(_with_key(small))
            .values_list("key")
            .annotate(*_people(self.user))
        }
        return {
            key: found.get(key, Group(count, MIN_CELL_SIZE if key not in small else 0))
            for key, count in counts.items()
        }

    def by(self, field: str) -> dict[Any, Group]:
        return self.groups(lambda prefix: F(prefix + field))

    def by_month(self, field: str, now: datetime.datetime) -> Figure[Month]:
        """The Figure by month, for this year and last year."""
        start = timezone.localtime(now).replace(
            year=timezone.localtime(now).year - 1,
            month=1, day=1, hour=0, minute=0, second=0, microsecond=0,
        )  # fmt: skip
        groups = self.groups(
            lambda prefix: Case(
                When(
                    **{f"{prefix}{field}__gte": start},
                    # Months since year 0: a number is the same in every database
                    # and time zone.
                    then=ExtractYear(prefix + field) * 12
                    + ExtractMonth(prefix + field)
                    - 1,
                )
            )
        )
        months: dict[Month, Group] = {
            key and datetime.date(key // 12, key % 12 + 1, 1): group
            for key, group in groups.items()
        }
        return suppress_small_cells(months, never_shown=[None])

    def by_words(self, field: str) -> Figure[str]:
        """The Figure by what people typed, regardless of spelling (see search_key)."""
        spellings: dict[str, dict[str, Group]] = defaultdict(dict)
        for text, group in self.by(field).items():
            spellings[search_key(text)][text] = group
        groups = {
            _most_common_spelling(written): merge_cells(written.values())
            for written in spellings.values()
        }
        return suppress_small_cells(groups, most=MOST_GROUPS)


def _most_common_spelling(written: Mapping[str, Group]) -> str:
    """The spelling that most plans use."""
    return max(written, key=lambda text: (written[text].plans, text)).strip()


def _span() -> Case:
    """The index in SPANS of the time from the start of a project to its edition."""
    return Case(
        *(
            When(
                finished_at__lte=F("project__created_at")
                + datetime.timedelta(days=days),
                then=Value(position),
            )
            for position, days in enumerate(BOUNDED_SPANS)
        ),
        default=Value(len(SPANS) - 1),
    )


def _median(spans: Mapping[int, Group]) -> int | None:
    """About how many days half of the plans took; 366 for longer, None if suppressed.

    Interpolated, as if plans were spread evenly over a span: no single plan shows.
    """
    everybody = merge_cells(spans.values())
    if not everybody.may_be_shown:
        return None
    before, start = 0, 0
    for position, end in enumerate(SPANS):
        plans = spans[position].plans if position in spans else 0
        if (before + plans) * 2 >= everybody.plans:
            break
        before, start = before + plans, cast(int, end)
    if end is None:
        return start + 1
    share = (everybody.plans / 2 - before) / plans
    return max(1, round(start + share * (end - start)))


class _Questions:
    """Every question of every template."""

    def __init__(self, using: str) -> None:
        self.using = using
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


def _skipped(
    of_institution: InstitutionFilter, questions: _Questions, bound: int
) -> tuple[QuestionFigure, ...]:
    """The questions most often left without text in editions. Three queries.

    A share also tells about the editions with text, so both groups must be large
    enough.
    """
    editions = Edition.objects.using(questions.using).filter(**of_institution)
    # At most, each plan of the four people has as many editions as any plan has.
    bound *= editions.aggregate(most=Max("number"))["most"] or 0
    rows = _finishes(of_institution, questions.using)
    totals: Counter[int] = Counter()
    gaps_at: dict[tuple[int, str], list[Group]] = defaultdict(list)
    for template, labels, group in rows:
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
            for of_template, labels, group in rows
            if of_template == template and label not in labels
        )
        with_text[key].append(
            merge_cells(others)
            if len(rows) <= MANY_EDITIONS
            else Group(totals[template] - gap.plans, 0)
        )
    figures = []
    for key, groups in without.items():
        gap, text = merge_cells(groups), merge_cells(with_text[key])
        if _may_be_shown(gap, bound) and (_may_be_shown(text, bound) or not text.plans):
            figures.append(
                QuestionFigure(newest[key], gap.plans, gap.plans + text.plans)
            )
    return tuple(sorted(figures, key=lambda figure: -figure.share)[:MOST_QUESTIONS])


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
        )
    )
    counts = list(cast("Iterable[tuple[Any, ...]]", finishes.annotate(Count("pk"))))
    people: dict[tuple[Any, ...], tuple[int, frozenset[int]]] = {}
    if sum(number for *_key, number in counts) <= MANY_EDITIONS:
        people = {
            _hashable(key): (number, frozenset({lowest, highest} - {None}))
            for *key, number, lowest, highest in cast(
                "Iterable[tuple[Any, ...]]", finishes.annotate(*_people(_MEMBERS))
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
                    _hashable((recorded, former, current, gaps)), (0, frozenset())
                ),
            ),
        )
        for recorded, former, current, gaps, number in counts
    ]


def _hashable(key: Iterable[Any]) -> tuple[Any, ...]:
    *templates, gaps = key
    return *templates, tuple(gaps or ())


def _discussed(
    of_institution: InstitutionFilter, questions: _Questions
) -> tuple[QuestionFigure, ...]:
    """The questions with the most comments and replies. Three queries."""
    comments = Comment.objects.using(questions.using).filter(
        **of_institution, hidden_at=None
    )
    counted = _Counted(
        comments, comments, _k_anonymity_bound(comments, _MEMBERS), user=_MEMBERS
    ).groups(lambda prefix: F("question"))
    found: dict[QuestionKey, list[Group]] = defaultdict(list)
    newest: dict[QuestionKey, Question] = {}
    for question_id in sorted(counted):
        question = questions.by_id[question_id]
        key = questions.key(question)
        newest[key] = question
        found[key].append(counted[question_id])
    figures = [
        QuestionFigure(newest[key], merge_cells(groups).plans)
        for key, groups in found.items()
        if merge_cells(groups).may_be_shown
    ]
    return tuple(sorted(figures, key=lambda figure: -figure.count)[:MOST_QUESTIONS])
