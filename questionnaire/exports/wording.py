"""The fixed text of an export, in the plan's own language.

The reader's language does not matter: a French plan says “Ébauche” to everybody.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from questionnaire.lib.dates import day_text, moment_text
from questionnaire.plan.document import (
    Person,
    Plan,
    PlanQuestion,
    PlanSection,
    Provenance,
    ReviewEntry,
)
from questionnaire.vocabulary import Language

# RFC 5646 tags of the two languages as written in Canada.
LANGUAGE_TAGS = {"fr": "fr-CA", "en": "en-CA"}

_REVIEW_SENTENCES = {
    "agreed": gettext_lazy(
        "%(name)s agreed on version %(number)s by %(author)s on %(day)s"
    ),
    "withdrawn": gettext_lazy("%(name)s withdrew the decision on %(day)s"),
    "request": gettext_lazy(
        "%(name)s asked for changes to version %(number)s by %(author)s on %(day)s"
    ),
    "comment": gettext_lazy("%(name)s commented on %(day)s"),
    "reply": gettext_lazy("%(name)s replied on %(day)s"),
}


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
    nothing_answered: str
    contributors: str
    review: str
    about: str
    made_from: str
    template: str  # its title and version
    facts: tuple[Fact, ...]


@contextmanager
def in_language_of(plan: Plan) -> Iterator[None]:
    """Activate the plan's language inside the block."""
    with translation.override(plan.language):
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
            nothing_answered=_("No question is answered yet."),
            contributors=_("Contributors"),
            review=_("Review record"),
            about=_("About this plan"),
            made_from=_("SHA-256 digest of the plan’s record"),
            template=template_line(plan),
            facts=tuple(_facts(plan, date)),
        )


def gap_text(question: PlanQuestion, words: Wording) -> str:
    """What is printed in place of an answer when a question has none."""
    return words.undecided if question.is_undecided else words.unanswered


def language_note(question: PlanQuestion, plan: Plan) -> str:
    """What is noted above an answer; or "".

    That it is in the other language, somebody else’s translation, or out of date.
    """
    with in_language_of(plan):
        notes = []
        if question.answer_language != plan.language:
            notes.append(
                _("Answer in French")
                if question.answer_language == Language.FR
                else _("Answer in English")
            )
        provenance = question.provenance
        if provenance is not None and provenance.translates:
            notes.append(translation_text(question.answer_language, provenance))
        if question.may_be_out_of_date:
            notes.append(_out_of_date(question))
        note = "; ".join(notes)
        return note[:1].upper() + note[1:]


def _out_of_date(question: PlanQuestion) -> str:
    """“the text in English was changed on 14 November 2026, after this one”."""
    is_french = question.answer_language == Language.FR
    changed_at = question.counterpart_changed_at
    if changed_at is None:  # a record of an earlier release
        return (
            _("the text in English has changed since")
            if is_french
            else _("the text in French has changed since")
        )
    text = (
        _("the text in English was changed on %(day)s, after this one")
        if is_french
        else _("the text in French was changed on %(day)s, after this one")
    )
    return text % {"day": day_text(changed_at)}


def unit_notes(question: PlanQuestion, plan: Plan) -> list[str]:
    """A note for each column with numbers unchecked since its unit changed."""
    with in_language_of(plan):
        return [
            ngettext(
                "%(count)s number in “%(column)s” was written for “%(former)s” and is "
                "not checked yet.",
                "%(count)s numbers in “%(column)s” were written for “%(former)s” and "
                "are not checked yet.",
                unit.count,
            )
            % {"count": unit.count, "column": unit.column, "former": unit.former}
            for unit in question.unchecked
        ]


def former_note(plan: Plan) -> str:
    """What stands above values that the template no longer takes."""
    with in_language_of(plan):
        return _(
            "The template no longer takes the following values. They are in no table "
            "or total above."
        )


def translation_text(language: str, provenance: Provenance) -> str:
    """“English translation by Daniel Okafor”, in the active language."""
    sentence = (
        _("French translation by %(name)s")
        if language == Language.FR
        else _("English translation by %(name)s")
    )
    return sentence % {"name": provenance.writer}


def provenance_text(question: PlanQuestion, plan: Plan) -> str:
    """“Text by Amina, edited by Dr Roy, version 5; agreed by Dr Roy on…”; or ""."""
    provenance = question.provenance
    if provenance is None:
        return ""
    with in_language_of(plan):
        words = {
            "name": provenance.writer,
            "number": provenance.version,
            "sources": ", ".join(provenance.sources),
        }
        text = (
            _("Text by %(sources)s, edited by %(name)s, version %(number)s")
            if provenance.sources
            else _("Text by %(name)s, version %(number)s")
        ) % words
        if provenance.translates:
            text = _("%(text)s, taken as a translation of the text by %(name)s") % {
                "text": text,
                "name": provenance.translates,
            }
        if not provenance.decided_by or provenance.decided_at is None:
            return text
        agreed = _("agreed by %(name)s on %(day)s") % {
            "name": provenance.decided_by,
            "day": day_text(provenance.decided_at),
        }
        return f"{text}; {agreed}"


def review_lines(entry: ReviewEntry, plan: Plan) -> list[str]:
    """An action of the review as lines of text: who did what, then what they wrote."""
    with in_language_of(plan):
        words = {
            "name": entry.by,
            "author": entry.author,
            "number": entry.version,
            "day": moment_text(entry.at),
        }
        sentence = str(_REVIEW_SENTENCES[entry.kind]) % words
        if entry.language == Language.FR:
            sentence = _("%(sentence)s (in French)") % {"sentence": sentence}
        elif entry.language == Language.EN:
            sentence = _("%(sentence)s (in English)") % {"sentence": sentence}
        lines = [sentence]
        if entry.is_hidden:
            lines.append(_("This comment was hidden."))
        if entry.sources:
            names = ", ".join(entry.sources)
            lines.append(_("It includes text by %(names)s.") % {"names": names})
        if entry.quote:
            passage = {"name": entry.author, "text": entry.quote}
            lines.append(
                _("Passage by %(name)s: %(text)s") % passage
                if entry.author
                else _("Passage: %(text)s") % passage
            )
        lines.extend(entry.text.splitlines())
        if entry.suggestion:
            lines.append(_("Wording proposed:"))
            lines.extend(entry.suggestion.splitlines())
        if entry.settled_by and entry.settled_at:
            words = {"name": entry.settled_by, "day": moment_text(entry.settled_at)}
            lines.append(_("Settled by %(name)s on %(day)s") % words)
        return [line for line in lines if line.strip()]


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


def _facts(plan: Plan, date: str) -> Iterator[Fact]:
    leaders = plan.principal_investigators
    if leaders:
        label = leaders[0].role_label
        if len(leaders) > 1:
            label = _("Principal investigators")
        yield Fact(label, tuple(person_line(person) for person in leaders))
    if plan.institution:
        yield Fact(_("Institution"), (plan.institution,))
    if funding := _funding(plan):
        yield Fact(_("Funding"), (funding,))
    if period := _period(plan):
        yield Fact(_("Project dates"), (period,))
    yield Fact(_("Template"), (template_line(plan),))
    yield Fact(_("Date of the plan"), (date,))
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
