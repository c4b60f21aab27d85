"""What of a plan an export prints, whatever the format."""

import re
from dataclasses import dataclass

from questionnaire.vocabulary import Role

# A question's first sentence; a stop in the first letters is an abbreviation's.
_FIRST_SENTENCE = re.compile(r".{15,}?[.?!…](?=\s+[A-ZÀ-Ý])")
_LONGEST_HEADING = 100


@dataclass(frozen=True)
class Chapter:
    """A section with the questions that are printed."""

    section: object  # PlanSection
    questions: tuple


@dataclass(frozen=True)
class Contributor:
    """A person named in the list of contributors."""

    name: str
    role_label: str
    institution: str
    orcid: str
    labels: tuple[str, ...]  # of the questions whose answer is theirs
    credit_roles: tuple[str, ...] = ()

    @property
    def affiliation(self):
        """Role, institution and roles in the research, as far as they are known."""
        affiliation = ", ".join(filter(None, (self.role_label, self.institution)))
        return " – ".join(filter(None, (affiliation, ", ".join(self.credit_roles))))


def chapters(plan, options):
    """The sections to print; those left without a question are left out."""
    kept = (
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
    return tuple(chapter for chapter in kept if chapter.questions)


def contributors(plan):
    """Who made the plan: its members but viewers, and whoever wrote an answer in it.

    A person who left the project keeps the credit for the answers that stay.
    """
    written = {}
    for question in plan.questions:
        for author in question.authors if question.is_answered else ():
            written.setdefault(author, []).append(question.label)
    listed = [
        Contributor(
            name=person.name,
            role_label=person.role_label,
            institution=person.institution,
            orcid=person.orcid,
            labels=tuple(written.pop(person.name, ())),
            credit_roles=person.credit_roles,
        )
        for person in plan.people
        if person.role != Role.VIEWER or person.name in written
    ]
    listed.extend(
        Contributor(name, "", "", "", tuple(labels)) for name, labels in written.items()
    )
    return tuple(listed)


def short_question(text):
    """A question as a table of contents shows it: its first sentence, cut if long."""
    found = _FIRST_SENTENCE.match(text)
    short = found[0] if found else text
    if len(short) <= _LONGEST_HEADING:
        return short
    return short[: _LONGEST_HEADING - 1].rsplit(None, 1)[0].rstrip(",;: ") + "…"


def find_question(plan, label):
    """The question of this number in the plan."""
    return next(each for each in plan.questions if each.label == label)


def subtitle(plan):
    """What the title says beside the short title; "" when nothing."""
    if plan.title == plan.short_title:
        return ""
    rest = re.sub(rf"^{re.escape(plan.short_title)}\s*[:–—-]\s*", "", plan.title)
    return rest[:1].upper() + rest[1:]


def paragraphs(text):
    """The paragraphs of a plain text, parted by empty lines."""
    return tuple(
        paragraph.strip()
        for paragraph in re.split(r"\n\s*\n", text)
        if paragraph.strip()
    )


def anchor(question):
    """Name of the place of a question in the file, in every version of its template."""
    return f"q-{question.slug}"
