"""What an export notes about an answer: its language, its source, what is not checked.

All of it in the plan's own language.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.exports.wording import Wording, in_language_of
from questionnaire.lib.dates import day_text
from questionnaire.plan.document import Plan, PlanQuestion, Provenance
from questionnaire.vocabulary import Language, QuestionStatus


def gap_text(question: PlanQuestion, words: Wording) -> str:
    """What is printed in place of an answer when a question has none."""
    if question.is_awaited:
        return words.awaited
    return words.undecided if question.is_undecided else words.unanswered


def language_note(question: PlanQuestion, plan: Plan) -> str:
    """What is noted above an answer; or "".

    That it is in the other language, somebody else’s translation, out of date, or one
    of two people’s texts that older decisions made one answer.
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
        if question.status == QuestionStatus.TO_DECIDE:
            notes.append(
                _(
                    "two people’s texts are agreed in two languages; the plan carries "
                    "this one until one is chosen"
                )
            )
        if question.may_be_out_of_date:
            notes.append(_out_of_date(question))
        elif question.is_partly_translated:
            notes.append(
                _("paragraphs of the text in English are not translated yet")
                if question.answer_language == Language.FR
                else _("paragraphs of the text in French are not translated yet")
            )
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
        if provenance.translated_from:
            text = _("%(text)s, translated from the text by %(names)s") % {
                "text": text,
                "names": ", ".join(provenance.translated_from),
            }
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
