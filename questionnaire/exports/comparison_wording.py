"""The fixed text of a comparison of two plans.

In the language of the plans, as in wording.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from questionnaire.content.comparing import wording
from questionnaire.content.comparing.results import LineChange, ParagraphChange
from questionnaire.exports.wording import (
    Fact,
    in_language_of,
    page_words,
    template_line,
)
from questionnaire.lib.dates import day_text, plan_moment_text
from questionnaire.plan.document import Plan
from questionnaire.plan.edition_changes import PlanChanges, QuestionChange
from questionnaire.vocabulary import Language


@dataclass(frozen=True)
class ComparisonWording:
    """Fixed texts of one comparison."""

    kind: str
    stamp: str  # "From edition 1 to edition 2"
    running_footer: str
    page_before: str
    page_between: str
    page_after: str
    facts: tuple[Fact, ...]
    contents: str
    changed: str
    count: str
    legend: tuple[tuple[str, str, str], ...]  # (kind of mark, sample, its meaning)
    nothing_changed: str
    unchanged: str
    about: str
    digests: tuple[tuple[str, str], ...]  # (label, digest of a record)


def comparison_wording(changes: PlanChanges) -> ComparisonWording:
    """The ComparisonWording of these PlanChanges."""
    with in_language_of(changes.new):
        stamp = _from_to(changes)
        before, between, after = page_words()
        title = Truncator(changes.new.short_title).chars(50)
        digest_of = _("SHA-256 digest of the plan’s record: %(which)s")
        return ComparisonWording(
            kind=_("Comparison of two states of a data management plan"),
            stamp=stamp,
            running_footer=f"{title} – {stamp}",
            page_before=before,
            page_between=between,
            page_after=after,
            facts=tuple(_facts(changes)),
            contents=_("Contents"),
            changed=_("What changed"),
            count=_count(changes),
            legend=(
                ("added", _("added words"), _("underlined, after a plus sign")),
                (
                    "removed",
                    _("removed words"),
                    _("struck through, after a minus sign"),
                ),
                ("restyled", _("same words"), _("with other emphasis or a new link")),
                *(_legend_of_breaks() if _has_breaks(changes) else ()),
            ),
            nothing_changed=_("No answer differs."),
            unchanged=_("Questions whose answer is the same"),
            about=_("About this comparison"),
            digests=tuple(
                (digest_of % {"which": _state(plan)}, plan.digest)
                for plan in (changes.old, changes.new)
            ),
        )


def _legend_of_breaks() -> Iterator[tuple[str, str, str]]:
    yield "added", "¶", _("where one paragraph became two")
    yield "removed", "¶", _("where two paragraphs became one")


def _has_breaks(changes: PlanChanges) -> bool:
    """Whether any paragraph was divided or joined."""
    return any(
        word.is_break
        for change in changes.changed
        for _part, comparison in change.parts
        for paragraph in comparison.paragraphs
        for word in paragraph.words
    )


def change_notes(change: QuestionChange, plan: Plan) -> list[str]:
    """The sentences that introduce a changed question."""
    with in_language_of(plan):
        notes = []
        if change.old is None:
            notes.append(_("A new question"))
        elif change.new is None:
            notes.append(_("The template no longer asks this."))
        elif change.old.label != change.new.label:
            notes.append(_("Question %(label)s before") % {"label": change.old.label})
        if change.is_in_two_languages:
            notes.append(
                _("One is in French, the other in English: little will be the same.")
            )
        elif change.question.answer_language != plan.language:
            notes.append(
                _("Answer in French")
                if change.question.answer_language == Language.FR
                else _("Answer in English")
            )
        return notes


def place_notes(paragraph: ParagraphChange, plan: Plan) -> list[str]:
    """Where a paragraph that moved stands now, or stood; how it was divided."""
    with in_language_of(plan):
        notes = (wording.moved_note(paragraph), wording.divided_note(paragraph))
        return [note for note in notes if note]


def departed(name: str, note: str, plan: Plan) -> str:
    """Where a row that moved stands now, and its name."""
    with in_language_of(plan):
        return _("%(note)s: %(name)s") % {"note": note, "name": name}


def line_notes(line: LineChange, plan: Plan) -> list[str]:
    """The same of a line, and which kind of line it is now."""
    with in_language_of(plan):
        notes = (wording.line_moved_note(line), wording.place_note(line))
        return [note for note in notes if note]


def rows_the_same(count: int, plan: Plan) -> str:
    """The line that stands for so many rows without differences."""
    with in_language_of(plan):
        return ngettext(
            "%(count)s row without differences",
            "%(count)s rows without differences",
            count,
        ) % {"count": number_format(count, force_grouping=True)}


def row_word(plan: Plan) -> str:
    """The heading of the numbers of rows."""
    with in_language_of(plan):
        return _("Row")


def _from_to(changes: PlanChanges) -> str:
    if changes.new.is_draft:
        return _("From edition %(old)s to the draft of %(day)s") % {
            "old": changes.old.edition,
            "day": day_text(changes.new.as_of),
        }
    return _("From edition %(old)s to edition %(new)s") % {
        "old": changes.old.edition,
        "new": changes.new.edition,
    }


def _state(plan: Plan) -> str:
    if plan.is_draft:
        return pgettext("plan", "Draft")
    return _("Edition %(number)s") % {"number": plan.edition}


def _facts(changes: PlanChanges) -> Iterator[Fact]:
    for label, plan in ((_("Before"), changes.old), (_("After"), changes.new)):
        yield Fact(label, (f"{_state(plan)}, {plan_moment_text(plan.as_of)}",))
    if changes.is_of_one_template:
        yield Fact(_("Template"), (template_line(changes.new),))
    else:
        yield Fact(_("Template before"), (template_line(changes.old),))
        yield Fact(_("Template after"), (template_line(changes.new),))
    yield Fact(_("What changed"), (_count(changes), _words(changes)))


def _count(changes: PlanChanges) -> str:
    changed, same = len(changes.changed), len(changes.unchanged)
    return "{}, {}".format(
        ngettext("%(count)s question changed", "%(count)s questions changed", changed)
        % {"count": changed},
        ngettext("%(count)s the same", "%(count)s the same", same) % {"count": same},
    )


def _words(changes: PlanChanges) -> str:
    return "{}, {}".format(
        ngettext("%(count)s word added", "%(count)s words added", changes.added)
        % {"count": changes.added},
        ngettext("%(count)s removed", "%(count)s removed", changes.removed)
        % {"count": changes.removed},
    )
