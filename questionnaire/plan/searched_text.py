"""The text by which a plan is found: never more than its librarians may read."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from questionnaire.content.kinds import KINDS
from questionnaire.content.prose import blocks_to_text
from questionnaire.lib.funders import texts_of
from questionnaire.models import Edition, Project
from questionnaire.plan.reading import consistent_snapshot
from questionnaire.plan.record import READABLE_FORMATS, Record, read_record
from questionnaire.vocabulary import ProjectStatus


def read_searched_text(project_id: uuid.UUID) -> tuple[str, datetime]:
    """(text, time of the last change that it includes).

    Always what identifies the project; also the text of the plan while it is in
    review, and of its newest edition at any other time. Raises Project.DoesNotExist.
    """
    with consistent_snapshot() as reader:
        project = Project.objects.using(reader).get(pk=project_id)
        people = (
            project.memberships.using(reader)
            .order_by("joined_at", "id")
            .values_list("user__name", "user__orcid", "user__email")
        )
        texts = [
            project.title,
            project.acronym,
            *(each for person in people for each in person),
            *texts_of(project.funder),
            project.grant_number,
            project.department,
            *(
                each
                for partner in project.partners.using(reader).select_related(
                    "institution"
                )
                for each in partner.label_in_both().values()
            ),
        ]
        record = _readable_record(project, reader)
    if record and record.get("format") in READABLE_FORMATS:
        texts += [record["project"]["summary"], *_answers(record)]
    return "\n".join(texts), project.updated_at


def read_answer_texts(record: Record) -> dict[str, str]:
    """{slug: the text of the answers to a question, in both languages}."""
    return {
        question["slug"]: "\n".join(_texts_of(question))
        for section in record["sections"]
        for question in section["questions"]
    }


def _readable_record(project: Project, reader: str) -> Record | None:
    if project.status == ProjectStatus.IN_REVIEW:
        return read_record(project.pk, using=reader)
    return (
        Edition.objects.using(reader)
        .filter(project=project)
        .order_by("-number")
        .values_list("plan", flat=True)
        .first()
    )


def _answers(record: Record) -> Iterator[str]:
    """The text of every answer in a record, in both languages."""
    for section in record["sections"]:
        for question in section["questions"]:
            yield from _texts_of(question)


def _texts_of(question: dict[str, Any]) -> Iterator[str]:
    for language, answer in question["answers"].items():
        for part in question["parts"]:
            value = answer["content"].get(part["key"])
            if value is not None:
                kind = KINDS[part["kind"]]
                yield blocks_to_text(kind.blocks(value, part["options"], language))
        for part in answer.get("former", ()):
            kind = KINDS[part["kind"]]
            yield blocks_to_text(kind.blocks(part["value"], part["options"], language))
