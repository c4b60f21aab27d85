"""Moving a project to a newer version of its template.

Answers follow their questions by slug, and with them drafts, versions and marks.
What hangs on a question that is no longer asked stays on it: kept, readable,
counted nowhere. Decisions are append-only: the newest one on each question is
written once more, on the new question, and names the one that it repeats.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When

from questionnaire.actions.common import write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
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
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import NoticeKind, Verb

# What hangs on a question by itself; everything else hangs on one of these.
_FOLLOWING = (Answer, Comment, Assignment)


class NotANewerVersion(NotFound):
    """It is no published, newer version of the template that the project follows."""

    code = "not_a_newer_version"


class MovedMeanwhile(Conflict):
    """The project no longer follows the version that the page compared with."""

    code = "template_moved_meanwhile"


@transaction.atomic
def move_to_template(
    *, project_id: uuid.UUID, by: User, template_id: int, seen_id: int
) -> Project:
    """Let the project follow a newer version of its template; returns the project.

    `seen_id` is the version that the person saw it follow. Members are notified by
    mail. Raises MovedMeanwhile and NotANewerVersion.
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
    asked = read_template(after.pk).by_slug
    labels = {each.slug: each.label for each in read_template(before.pk).questions}
    _let_follow(project, before, asked)
    _carry_decisions(project, asked)
    project.former_template, project.template = before, after
    project.save(update_fields=["former_template", "template"])
    renumbered = _renumbered(labels, asked)
    _renumber_notices(project, labels, asked)
    moved: dict[str, Any] = {
        "from": before.version,
        "to": after.version,
        "labels": renumbered,
    }
    write_event(
        project,
        by=by,
        verb=Verb.TEMPLATE_MOVED,
        **moved,
    )
    notify(
        NoticeKind.TEMPLATE_MOVED,
        project=project,
        recipients=User.objects.filter(memberships__project=project).order_by("pk"),
        actor=by,
        version=after.version,
        added=len(asked.keys() - labels.keys()),
        dropped=len(labels.keys() - asked.keys()),
    )
    return project


def _let_follow(
    project: Project, before: PlanTemplate, asked: Mapping[str, Question]
) -> None:
    """Hang answers, comments and assignments on the questions of the same slugs.

    Also those that an earlier move left behind, when their question is back.
    """
    earlier = Question.objects.filter(
        section__template__slug=before.slug, slug__in=asked
    ).exclude(pk__in=[each.pk for each in asked.values()])
    targets = {each.pk: asked[each.slug].pk for each in earlier.only("slug")}
    for model in _FOLLOWING:
        model.objects.filter(project=project, question__in=targets).update(
            question_id=Case(
                *(When(question=old, then=Value(new)) for old, new in targets.items())
            )
        )


def _carry_decisions(project: Project, asked: Mapping[str, Question]) -> None:
    """Repeat the newest decision in each language, so that what stands, stands."""
    newest: dict[tuple[str, str], Decision] = {}
    made = Decision.objects.filter(
        project=project, carried_from=None, question__slug__in=asked
    ).select_related("question")
    for decision in made.order_by("id"):
        newest[decision.question.slug, decision.language] = decision
    Decision.objects.bulk_create(
        Decision(
            project=project,
            question=asked[slug],
            language=language,
            version_id=decision.version_id,
            decided_by_id=decision.decided_by_id,
            decided_at=decision.decided_at,
            note=decision.note,
            carried_from=decision,
        )
        for (slug, language), decision in newest.items()
    )


def _renumbered(
    labels: Mapping[str, str], asked: Mapping[str, Question]
) -> dict[str, str | None]:
    """{old number: new number, or None for a question that is dropped}."""
    now = {slug: question.label for slug, question in asked.items()}
    return {
        label: now.get(slug) for slug, label in labels.items() if now.get(slug) != label
    }


def _renumber_notices(
    project: Project, labels: Mapping[str, str], asked: Mapping[str, Question]
) -> None:
    """Let mail that waits name questions by their new numbers.

    News that was written while links had the number get the slug, while it is known.
    """
    slugs = {label: slug for slug, label in labels.items()}
    for notice in Notice.objects.filter(project=project, sent_at=None):
        slug = notice.data.get("slug") or slugs.get(notice.data.get("label"))
        if slug is None:
            continue
        data = {**notice.data, "slug": slug}
        if slug in asked:
            data["label"] = asked[slug].label
        Notice.objects.filter(pk=notice.pk).update(data=data)
