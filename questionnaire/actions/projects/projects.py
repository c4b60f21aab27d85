"""Starting, describing, reviewing, finishing and reopening a project."""

import datetime
import enum
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.actions.common import members_of, next_timestamp, write_event
from questionnaire.actions.library.holdings import refresh_awaiting
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.actions.projects.partners import partner_lines, set_partners
from questionnaire.actions.shared_texts import Plain, merge_edit, plain_values
from questionnaire.errors import Conflict
from questionnaire.models import (
    Edition,
    Institution,
    Membership,
    Partner,
    PlanTemplate,
    Project,
    User,
)
from questionnaire.permissions import Permission, SitePermission, require_on_site
from questionnaire.plan.record import Record, read_record, record_digest
from questionnaire.plan.templates import read_template
from questionnaire.plan.unsent import read_unsent
from questionnaire.queries.review.rounds import read_round
from questionnaire.vocabulary import (
    NoticeKind,
    ProjectStatus,
    QuestionStatus,
    Role,
    Verb,
)

DESCRIPTION_FIELDS = (
    "title",
    "acronym",
    "summary",
    "institution",
    "institution_name",
    "department",
    "language",
    "funder",
    "grant_number",
    "starts_on",
    "ends_on",
    "review_on",
)

# The fields that decide which librarians may read the project.
INSTITUTION_FIELDS = ("institution", "institution_name")


class Unchanged(enum.Enum):
    """Stands for an argument that was not given, where None is a value."""

    UNCHANGED = enum.auto()


class PlanHasGaps(Conflict):
    """Some questions have no text for the plan, or one that is out of date.

    `labels` are theirs, as "2.3".
    """

    code = "plan_has_gaps"
    message = gettext_lazy("Confirm that you want to finish with what is still open")

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = labels


class PlanHasUnsentText(Conflict):
    """Members have text that is not sent, which the finished plan would leave out."""

    code = "plan_has_unsent_text"
    message = gettext_lazy("Confirm that you want to finish without the unsent text")


@transaction.atomic
def create_project(
    *,
    by: User,
    template: PlanTemplate,
    partners: Sequence[Partner] = (),
    **description: Any,
) -> Project:
    """Create a project with `by` as its principal investigator; returns it.

    `partners` are not saved yet. Raises ValidationError when the description is not
    valid.
    """
    require_on_site(by, SitePermission.PROJECT_CREATE)
    project = Project(template=template, **description)
    project.full_clean()
    project.save(force_insert=True)
    set_partners(project, partners)
    Membership.objects.create(project=project, user=by, role=Role.PI)
    write_event(project, by=by, verb=Verb.PROJECT_CREATED)
    return project


@transaction.atomic
def describe_project(
    *,
    project_id: uuid.UUID,
    by: User,
    partners: Sequence[Partner] | None = None,
    shown: Plain | None = None,
    **description: Any,
) -> Project:
    """Change the description of a project (`DESCRIPTION_FIELDS`); returns it.

    `partners`, not saved yet, replace those that there are, unless None. `shown` is
    what the page had shown (see shared_texts.py): fields that others have changed since
    are not reset.

    Changing the institution also requires PROJECT_CHANGE_INSTITUTION, which members
    have only while the plan is being drafted. The event names the fields that changed;
    without a change there is none. Raises ValidationError and EditedMeanwhile.
    """
    access = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_EDIT_METADATA
    )
    project = access.project
    wanted = dict(description)
    now = plain_values(project, DESCRIPTION_FIELDS)
    if partners is not None:
        wanted["partners"] = partner_lines(partners)
        now["partners"] = partner_lines(project.partners.all())
    description = merge_edit(wanted, now=now, shown=shown)
    former = project.institution_label_in_both()
    changed = [
        name
        for name in DESCRIPTION_FIELDS
        if name in description and getattr(project, name) != description[name]
    ]
    new_partners = "partners" in description and set_partners(project, partners or ())
    if not (changed or new_partners):
        return project
    moves = any(name in INSTITUTION_FIELDS for name in changed)
    if moves:
        access.require(Permission.PROJECT_CHANGE_INSTITUTION)
    for name in changed:
        setattr(project, name, description[name])
    if changed:
        project.full_clean()
        project.save(update_fields=changed)
    if moves:
        _write_institution_event(project, former, by)
    others = [name for name in changed if name not in INSTITUTION_FIELDS]
    if new_partners:
        others.append("partners")
    if others:
        write_event(project, by=by, verb=Verb.PROJECT_EDITED, fields=others)
    return project


