"""From a plan record to the plan document of one language."""

from datetime import date, datetime
from typing import Any

from django.utils import translation

from questionnaire.content.kinds import KINDS, Content
from questionnaire.content.markdown import markdown_blocks
from questionnaire.credit import credit_labels
from questionnaire.former_members import name_in
from questionnaire.plan.document import (
    Guidance,
    Person,
    Plan,
    PlanPart,
    PlanQuestion,
    PlanSection,
    Provenance,
    ReviewedQuestion,
    ReviewEntry,
    SuggestedPart,
    TemplateInfo,
    UncheckedUnit,
)
from questionnaire.plan.record import READABLE_FORMATS, Record, record_digest
from questionnaire.vocabulary import Language, Role


class UnknownRecordFormat(ValueError):
    """The record was written by a later release than this one."""


def compose_plan(record: Record, language: str) -> Plan:
    """The plan document of `record` (see record.py) in `language`, "fr" or "en".

    Headings, labels and guidance are in `language`; an answer that exists only
    in the other language is included, and marked with that language.
    Raises UnknownRecordFormat.
    """
    if record.get("format") not in READABLE_FORMATS:
        raise UnknownRecordFormat(record.get("format"))
    project = record["project"]
    return Plan(
        language=language,
        project_id=project["id"],
        title=project["title"],
        short_title=project["acronym"] or project["title"],
        title_language=project["language"],
        summary=project["summary"],
        institution=project["institution"][language],
        partners=tuple(
            partner["name"][language] for partner in project.get("partners", ())
        ),
        funder=project["funder"],
        grant_number=project["grant_number"],
        starts_on=_day(project["starts_on"]),
        ends_on=_day(project["ends_on"]),
        people=tuple(_person(person, language) for person in record["people"]),
        template=_template(record["template"], language),
        sections=tuple(_section(section, language) for section in record["sections"]),
        edition=record["edition"],
        as_of=datetime.fromisoformat(record["as_of"]),
        digest=record_digest(
            {name: value for name, value in record.items() if name != "review"}
        ),
        review=tuple(
            _reviewed(question, language) for question in record.get("review", ())
        ),
    )


def _reviewed(question: dict[str, Any], language: str) -> ReviewedQuestion:
    return ReviewedQuestion(
        question["label"],
        tuple(
            ReviewEntry(
                **{
                    **entry,
                    **{
                        key: name_in(entry[key], language)
                        for key in ("by", "author", "settled_by", "translates")
                        if key in entry
                    },
                    **{
                        key: tuple(
                            name_in(name, language) for name in entry.get(key, ())
                        )
                        for key in ("sources", "translated_from")
                    },
                    "suggestion": tuple(
                        _suggested(part, entry["language"], language)
                        for part in entry.get("suggestion", ())
                    ),
                    "at": datetime.fromisoformat(entry["at"]),
                    "settled_at": datetime.fromisoformat(entry["settled_at"])
                    if "settled_at" in entry
                    else None,
                }
            )
            for entry in question["entries"]
        ),
    )


def _suggested(
    part: dict[str, Any], answer_language: str, language: str
) -> SuggestedPart:
    return SuggestedPart(
        letter=part["letter"],
        label=part["label"][language],
        blocks=KINDS[part["kind"]].blocks(
            part["value"], part["options"], answer_language
        ),
    )


def _person(person: dict[str, Any], language: str) -> Person:
    with translation.override(language):
        role_label = str(Role(person["role"]).label)
    return Person(
        name=name_in(person["name"], language),
        role=person["role"],
        role_label=role_label,
        orcid=person["orcid"],
        institution=person["institution"],
        credit_roles=credit_labels(person["credit_roles"], language),
    )


def _template(template: dict[str, Any], language: str) -> TemplateInfo:
    return TemplateInfo(
        title=template["title"][language],
        version=template["version"],
        doi=template["doi"],
        licence=template["licence"],
        summary=markdown_blocks(template["summary"][language]),
        summary_heading=template["summary_heading"][language],
    )


def _section(section: dict[str, Any], language: str) -> PlanSection:
    return PlanSection(
        number=section["number"],
        slug=section["slug"],
        title=section["title"][language],
        questions=tuple(
            _question(question, section["number"], language)
            for question in section["questions"]
        ),
    )


def _question(
    question: dict[str, Any], section_number: int, language: str
) -> PlanQuestion:
    answers = question["answers"]
    answer_language = language
    if answers and language not in answers:
        answer_language = Language(language).other.value
    answer = answers.get(answer_language, {})
    saved_at = answer.get("saved_at")
    return PlanQuestion(
        label=f"{section_number}.{question['number']}",
        slug=question["slug"],
        text=question["text"][language],
        guidance=tuple(
            Guidance(
                title=advice["title"][language],
                blocks=markdown_blocks(advice["body"][language]),
            )
            for advice in question["guidance"]
        ),
        parts=tuple(
            _part(part, answer.get("content", {}), language, answer_language)
            for part in question["parts"]
        ),
        answer_language=answer_language,
        status=question["status"],
        may_be_out_of_date=answer.get("may_be_out_of_date", False),
        is_partly_translated=answer.get("is_partial", False),
        counterpart_changed_at=_counterpart_changed_at(answers, answer_language),
        authors=tuple(name_in(name, language) for name in answer.get("authors", ())),
        answered_at=datetime.fromisoformat(saved_at) if saved_at else None,
        provenance=_provenance(answer, language, answer_language),
        former=tuple(
            _part(each, {each["key"]: each["value"]}, language, answer_language)
            for each in answer.get("former", ())
        ),
        unchecked=tuple(
            UncheckedUnit(each["column"][language], each["former"][language], count)
            for each in answer.get("unchecked", ())
            if (count := each["count"])
        ),
    )


def _counterpart_changed_at(answers: dict[str, Any], language: str) -> datetime | None:
    """When the text was changed with which the one in this language is out of date."""
    if not answers.get(language, {}).get("may_be_out_of_date"):
        return None
    saved_at = answers.get(Language(language).other.value, {}).get("saved_at")
    return datetime.fromisoformat(saved_at) if saved_at else None


def _provenance(
    answer: dict[str, Any], language: str, written: str
) -> Provenance | None:
    """Who wrote the text, or None if the record does not say.

    Sources in another language than the one that it is `written` in are translated.
    """
    if "sources" not in answer:
        return None
    decision, translated = answer["decision"], answer.get("translates")
    others = [
        (source["language"], name_in(source["author"], language))
        for source in answer["sources"]
        if source["author"] not in answer["authors"] or source.get("is_namesake")
    ]
    translates = name_in(translated["author"], language) if translated else ""
    return Provenance(
        writer=name_in(answer["authors"][0], language),
        version=answer["version"],
        sources=tuple(dict.fromkeys(name for each, name in others if each == written)),
        translated_from=tuple(
            dict.fromkeys(
                name for each, name in others if each != written and name != translates
            )
        ),
        translates=translates,
        decided_by=name_in(decision["by"], language) if decision else "",
        decided_at=datetime.fromisoformat(decision["at"]) if decision else None,
    )


def _part(
    part: dict[str, Any], content: Content, language: str, answer_language: str
) -> PlanPart:
    value = content.get(part["key"])
    return PlanPart(
        key=part["key"],
        letter=part["letter"],
        label=part["label"][language],
        kind=part["kind"],
        blocks=()
        if value is None
        else KINDS[part["kind"]].blocks(value, part["options"], answer_language),
        value=value,
        options=part["options"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
