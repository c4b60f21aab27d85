"""What a move to a newer template leaves to be looked at: noted, and settled."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.answering.recovered import save_recovery_copy
from questionnaire.actions.common import next_timestamp, write_question_event
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import (
    Content,
    conform_to_schema,
    count_changes,
    leftovers,
)
from questionnaire.errors import Invalid, get_or_refuse
from questionnaire.lib.canonical import digest
from questionnaire.models import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Draft,
    MoveCheck,
    Part,
    Project,
    Question,
    Translation,
    User,
)
from questionnaire.permissions import Permission
from questionnaire.plan.move_checks import (
    column_numbers,
    converted,
    is_before,
    numbers_in,
    template_of_draft,
    unchecked_in_draft,
    unchecked_numbers,
)
from questionnaire.plan.templates import read_template
from questionnaire.queries.projects.moved_values import AskedUnit
from questionnaire.vocabulary import CheckKind, Origin, UnitChoice, Verb


class UnitsUndecided(Invalid):
    """Nobody has said what numbers mean in a column that asks for another unit."""

    code = "units_undecided"
    message = _("Say what the numbers mean in each column that is named otherwise.")


def note_units(
    project: Project, asked: Iterable[AskedUnit], choices: Mapping[str, UnitChoice]
) -> dict[int, int]:
    """Note what was chosen for each change of unit, and convert where that was chosen.

    Also where there are no numbers to choose for: an older version, a set aside text or
    a page that is open may still bring some back. The answers belong to the newer
    template already. Returns {id of a version: id of the one that repeats it in the new
    unit}. Raises UnitsUndecided.
    """
    newest = AnswerVersion.objects.filter(answer__project=project).order_by("-pk")
    repeated: dict[int, int] = {}
    for each in asked:
        change = each.change
        choice = choices.get(change.name) if each.count else UnitChoice.LATER
        if choice not in UnitChoice.values:
            raise UnitsUndecided(change.name)
        check = MoveCheck.objects.create(
            project=project,
            former_template_id=project.former_template_id,
            question_slug=change.slug,
            kind=CheckKind.UNIT,
            part_key=change.part_key,
            column_key=change.column_key,
            former=dict(change.former),
            column=dict(change.now),
            factor="" if change.factor is None else str(change.factor),
            choice=choice,
            # One made just now, for another column, is in the former unit of this one.
            last_version_id=newest.values_list("pk", flat=True).first() or 0,
        )
        if choice == UnitChoice.CONVERTED:
            _convert_all(project, check, repeated)
        elif choice == UnitChoice.LATER:
            _note_drafts(project, check)
    _repeat_translation_notes(project, repeated)
    return repeated


def note_wordings(
    project: Project, reworded: Iterable[str], agreed: Iterable[str]
) -> None:
    """Note the agreed questions that the newer template rewords."""
    slugs = set(reworded).intersection(agreed)
    MoveCheck.objects.bulk_create(
        MoveCheck(
            project=project,
            former_template_id=project.former_template_id,
            question_slug=slug,
            kind=CheckKind.WORDING,
        )
        for slug in sorted(slugs)
    )


def settle_wording(project: Project, slugs: Iterable[str], *, at: datetime) -> None:
    """A reviewer has decided on these questions as they are asked now."""
    if project.former_template_id is not None:
        _open_checks(project, CheckKind.WORDING).filter(
            question_slug__in=list(slugs)
        ).update(settled_at=at)


def reopen_wording(project: Project, slug: str, *, settled_at: datetime) -> None:
    """The decision that had settled this is undone."""
    if project.former_template_id is not None:
        MoveCheck.objects.filter(
            project=project,
            kind=CheckKind.WORDING,
            question_slug=slug,
            settled_at=settled_at,
        ).update(settled_at=None)


def keep_what_drafts_lose(project: Project, questions: Sequence[Question]) -> None:
    """Set aside a copy of each draft with values that its question no longer takes.

    The editor shows the rest of it only; the copy is among the recovered drafts.
    """
    drafts = Draft.objects.filter(
        answer__project=project, answer__question__in=questions
    ).select_related("answer__question")
    parts = {question.pk: question.parts.all() for question in questions}
    for draft in drafts:
        if leftovers(draft.content, parts[draft.answer.question_id]):
            save_recovery_copy(
                draft.answer,
                draft.content,
                typed_for=template_of_draft(project, draft),
                typed_at=draft.saved_at,
            )


@transaction.atomic
def say_wording_fits(*, project_id: uuid.UUID, by: User, slug: str) -> None:
    """Say that the agreed answer fits the question as it is worded now.

    Raises NotFound.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.REVIEW_DECIDE
    ).project
    check = get_or_refuse(_open_checks(project, CheckKind.WORDING), question_slug=slug)
    check.settled_at = timezone.now()
    check.save(update_fields=["settled_at"])
    _write_event(project, by, check)


