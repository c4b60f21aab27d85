"""What an export prints of a plan, whatever the format."""

import re
from dataclasses import dataclass

from questionnaire.plan.document import (
    ExportOptions,
    Plan,
    PlanQuestion,
    PlanSection,
)
from questionnaire.vocabulary import Role

# A question's first sentence; a full stop in its first letters ends an abbreviation.
_FIRST_SENTENCE = re.compile(r".{15,}?[.?!…](?=\s+[A-ZÀ-Ý])")
_MAX_HEADING_LENGTH = 100


@dataclass(frozen=True)
class Chapter:
    """A section with the questions to print."""

    section: PlanSection
    questions: tuple[PlanQuestion, ...]


@dataclass(frozen=True)
class Contributor:
    """A person named in the list of contributors."""

    name: str
    role_label: str
    institution: str
    orcid: str
    labels: tuple[str, ...]  # of the questions that they answered
    credit_roles: tuple[str, ...] = ()

    @property
    def affiliation(self) -> str:
        """Role, institution and roles in the research, those that are known."""
        affiliation = ", ".join(filter(None, (self.role_label, self.institution)))
        return " – ".join(filter(None, (affiliation, ", ".join(self.credit_roles))))


def chapters(plan: Plan, options: ExportOptions) -> tuple[Chapter, ...]:
    """The sections to print; those without a question to print are left out."""
    found = (
        Chapter(
            section,
            tuple(
                question
                for question in section.questions
                if options.unanswered or question.is_answered
            ),
        )
        for section in plan.sections
    )
    return tuple(chapter for chapter in found if chapter.questions)


def contributors(plan: Plan) -> tuple[Contributor, ...]:
    """Who made the plan: its members except viewers, and all whose text is in it.

    A person who left the project keeps the credit for answers that are still in it.
    """
    written: dict[str, list[str]] = {}
    for question in plan.questions:
        for person in question.contributors if question.is_answered else ():
            written.setdefault(person, []).append(question.label)
    listed = [
        Contributor(
            name=member.name,
            role_label=member.role_label,
            institution=member.institution,
            orcid=member.orcid,
            labels=tuple(written.pop(member.name, ())),
            credit_roles=member.credit_roles,
        )
        for member in plan.people
        if member.role != Role.VIEWER or member.name in written
    ]
    listed.extend(
        Contributor(name, "", "", "", tuple(labels)) for name, labels in written.items()
    )
    return tuple(listed)


def short_question(text: str) -> str:
    """A question as a table of contents shows it: its first sentence, shortened."""
    found = _FIRST_SENTENCE.match(text)
    short = found[0] if found else text
    if len(short) <= _MAX_HEADING_LENGTH:
        return short
    return short[: _MAX_HEADING_LENGTH - 1].rsplit(None, 1)[0].rstrip(",;: ") + "…"


def find_question(plan: Plan, label: str) -> PlanQuestion:
    """The question with this number in the plan."""
    return next(each for each in plan.questions if each.label == label)


def subtitle(plan: Plan) -> str:
    """What the title says besides the short title, or ""."""
    if plan.title == plan.short_title:
        return ""
    rest = re.sub(rf"^{re.escape(plan.short_title)}\s*[:–—-]\s*", "", plan.title)
    return rest[:1].upper() + rest[1:]


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text, separated by empty lines."""
    return tuple(
        paragraph.strip()
        for paragraph in re.split(r"\n\s*\n", text)
        if paragraph.strip()
    )


def anchor(question: PlanQuestion) -> str:
    """The anchor of a question in the file, the same in every template version."""
    return f"q-{question.slug}"
