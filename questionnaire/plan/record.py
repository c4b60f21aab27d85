"""The plan record: a whole plan as JSON data, in both languages.

An edition stores it, and `compose_plan` turns it into the plan document of one
language. Its format has a number (`RECORD_FORMAT`): an edition stays readable as
long as `compose_plan` knows its number.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from questionnaire.bilingual import LANGUAGES, both
from questionnaire.content.kinds import conform_to_schema
from questionnaire.lib.canonical import digest
from questionnaire.models import (
    AnswerVersion,
    Decision,
    Membership,
    MoveCheck,
    Part,
    Partner,
    PlanTemplate,
    Project,
    Question,
)
from questionnaire.plan.following import EffectiveVersion
from questionnaire.plan.former_values import FormerValues
from questionnaire.plan.move_checks import unchecked_numbers, unit_checks
from questionnaire.plan.reading import (
    consistent_snapshot,
    resolutions,
)
from questionnaire.plan.resolution import Resolution, resolve
from questionnaire.plan.sources import TextSource, read_sources
from questionnaire.plan.templates import read_template

# A whole plan as JSON data.
Record: TypeAlias = dict[str, Any]

RECORD_FORMAT = 2
# Format 1 had no sources and decisions.
READABLE_FORMATS = (1, RECORD_FORMAT)


def read_record(project_id: uuid.UUID, using: str | None = None) -> Record:
    """The record of the live plan, read from one snapshot.

    Eight queries, however many answers and versions there are. An action that has
    locked the project passes the alias it writes to. Raises Project.DoesNotExist.
    """
    if using is not None:
        return _read(project_id, using)
    with consistent_snapshot() as reader:
        return _read(project_id, reader)


def question_labels(record: Record) -> dict[str, str]:
    """{slug: "2.3"} of every question in a record, in order."""
    return {
        question["slug"]: f"{section['number']}.{question['number']}"
        for section in record["sections"]
        for question in section["questions"]
    }


def record_digest(record: Record) -> str:
    """SHA-256 over the canonical JSON of a record: the identity of its content."""
    return digest(record)


def _read(project_id: uuid.UUID, using: str) -> Record:
    project = (
        Project.objects.using(using).select_related("institution").get(pk=project_id)
    )
    partners = project.partners.using(using).select_related("institution")
    template = read_template(project.template_id)
    resolved = resolutions([project.pk], using)
    versions = _effective_versions(resolved.values(), using)
    decisions = _decisions(versions, using)
    credited = read_sources(versions, using)
    checks = unit_checks(project, using)
    former_values = FormerValues(template.template)
    unanswered = resolve(())
    sections: list[dict[str, Any]] = []
    for question in template.questions:
        section, parts = question.section, question.parts.all()
        if not sections or sections[-1]["number"] != section.position:
            sections.append(
                {
                    "number": section.position,
                    "slug": section.slug,
                    "title": both(section, "title"),
                    "questions": [],
                }
            )
        sections[-1]["questions"].append(
            {
                "number": question.number,
                "slug": question.slug,
                "text": both(question, "text"),
                "guidance": _guidance_data(question),
                "parts": [part_data(part) for part in parts],
                **_answer_data(
                    resolved.get((project.pk, question.pk), unanswered),
                    question,
                    checks.get(question.slug, ()),
                    former_values,
                    versions,
                    decisions,
                    credited,
                ),
            }
        )
    return {
        "format": RECORD_FORMAT,
        "edition": None,
        "as_of": project.updated_at.isoformat(),
        "project": _project_data(project, partners),
        "people": _people_data(project_id, using),
        "template": _template_data(template.template),
        "sections": sections,
    }


def _effective_versions(
    resolved: Iterable[Resolution], using: str
) -> dict[int, AnswerVersion]:
    """{version id: version} of everything that the plan carries. One query."""
    wanted = [
        effective.version_id
        for resolution in resolved
        for effective in resolution.effective.values()
    ]
    return (
        AnswerVersion.objects.using(using)
        .select_related("answer__author")
        .in_bulk(wanted)
    )


def _decisions(
    versions: Mapping[int, AnswerVersion], using: str
) -> dict[int, Decision]:
    """{decision id: decision} of those for one of these versions. One query."""
    decisions = Decision.objects.using(using).filter(version__in=versions)
    return {
        decision.pk: decision
        for decision in decisions.select_related(
            "decided_by", "translation_of__answer__author"
        ).defer("translation_of__content")
    }


def _answer_data(
    resolution: Resolution,
    question: Question,
    checks: Iterable[MoveCheck],
    former_values: FormerValues,
    versions: Mapping[int, AnswerVersion],
    decisions: Mapping[int, Decision],
    credited: Mapping[int, Sequence[TextSource]],
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    parts = question.parts.all()
    for language in LANGUAGES:
        effective = resolution.effective.get(language)
        if effective is None:
            continue
        version = versions[effective.version_id]
        answers[language] = {
            "content": conform_to_schema(version.content, parts),
            "authors": [version.answer.author.name],
            "version": version.number,
            "saved_at": version.created_at.isoformat(),
            "origin": version.origin,
            "sources": [
                {
                    "author": source.author.name,
                    "language": source.language,
                    "version": source.number,
                    **_namesake(source, version),
                }
                for source in credited.get(version.pk, ())
            ],
            "decision": _decision_data(
                decisions.get(effective.decision_id) if effective.decision_id else None
            ),
            "may_be_out_of_date": effective.may_be_out_of_date,
            **({"is_partial": True} if effective.is_partial else {}),
            "translates": _translated(effective, decisions),
            **_left_by_moves(question, version, checks, former_values),
        }
    return {"status": resolution.status.value, "answers": answers}


def _namesake(source: TextSource, version: AnswerVersion) -> dict[str, bool]:
    """That a source is by somebody else of the same name: its author is credited."""
    one, other = source.author, version.answer.author
    return {"is_namesake": True} if one != other and one.name == other.name else {}


def _left_by_moves(
    question: Question,
    version: AnswerVersion,
    checks: Iterable[MoveCheck],
    former_values: FormerValues,
) -> dict[str, Any]:
    """What moves to newer templates left of a text: nothing, for most.

    `former` are values that the question no longer takes, each with the part that asked
    for it; `unchecked` are numbers in a column whose unit has changed.
    """
    former = [
        {**part_data(part), "value": value}
        for part, value in former_values.of(question, version.content)
    ]
    unchecked = [
        {"former": check.former, "count": count, "column": check.column}
        for check in checks
        if (count := unchecked_numbers(check, version.pk, version.content))
    ]
    found = {"former": former, "unchecked": unchecked}
    return {name: each for name, each in found.items() if each}


def _translated(
    effective: EffectiveVersion, decisions: Mapping[int, Decision]
) -> dict[str, str] | None:
    """Whose text this one was taken as a translation of; None for no such text."""
    if effective.translates_author_id is None or effective.decision_id is None:
        return None
    version = decisions[effective.decision_id].translation_of
    if version is None:
        return None
    return {"author": version.answer.author.name, "language": version.answer.language}


def _decision_data(decision: Decision | None) -> dict[str, str] | None:
    """Who agreed and when; None for a text without a decision."""
    if decision is None:
        return None
    return {
        "by": decision.decided_by.name,
        "at": decision.decided_at.isoformat(),
    }


def part_data(part: Part) -> dict[str, Any]:
    """What a record says of a part of a question, without an answer to it."""
    return {
        "key": part.key,
        "letter": part.letter,
        "label": both(part, "label"),
        "kind": part.kind,
        "options": part.options,
    }


def _guidance_data(question: Question) -> list[dict[str, Any]]:
    addition = getattr(question, "addition", None)
    titles = addition.guidance_titles if addition else {}
    data = []
    for advice in question.guidance.all():
        title = both(advice, "title")
        if not title["fr"]:
            title = titles.get(advice.slug, title)
        data.append({"title": title, "body": both(advice, "body")})
    return data


def _project_data(project: Project, partners: Iterable[Partner]) -> dict[str, Any]:
    institution = project.institution
    return {
        "id": str(project.pk),
        "title": project.title,
        "acronym": project.acronym,
        "summary": project.summary,
        "language": project.language,
        "institution": both(institution, "name")
        if institution
        else dict.fromkeys(LANGUAGES, project.institution_name),
        "ror": institution.ror if institution else "",
        # Records of earlier releases lack these two.
        "partners": [
            {"name": partner.label_in_both(), "ror": partner.identifier}
            for partner in partners
        ],
        "funder": project.funder,
        "grant_number": project.grant_number,
        "starts_on": _iso(project.starts_on),
        "ends_on": _iso(project.ends_on),
    }


def _people_data(project_id: uuid.UUID, using: str) -> list[dict[str, Any]]:
    members = (
        Membership.objects.using(using)
        .filter(project=project_id)
        .select_related("user")
        .order_by("joined_at", "id")
    )
    return [
        {
            "name": member.user.name,
            "role": member.role,
            "orcid": member.user.orcid,
            "institution": member.user.institution_claimed,
            "credit_roles": member.credit_roles,
        }
        for member in members
    ]


def _template_data(template: PlanTemplate) -> dict[str, Any]:
    return {
        "slug": template.slug,
        "version": template.version,
        "title": both(template, "title"),
        "summary_heading": both(template, "summary_heading"),
        "summary": both(template, "summary"),
        "doi": template.doi,
        "licence": template.licence,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