@transaction.atomic
def change_institution(
    *,
    project_id: uuid.UUID,
    by: User,
    institution: Institution | None,
    institution_name: str = "",
    shown: Plain | None = None,
) -> Project:
    """Move the project to another institution, or to one that is only named.

    Principal investigators may do so while the plan is being drafted, site
    administrators always. From then on its librarians may read the project, and those
    of the former institution no longer. `shown` is as in `describe_project`. Raises
    ValidationError and EditedMeanwhile.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_CHANGE_INSTITUTION
    ).project
    former = project.institution_label_in_both()
    wanted = {"institution": institution, "institution_name": institution_name}
    changes = merge_edit(
        wanted, now=plain_values(project, INSTITUTION_FIELDS), shown=shown
    )
    if all(getattr(project, name) == value for name, value in changes.items()):
        return project
    for name, value in changes.items():
        setattr(project, name, value)
    project.full_clean()
    project.save(update_fields=INSTITUTION_FIELDS)
    _write_institution_event(project, former, by)
    return project


@transaction.atomic
def submit_plan(*, project_id: uuid.UUID, by: User, message: str = "") -> Project:
    """Submit the plan for review, from where a team can finish it.

    The principal investigators are notified, with the `message`. Members can still
    write during the review.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_SUBMIT
    ).project
    _move_to(project, ProjectStatus.IN_REVIEW)
    write_event(project, by=by, verb=Verb.PROJECT_SUBMITTED, message=message)
    notify(
        NoticeKind.SUBMITTED,
        project=project,
        recipients=members_of(project, Role.PI),
        actor=by,
        message=message,
    )
    return project


@transaction.atomic
def return_to_drafting(*, project_id: uuid.UUID, by: User) -> Project:
    """Take the plan back from review."""
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_BACK_TO_DRAFTING
    ).project
    _move_to(project, ProjectStatus.DRAFTING)
    write_event(project, by=by, verb=Verb.PROJECT_RETURNED)
    return project