@transaction.atomic
def check_unit(
    *, project_id: uuid.UUID, by: User, check_id: int, choice: UnitChoice
) -> tuple[int, str]:
    """Say of one's own newest numbers that they mean the new unit, or convert them.

    In both languages of the answer, and in drafts whose numbers are still those of the
    move. Returns (how many numbers were checked, the slug of the question). Raises
    NotFound.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_SAVE_OWN
    ).project
    check = get_or_refuse(_open_checks(project, CheckKind.UNIT), pk=check_id)
    counts: dict[int, int] = {}  # by answer: a draft repeats numbers of its version
    repeated: dict[int, int] = {}
    for version in _newest_of(project, check).filter(answer__author=by):
        numbers = unchecked_numbers(check, version.pk, version.content)
        if not numbers:
            continue
        if choice == UnitChoice.MEANT:
            check.checked = [*check.checked, version.pk]
        elif made := _convert(project, version, check, Origin.UNIT_CHECKED):
            # The plan may carry the earlier version still: that one stays unchecked.
            repeated[version.pk] = made.pk
        else:
            continue
        counts[version.answer_id] = numbers
    for draft in _drafts_of(project, check).filter(answer__author=by):
        if numbers := _check_draft(check, draft, choice):
            counts[draft.answer_id] = max(numbers, counts.get(draft.answer_id, 0))
    if count := sum(counts.values()):
        check.save(update_fields=["checked", "drafts"])
        _repeat_translation_notes(project, repeated)
        _write_event(project, by, check)
    return count, check.question_slug


def keep_units_unchecked(
    project: Project,
    made: AnswerVersion,
    sources: Iterable[AnswerVersion],
    *,
    typed_for: int | None = None,
    but: MoveCheck | None = None,
) -> None:
    """Leave the numbers that a version repeats as unchecked as they were.

    Versions made after a move are taken to be in the new unit; not those that restore,
    copy or convert what was written before, nor what was a draft then, nor what was
    typed on a page of an older version of the template, `typed_for`. `but` for the
    check that they answer. For actions to call. No query in a project that never moved.
    """
    if project.former_template_id is None:
        return
    sources = list(sources)
    question = made.answer.question
    checks = _open_checks(project, CheckKind.UNIT).filter(question_slug=question.slug)
    for check in checks.exclude(pk=but.pk) if but else checks:
        was_draft = unchecked_in_draft(check, made.answer_id, made.content)
        if check.drafts.pop(str(made.answer_id), None):
            check.save(update_fields=["drafts"])
        if (
            was_draft
            or _has_former_numbers(check, made.answer, made.content, typed_for, made)
            or any(unchecked_numbers(check, each.pk, each.content) for each in sources)
        ):
            _leave_unchecked(project, check, made)


def keep_draft_unchecked(
    project: Project, answer: Answer, content: Content, *, typed_for: int | None
) -> None:
    """Note the numbers of a draft that was typed for the former unit of a column.

    As on a page that was opened before the project moved. For actions to call. No query
    for a page of the project's template.
    """
    if typed_for in (None, project.template_id):
        return
    checks = _open_checks(project, CheckKind.UNIT)
    for check in checks.filter(question_slug=answer.question.slug):
        if _has_former_numbers(check, answer, content, typed_for):
            check.drafts[str(answer.pk)] = column_numbers(content, check)
            check.save(update_fields=["drafts"])


def _has_former_numbers(
    check: MoveCheck,
    answer: Answer,
    content: Content,
    typed_for: int | None,
    made: AnswerVersion | None = None,
) -> bool:
    """Whether a text typed on an older page has numbers nobody said the unit of.

    Those that its author's newest version has are as checked as they are there: `made`
    is the one that the text has become.
    """
    if typed_for is None or not is_before(typed_for, check):
        return False
    numbers = column_numbers(content, check)
    earlier = answer.versions.order_by("-number")
    before = (earlier.exclude(pk=made.pk) if made else earlier).first()
    if before is not None and column_numbers(before.content, check) == numbers:
        return bool(unchecked_numbers(check, before.pk, before.content))
    return bool(numbers)


def _leave_unchecked(project: Project, check: MoveCheck, made: AnswerVersion) -> None:
    """Count the numbers of a new version as those of before the move."""
    known = AnswerVersion.objects.filter(
        answer__project=project, answer__question=made.answer.question, pk__lt=made.pk
    )
    if check.choice == UnitChoice.MEANT:
        # It was said of the others, which are checked by that.
        check.choice = UnitChoice.LATER
    else:
        known = known.filter(pk__gt=check.last_version_id)
    check.checked = [*check.checked, *known.values_list("pk", flat=True)]
    check.last_version_id = made.pk
    check.save(update_fields=["checked", "choice", "last_version_id"])


def _repeat_translation_notes(project: Project, repeated: Mapping[int, int]) -> None:
    """Let texts that say the same in two languages do so in the new unit."""
    notes = Translation.objects.filter(
        Q(version__in=repeated) | Q(source__in=repeated),
        version__answer__project=project,
    )
    for note in notes.order_by("pk"):
        Translation.objects.create(
            version_id=repeated.get(note.version_id, note.version_id),
            source_id=repeated.get(note.source_id, note.source_id),
            noted_at=note.noted_at,
        )


def _open_checks(project: Project, kind: CheckKind) -> QuerySet[MoveCheck]:
    return MoveCheck.objects.filter(project=project, kind=kind, settled_at=None)


def _newest_of(project: Project, check: MoveCheck) -> QuerySet[AnswerVersion]:
    return (
        AnswerVersion.objects.current()
        .filter(
            answer__project=project,
            answer__question__slug=check.question_slug,
            answer__question__section__template__slug=_template_slug(project),
        )
        .select_related("answer")
    )


def _template_slug(project: Project) -> str:
    return read_template(project.template_id).template.slug


def _convert_all(project: Project, check: MoveCheck, repeated: dict[int, int]) -> None:
    """Convert the newest text of each answer, and the drafts."""
    for version in _newest_of(project, check):
        if made := _convert(project, version, check, Origin.CONVERTED):
            repeated[version.pk] = made.pk
            # A text that was converted before, for another column, is repeated by it.
            for old, new in list(repeated.items()):
                if new == version.pk:
                    repeated[old] = made.pk
    for draft in _drafts_of(project, check):
        _convert_draft(check, draft)


def _drafts_of(project: Project, check: MoveCheck) -> QuerySet[Draft]:
    answers = Answer.objects.filter(project=project, question__slug=check.question_slug)
    return Draft.objects.filter(answer__in=answers)


def _note_drafts(project: Project, check: MoveCheck) -> None:
    """Note the numbers that stand in drafts only, for their authors to check."""
    check.drafts = {
        str(draft.answer_id): numbers
        for draft in _drafts_of(project, check)
        if (numbers := column_numbers(draft.content, check))
    }
    check.save(update_fields=["drafts"])


def _check_draft(check: MoveCheck, draft: Draft, choice: UnitChoice) -> int:
    """Do what its author says to a draft; returns how many numbers were checked."""
    numbers = unchecked_in_draft(check, draft.answer_id, draft.content)
    if not numbers or (choice == UnitChoice.CONVERTED and not check.factor):
        return 0
    if choice == UnitChoice.CONVERTED:
        _convert_draft(check, draft)
    del check.drafts[str(draft.answer_id)]
    return numbers


def _convert_draft(check: MoveCheck, draft: Draft) -> None:
    draft.content = converted(draft.content, check)
    draft.content_digest = digest(draft.content)
    draft.revision += 1
    draft.save(update_fields=["content", "content_digest", "revision"])


def _convert(
    project: Project, version: AnswerVersion, check: MoveCheck, origin: Origin
) -> AnswerVersion | None:
    """The next version, with the same text in the new unit; None if it has no numbers.

    Also None if a number would have more digits than a cell can hold.
    """
    if not check.factor or not numbers_in(
        version.content, check.part_key, check.column_key
    ):
        return None
    content = converted(version.content, check)
    parts = _parts_of(project, check)
    if _fitting_numbers(content, check, parts) < _fitting_numbers(
        version.content, check, parts
    ):
        return None
    answer = version.answer
    added, removed = count_changes(version.content, content, parts, answer.language)
    made = AnswerVersion.objects.create(
        answer=answer,
        number=version.number + 1,
        content=content,
        content_digest=digest(content),
        created_at=next_timestamp(project),
        origin=origin,
        save_id=uuid.uuid4(),
        words_added=added,
        words_removed=removed,
    )
    AnswerVersionSource.objects.bulk_create(
        AnswerVersionSource(
            version=made, source_id=link.source_id, suggestion_id=link.suggestion_id
        )
        for link in version.source_links.order_by("id")
    )
    keep_units_unchecked(project, made, [version], but=check)
    draft = Draft.objects.filter(answer=answer, base_version=version.number)
    draft.update(base_version=made.number)
    return made


def _parts_of(project: Project, check: MoveCheck) -> list[Part]:
    question = read_template(project.template_id).by_slug.get(check.question_slug)
    return list(question.parts.all()) if question else []


def _fitting_numbers(content: Content, check: MoveCheck, parts: Sequence[Part]) -> int:
    fits = conform_to_schema(content, parts)
    return numbers_in(fits, check.part_key, check.column_key)


def _write_event(project: Project, by: User, check: MoveCheck) -> None:
    question = read_template(project.template_id).by_slug.get(check.question_slug)
    if question is not None:
        write_question_event(
            project, by=by, verb=Verb.MOVE_CHECKED, question=question, kind=check.kind
        )
