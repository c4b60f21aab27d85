"""Moving a project to a newer version of its template.

Answers follow their questions by slug, and with them drafts, versions and marks.
Whatever belongs to a question that is no longer asked stays with it: stored and
readable, but counted nowhere. Decisions are append-only: the newest one on each
question is copied to the new question, with a reference to the original.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When

from questionnaire.actions.common import members_of, write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.actions.projects.move_checks import (
    keep_what_drafts_lose,
    note_units,
    note_wordings,
)
from questionnaire.errors import Conflict, NotFound
from questionnaire.models import (
    Answer,
    Assignment,
    Comment,
    Decision,
    Notice,
    PlanTemplate,
    Project,
    Question,
    User,
)
from questionnaire.permissions import Permission
from questionnaire.plan.standing import seen_by
from questionnaire.plan.templates import read_template
from questionnaire.queries.projects.moved_values import read_asked_units
from questionnaire.queries.projects.template_changes import read_template_changes
from questionnaire.vocabulary import NoticeKind, UnitChoice, Verb

# Models that point to a question; everything else points to one of these.
_MOVED_MODELS = (Answer, Comment, Assignment)


class NotANewerVersion(NotFound):
    """Not a published, newer version of the template that the project follows."""

    code = "not_a_newer_version"


class MovedMeanwhile(Conflict):
    """The project no longer follows the version shown on the page."""

    code = "template_moved_meanwhile"


@transaction.atomic
def move_to_template(
    *,
    project_id: uuid.UUID,
    by: User,
    template_id: int,
    seen_id: int,
    units: Mapping[str, UnitChoice] | None = None,
) -> Project:
    """Move the project to a newer version of its template; returns the project.

    `seen_id` is the version that the project followed when the page was read. `units`
    says by the name of each UnitChange what its numbers mean. Members are notified by
    mail. Raises MovedMeanwhile, NotANewerVersion, and UnitsUndecided for a column whose
    unit changes under numbers.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.PROJECT_EDIT_METADATA
    ).project
    if project.template_id != seen_id:
        raise MovedMeanwhile
    before = read_template(project.template_id).template
    after = PlanTemplate.objects.newer_than(before).filter(pk=template_id).first()
    if after is None:
        raise NotANewerVersion
    questions = read_template(after.pk).by_slug
    labels = {each.slug: each.label for each in read_template(before.pk).questions}
    asked = read_asked_units(project, after.pk)
    reworded = [
        each.question.slug
        for each in read_template_changes(before, after).reworded
        if each.asks_otherwise
    ]
    _move_rows(project, before, questions)
    keep_what_drafts_lose(project, list(questions.values()))
    project.former_template, project.template = before, after
    project.save(update_fields=["former_template", "template"])
    repeated = note_units(project, asked, units or {})
    agreed = _carry_decisions(project, questions, repeated)
    note_wordings(project, reworded, agreed)
    renumbered = _changed_labels(labels, questions)
    _renumber_notices(project, labels, questions)
    moved: dict[str, Any] = {
        "from": before.version,
        "to": after.version,
        "labels": renumbered,
    }
    if units:
        moved["units"] = {name: str(choice) for name, choice in units.items()}
    write_event(
        project,
        by=by,
        verb=Verb.TEMPLATE_MOVED,
        **moved,
    )
    notify(
        NoticeKind.TEMPLATE_MOVED,
        project=project,
        recipients=members_of(project),
        actor=by,
        version=after.version,
        added=len(questions.keys() - labels.keys()),
        dropped=len(labels.keys() - questions.keys()),
    )
    return project


def _move_rows(
    project: Project, before: PlanTemplate, questions: Mapping[str, Question]
) -> None:
    """Move answers, comments and assignments to the questions with the same slugs.

    Including those that an earlier move left behind, if their question is back.
    """
    earlier = Question.objects.filter(
        section__template__slug=before.slug, slug__in=questions
    ).exclude(pk__in=[each.pk for each in questions.values()])
    targets = {each.pk: questions[each.slug].pk for each in earlier.only("slug")}
    for model in _MOVED_MODELS:
        model.objects.filter(project=project, question__in=targets).update(
            question_id=Case(
                *(When(question=old, then=Value(new)) for old, new in targets.items())
            )
        )


def _carry_decisions(
    project: Project, questions: Mapping[str, Question], repeated: Mapping[int, int]
) -> set[str]:
    """Copy the newest decision in each language, so that it remains in force.

    One for a text that was converted is for the conversion: {its id: that one's} is
    `repeated`. Returns the slugs of the questions that are agreed.
    """
    newest: dict[tuple[str, str], Decision] = {}
    # Those that an earlier move carried, too: they may be for a conversion.
    made = Decision.objects.filter(
        project=project, question__slug__in=questions
    ).select_related("question")
    for decision in made.order_by("id"):
        newest[decision.question.slug, decision.language] = decision
    Decision.objects.bulk_create(
        Decision(
            project=project,
            question=questions[slug],
            language=language,
            version_id=_repetition(decision.version_id, repeated),
            decided_by_id=decision.decided_by_id,
            decided_at=decision.decided_at,
            note=decision.note,
            translation_of_id=_repetition(decision.translation_of_id, repeated),
            seen_up_to=seen_by(decision),
            restores_id=decision.restores_id,
            carried_from_id=decision.carried_from_id or decision.pk,
        )
        for (slug, language), decision in newest.items()
    )
    return {slug for (slug, _language), each in newest.items() if each.version_id}


def _repetition(version_id: int | None, repeated: Mapping[int, int]) -> int | None:
    return None if version_id is None else repeated.get(version_id, version_id)


def _changed_labels(
    labels: Mapping[str, str], questions: Mapping[str, Question]
) -> dict[str, str | None]:
    """{old label: new label, or None for a question that is no longer asked}."""
    now = {slug: question.label for slug, question in questions.items()}
    return {
        label: now.get(slug) for slug, label in labels.items() if now.get(slug) != label
    }


def _renumber_notices(
    project: Project, labels: Mapping[str, str], questions: Mapping[str, Question]
) -> None:
    """Give questions in notices their new labels: in the list, and in unsent mail.

    Notices written when links still contained the label are given the slug as well.
    """
    slugs = {label: slug for slug, label in labels.items()}

    def renumbered(named: dict[str, Any], is_sent: bool) -> dict[str, Any]:
        # A number that was sent may be that of an even earlier version.
        slug = named.get("slug") or (not is_sent and slugs.get(named.get("label", "")))
        if not slug:
            return named
        label = questions[slug].label if slug in questions else named["label"]
        return {**named, "slug": slug, "label": label}

    for notice in Notice.objects.filter(project=project):
        is_sent = notice.sent_at is not None
        data = renumbered(notice.data, is_sent)
        for several in {"questions", "requests"} & set(data):
            each_of = [renumbered(each, is_sent) for each in data[several]]
            data = {**data, several: each_of}
        if data != notice.data:
            Notice.objects.filter(pk=notice.pk).update(data=data)
