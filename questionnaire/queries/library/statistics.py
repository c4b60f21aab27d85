"""What an institution's plans look like together, in twenty-two queries at most.

Every figure has gone through small_groups: it tells about five people or more.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from questionnaire.lib.text import search_key
from questionnaire.models import (
    Comment,
    Edition,
    Event,
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

# As many as a chart can label; what is beyond them counts as "other".
MOST_GROUPS = 12
MOST_QUESTIONS = 10
# Among more editions than these, who the people of each are is not asked.
MANY_EDITIONS = 2_000
_MEMBERS = "project__memberships__user"
# A plan takes up to so many days from its start to its first finish; None: longer.
SPANS = (7, 14, 28, 56, 91, 182, 365, None)


@dataclass(frozen=True)
class QuestionFigure:
    """A question and how many of `of` it is counted in."""

    question: Question
    count: int
    of: int | None = None

    @property
    def share(self):
        return self.count / self.of


@dataclass(frozen=True)
class Statistics:
    """All figures of one institution; a Figure that is false may not be shown."""

    as_of: datetime.datetime
    # By the first day of each month of this year and the year before.
    created: Figure
    finished: Figure
    status: Figure
    language: Figure
    # By what was typed; "" where nothing was.
    department: Figure
    funder: Figure
    # By the position in SPANS, of plans finished at least once.
    spans: Figure
    median_days: int | None
    skipped: tuple[QuestionFigure, ...]
    discussed: tuple[QuestionFigure, ...]


def read_statistics(institution):
    """The Statistics of the plans of `institution`.

    All of it is read at one moment: what changed in between would give small
    groups away.
    """
    with consistent_snapshot() as reader:
        return _read(institution, reader)


def _read(institution, using):
    now = timezone.now()
    of_institution = {"project__institution": institution}
    memberships = Membership.objects.using(using).filter(**of_institution)
    bound = _k_anonymity_bound(memberships, "user")
    plans = _Counted(
        Project.objects.using(using).filter(institution=institution),
        memberships,
        bound,
        to_project="project__",
    )
    # A plan that was finished again was finished once before: the first counts.
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


def _k_anonymity_bound(rows, user):
    """The most of these rows that four people can have a part in. One query.

    What is more than that has people enough to be shown, which spares counting
    the people of large groups: among a hundred thousand plans that takes seconds.
    """
    busiest = (
        rows.order_by()
        .values_list(user)
        .annotate(number=Count("pk"))
        .order_by("-number")[: MIN_CELL_SIZE - 1]
    )
    return sum(number for _user, number in busiest)


def _people(user):
    """How many, and who two of them are."""
    return Count(user, distinct=True), Min(user), Max(user)


def _with_key(keys):
    return Q(key__in=[key for key in keys if key is not None]) | (
        Q(key=None) if None in keys else Q()
    )


@dataclass(frozen=True)
class _Counted:
    """Where plans are counted, and where their people are.

    Two queries a grouping: joined with its members, a plan would be counted
    several times.
    """

    plans: QuerySet
    people: QuerySet
    bound: int
    # From a row of `people` to the fields that rows of `plans` have.
    to_project: str = ""
    user: str = "user"

    def groups(self, key_of):
        """{key: Group}; `key_of` makes the expression from a prefix of fields."""
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

    def by(self, field):
        return self.groups(lambda prefix: F(prefix + field))

    def by_month(self, field, now):
        """The Figure by month, of this year and the last."""
        start = timezone.localtime(now).replace(
            year=timezone.localtime(now).year - 1,
            month=1, day=1, hour=0, minute=0, second=0, microsecond=0,
        )  # fmt: skip
        groups = self.groups(
            lambda prefix: Case(
                When(
                    **{f"{prefix}{field}__gte": start},
                    # Months counted from year 0: a number is the same in every
                    # database and time zone.
                    then=ExtractYear(prefix + field) * 12
                    + ExtractMonth(prefix + field)
                    - 1,
                )
            )
        )
        months = {
            key and datetime.date(key // 12, key % 12 + 1, 1): group
            for key, group in groups.items()
        }
        return suppress_small_cells(months, outside=[None])

    def by_words(self, field):
        """The Figure by what people typed, however they wrote it."""
        spellings = defaultdict(dict)
        for text, group in self.by(field).items():
            spellings[search_key(text)][text] = group
        groups = {
            _usual(written): merge_cells(written.values())
            for written in spellings.values()
        }
        return suppress_small_cells(groups, most=MOST_GROUPS)


def _usual(written):
    """The spelling that most plans have."""
    return max(written, key=lambda text: (written[text].plans, text)).strip()


def _span():
    """Which of SPANS an edition took from the start of its project."""
    return Case(
        *(
            When(
                finished_at__lte=F("project__created_at")
                + datetime.timedelta(days=days),
                then=Value(position),
            )
            for position, days in enumerate(SPANS[:-1])
        ),
        default=Value(len(SPANS) - 1),
    )


def _median(spans):
    """About how many days half of the plans took; 366 for longer; None unsaid.

    Reckoned within its span, as if plans were spread evenly: no plan’s own.
    """
    everybody = merge_cells(spans.values())
    if not everybody.may_be_shown:
        return None
    before, start = 0, 0
    for position, end in enumerate(SPANS):
        plans = spans[position].plans if position in spans else 0
        if (before + plans) * 2 >= everybody.plans:
            break
        before, start = before + plans, end
    if end is None:
        return start + 1
    share = (everybody.plans / 2 - before) / plans
    return max(1, round(start + share * (end - start)))


class _Questions:
    """Every question of every template."""

    def __init__(self, using):
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
    def key(question):
        """The same for a question in all versions of its template."""
        section = question.section
        return section.template.slug, section.slug, question.slug


def _skipped(of_institution, questions, bound):
    """The questions that most editions carry no text for. Three queries.

    The share tells about the plans with the text too, so both must have people
    enough.
    """
    editions = Edition.objects.using(questions.using).filter(**of_institution)
    # The editions of four people, were all their plans finished that often.
    bound *= editions.aggregate(most=Max("number"))["most"] or 0
    rows = _finishes(of_institution, questions.using)
    totals, gaps_at = Counter(), defaultdict(list)
    for template, labels, group in rows:
        totals[template] += group.plans
        for label in labels:
            gaps_at[template, label].append(group)
    without, with_text, newest = defaultdict(list), defaultdict(list), {}
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


def _may_be_shown(group, bound):
    return group.may_be_shown or group.plans > bound


def _finishes(of_institution, using):
    """[(template id, labels without text, Group of editions)], two queries.

    Of more than MANY_EDITIONS, only how many they are is read.
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
    counts = list(finishes.annotate(Count("pk")))
    people = {}
    if sum(number for *_key, number in counts) <= MANY_EDITIONS:
        people = {
            _hashable(key): (number, frozenset({lowest, highest} - {None}))
            for *key, number, lowest, highest in finishes.annotate(*_people(_MEMBERS))
        }
    return [
        # Events once did not say of which template they were.
        (
            written or former or current,
            frozenset(gaps or ()),
            Group(number, *people.get(_hashable(key), (0,))),
        )
        for *key, number in counts
        for written, former, current, gaps in [key]
    ]


def _hashable(key):
    *templates, gaps = key
    return *templates, tuple(gaps or ())


def _discussed(of_institution, questions):
    """The questions with most comments and replies. Three queries."""
    comments = Comment.objects.using(questions.using).filter(
        **of_institution, hidden_at=None
    )
    counted = _Counted(
        comments, comments, _k_anonymity_bound(comments, _MEMBERS), user=_MEMBERS
    ).groups(lambda prefix: F("question"))
    found, newest = defaultdict(list), {}
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
