"""Starting a project from the plan of an earlier one, or as its duplicate.

What the earlier plan carries comes as the drafts of whoever starts the new one: it
counts for nothing until they have looked it through and saved it. Then the versions
name the texts that they were made from, for as long as words of these remain (see
actions/answering/credit.py).
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from questionnaire.actions.common import write_event
from questionnaire.actions.projects.projects import create_project
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Draft,
    EarlierText,
    Partner,
    Project,
    User,
)
from questionnaire.permissions import Permission, open_project
from questionnaire.plan.reading import resolutions
from questionnaire.plan.templates import read_template
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.vocabulary import Verb

# What a duplicate has of the description: not the short name, which tells projects
# apart, nor the day on which the earlier plan is to be reviewed.
_DESCRIPTION = (
    "summary",
    "institution",
    "institution_name",
    "department",
    "funder",
    "grant_number",
    "starts_on",
    "ends_on",
)


@transaction.atomic
def start_from_plan(
    *,
    source_id: uuid.UUID,
    by: User,
    title: str,
    language: str,
    with_description: bool = False,
) -> tuple[Project, int]:
    """Start a project with the agreed answers of an earlier one as drafts of `by`.

    It follows the same version of the template, and can then be moved to a newer one
    like any other (see template_moves.py), which asks what numbers mean. Members,
    comments, decisions and editions stay where they are. Returns (the project, how many
    drafts it has). Raises NoAccess, Forbidden and ValidationError.
    """
    source = open_project(by, source_id, Permission.PROJECT_DUPLICATE).project
    description: dict[str, Any] = {}
    if with_description:
        description = {name: getattr(source, name) for name in _DESCRIPTION}
        description["partners"] = [
            Partner(institution=each.institution, name=each.name, ror=each.ror)
            for each in source.partners.select_related("institution")
        ]
    project = create_project(
        by=by,
        template=source.template,
        title=title,
        language=language,
        **description,
    )
    versions = list(_agreed_versions(source))
    answers = Answer.objects.bulk_create(
        Answer(
            project=project,
            question_id=version.answer.question_id,
            author=by,
            language=version.answer.language,
        )
        for version in versions
    )
    pairs = list(zip(answers, versions, strict=True))
    Draft.objects.bulk_create(
        Draft(
            answer=answer,
            content=version.content,
            content_digest=version.content_digest,
        )
        for answer, version in pairs
    )
    EarlierText.objects.bulk_create(
        EarlierText(answer=answer, source=version) for answer, version in pairs
    )
    write_event(
        project,
        by=by,
        verb=Verb.PLAN_COPIED,
        source=str(source.pk),
        drafts=len(pairs),
    )
    return project, len(pairs)


def _agreed_versions(project: Project) -> Iterator[AnswerVersion]:
    """What the plan carries: of each question at most one text in each language."""
    asked = read_template(project.template_id).by_id
    carried = [
        effective.version_id
        for (_project, question), resolution in resolutions([project.pk]).items()
        if question in asked
        for effective in resolution.effective.values()
    ]
    found = AnswerVersion.objects.select_related("answer").filter(pk__in=carried)
    seen = set()
    for version in found.order_by("pk"):
        key = version.answer.question_id, version.answer.language
        if version.content_digest != EMPTY_CONTENT and key not in seen:
            seen.add(key)
            yield version