@transaction.atomic
def finish_plan(
    *,
    project_id: uuid.UUID,
    by: User,
    accept_gaps: Collection[str] | bool = False,
    accept_unsent: Collection[int] = (),
    note: str = "",
    review_on: datetime.date | None | Unchanged = Unchanged.UNCHANGED,
    shown: Plain | None = None,
) -> Edition:
    """Freeze the plan as the project's next edition; returns the Edition.

    `review_on` is the date on which the team intends to review the plan again, or None;
    `shown` is as in `describe_project`.
    A lone member needs no review: the plan is submitted and finished in one step.
    Members are notified, each with those results of the review that were not sent yet.
    Raises PlanHasGaps when another question lacks a text, or has one that is out of
    date, than those of `accept_gaps`, the slugs of what `by` was shown, or True for
    any; PlanHasUnsentText when there is unsent text in another answer than those of
    `accept_unsent`, ids of the same; and EditedMeanwhile.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.PROJECT_FINISH)
    project = access.project
    record = read_record(project_id, using="default")
    gaps = find_gaps(record)
    open_questions = {**gaps, **find_out_of_date(record)}
    if accept_gaps is not True and open_questions.keys() - set(accept_gaps or ()):
        raise PlanHasGaps(list(open_questions.values()))
    if _unsent_answers(project) - set(accept_unsent):
        raise PlanHasUnsentText
    if project.status == ProjectStatus.DRAFTING:
        write_event(project, by=by, verb=Verb.PROJECT_SUBMITTED, alone=True)
    now = plain_values(project, ["review_on"])
    changed = merge_edit({"review_on": review_on}, now=now, shown=shown)
    if (
        "review_on" in changed
        and review_on is not Unchanged.UNCHANGED
        and review_on != project.review_on
    ):
        project.review_on = review_on
        project.save(update_fields=["review_on"])
        write_event(project, by=by, verb=Verb.PROJECT_EDITED, fields=["review_on"])
    newest = project.editions.aggregate(number=Max("number"))["number"] or 0
    finished_at = next_timestamp(project)
    record.update(edition=newest + 1, as_of=finished_at.isoformat())
    edition = Edition.objects.create(
        project=project,
        number=newest + 1,
        plan=record,
        sha256=record_digest(record),
        finished_by=by,
        finished_at=finished_at,
        note=note,
    )
    project.finished_at = finished_at
    project.awaits_export = True
    _move_to(project, ProjectStatus.FINISHED)
    rounds = {each.member: each.as_data() for each in read_round(project, by)}
    for member in members_of(project):
        notify(
            NoticeKind.FINISHED,
            project=project,
            recipients=[member],
            actor=by,
            message=note,
            edition=edition.number,
            **rounds.get(member, {}),
        )
    write_event(
        project,
        by=by,
        verb=Verb.PROJECT_FINISHED,
        target=f"edition:{edition.number}",
        # Labels mean a question only within their template, which may change.
        gaps=list(gaps.values()),
        template=project.template_id,
    )
    return edition


@transaction.atomic
def reopen_plan(*, project_id: uuid.UUID, by: User, reason: str) -> Project:
    """Reopen a finished plan; finishing it again makes the next edition.

    The `reason` is kept in the trail and sent to the members. Raises ValidationError
    without one.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the plan is reopened."), code="required")
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_REOPEN
    ).project
    _move_to(project, ProjectStatus.DRAFTING)
    write_event(project, by=by, verb=Verb.PROJECT_REOPENED, reason=reason)
    notify(
        NoticeKind.REOPENED,
        project=project,
        recipients=members_of(project),
        actor=by,
        message=reason,
    )
    return project


def _unsent_answers(project: Project) -> set[int]:
    """The ids of the answers with unsent text, while no draft can arrive."""
    asked = read_template(project.template_id).by_id
    found = read_unsent(project.pk, asked)
    return {text.answer_id for texts in found.values() for text in texts}


def find_gaps(record: Record) -> dict[str, str]:
    """{slug: label} of the questions in a plan record without a text or a decision."""
    return {
        question["slug"]: f"{section['number']}.{question['number']}"
        for section in record["sections"]
        for question in section["questions"]
        if not question["answers"] or question["status"] == QuestionStatus.TO_DECIDE
    }


def find_out_of_date(record: Record) -> dict[str, str]:
    """{slug: label} of the questions whose text in one language is out of date."""
    return {
        question["slug"]: f"{section['number']}.{question['number']}"
        for section in record["sections"]
        for question in section["questions"]
        if any(
            each["may_be_out_of_date"] or each.get("is_partial")
            for each in question["answers"].values()
        )
    }


def _write_institution_event(
    project: Project, former: dict[str, str], by: User
) -> None:
    # What the former institution exported is not held by the new one.
    refresh_awaiting(Project.objects.filter(pk=project.pk))
    write_event(
        project,
        by=by,
        verb=Verb.INSTITUTION_CHANGED,
        target=f"institution:{project.institution_id or ''}",
        former=former,
        now=project.institution_label_in_both(),
    )


def _move_to(project: Project, status: ProjectStatus) -> None:
    project.status = status
    project.save(update_fields=["status", "finished_at", "awaits_export"])
