"""The fixed text of an export, in the plan's own language.

The reader's language does not matter: a French plan says “Ébauche” to everybody.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from questionnaire.lib.dates import day_text, plan_moment_text, time_zone_of_plans
from questionnaire.plan.document import (
    Person,
    Plan,
    PlanSection,
)
from questionnaire.vocabulary import Language

# RFC 5646 tags of the two languages as written in Canada.
LANGUAGE_TAGS = {"fr": "fr-CA", "en": "en-CA"}


@dataclass(frozen=True)
class Fact:
    """An entry of the cover: a label, and the lines under it."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """Fixed texts and dates of one plan's export."""

    kind: str  # "Data management plan"
    stamp: str  # "Draft", "Edition 2"
    date: str
    running_footer: str
    page_before: str  # "Page "
    page_between: str  # " of "
    page_after: str
    contents: str
    summary: str
    guidance: str
    unanswered: str
    undecided: str
    awaited: str
    nothing_answered: str
    contributors: str
    review: str
    about: str
    made_from: str
    template: str  # its title and version
    facts: tuple[Fact, ...]


@contextmanager
def in_language_of(plan: Plan) -> Iterator[None]:
    """Activate the plan's language, and the time zone of plans, inside the block."""
    with translation.override(plan.language), time_zone_of_plans():
        yield


def wording(plan: Plan) -> Wording:
    """The Wording of this plan."""
    with in_language_of(plan):
        date = day_text(plan.as_of)
        before, between, after = page_words()
        return Wording(
            kind=_("Data management plan"),
            stamp=_stamp(plan),
            date=date,
            running_footer=_running_footer(plan, date),
            page_before=before,
            page_between=between,
            page_after=after,
            contents=_("Contents"),
            summary=_("Project summary"),
            guidance=_("Guidance"),
            unanswered=_("Not answered yet"),
            undecided=_("Several answers are proposed; none has been chosen yet."),
            awaited=_("Changes are requested; no answer has been chosen yet."),
            nothing_answered=_("No question is answered yet."),
            contributors=_("Contributors"),
            review=_("Review record"),
            about=_("About this plan"),
            made_from=_("SHA-256 digest of the plan’s record"),
            template=template_line(plan),
            facts=tuple(_facts(plan)),
        )


def section_count(section: PlanSection, plan: Plan) -> str:
    """“3 questions, 2 answers”."""
    with in_language_of(plan):
        total = len(section.questions)
        questions = ngettext("%(count)s question", "%(count)s questions", total)
        answers = ngettext("%(count)s answer", "%(count)s answers", section.answered)
        return "{}, {}".format(
            questions % {"count": total}, answers % {"count": section.answered}
        )


def answer_list(labels: Sequence[str], plan: Plan) -> str:
    """“Answers in the plan: 1.1, 2.3”, for the list of contributors."""
    with in_language_of(plan):
        text = ngettext(
            "Answer in the plan: %(labels)s", "Answers in the plan: %(labels)s",
            len(labels),
        )  # fmt: skip
        return text % {"labels": ", ".join(labels)}


def _stamp(plan: Plan) -> str:
    if plan.is_draft:
        return pgettext("plan", "Draft")
    return _("Edition %(number)s") % {"number": plan.edition}


def _running_footer(plan: Plan, date: str) -> str:
    if plan.is_draft:
        text = _("Draft – %(title)s, %(date)s")
    else:
        text = _("%(title)s – edition %(number)s, %(date)s")
    title = Truncator(plan.short_title).chars(60)
    return text % {"title": title, "number": plan.edition, "date": date}


def page_words() -> list[str]:
    """The three pieces of text around the numbers of “Page 2 of 9”."""
    text = _("Page %(page)s of %(pages)s") % {"page": "\0", "pages": "\0"}
    return text.split("\0")


def _facts(plan: Plan) -> Iterator[Fact]:
    leaders = plan.principal_investigators
    if leaders:
        label = leaders[0].role_label
        if len(leaders) > 1:
            label = _("Principal investigators")
        yield Fact(label, tuple(person_line(person) for person in leaders))
    if plan.institution:
        label = _("Lead institution") if plan.partners else _("Institution")
        yield Fact(label, (plan.institution,))
    if plan.partners:
        yield Fact(_("Partner institutions"), plan.partners)
    if funding := _funding(plan):
        yield Fact(_("Funding"), (funding,))
    if period := _period(plan):
        yield Fact(_("Project dates"), (period,))
    yield Fact(_("Template"), (template_line(plan),))
    yield Fact(_("Date of the plan"), (plan_moment_text(plan.as_of),))
    yield Fact(_("Language"), (_languages(plan),))
    if plan.is_draft:
        yield Fact(_("Progress"), (_progress(plan),))


def person_line(person: Person) -> str:
    """A name, with the institution when it is known."""
    return ", ".join(filter(None, (person.name, person.institution)))


def template_line(plan: Plan) -> str:
    """The template’s title and version."""
    version = _("version %(number)s") % {"number": plan.template.version}
    return f"{plan.template.title}, {version}"


def _funding(plan: Plan) -> str:
    grant = ""
    if plan.grant_number:
        grant = _("grant number %(number)s") % {"number": plan.grant_number}
    text = ", ".join(filter(None, (plan.funder, grant)))
    return text[:1].upper() + text[1:]


def _period(plan: Plan) -> str:
    dates = {
        "start": day_text(plan.starts_on) if plan.starts_on else "",
        "end": day_text(plan.ends_on) if plan.ends_on else "",
    }
    if plan.starts_on and plan.ends_on:
        return _("From %(start)s to %(end)s") % dates
    if plan.starts_on:
        return _("From %(start)s") % dates
    return _("Until %(end)s") % dates if plan.ends_on else ""


def _languages(plan: Plan) -> str:
    has_others = any(
        question.is_answered and question.answer_language != plan.language
        for question in plan.questions
    )
    if plan.language == Language.FR:
        return _("French, with answers in English") if has_others else _("French")
    return _("English, with answers in French") if has_others else _("English")


def _progress(plan: Plan) -> str:
    total = len(plan.questions)
    text = ngettext(
        "%(answered)s of %(count)s question answered",
        "%(answered)s of %(count)s questions answered",
        total,
    )
    return text % {"answered": plan.answered, "count": total}
