"""The review record as lines of text and blocks, in the plan's own language."""

from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.content.blocks import Block
from questionnaire.exports.wording import in_language_of
from questionnaire.lib.dates import moment_text
from questionnaire.plan.document import Plan, ReviewEntry
from questionnaire.vocabulary import Language

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


# A line of text, or the blocks of a wording that is proposed, in the answer's language.
ReviewLine: TypeAlias = str | tuple[Block, ...]


def review_lines(entry: ReviewEntry, plan: Plan) -> list[ReviewLine]:
    """An action of the review: a line on who did what, then what they wrote."""
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
        lines: list[ReviewLine] = [sentence]
        if entry.is_hidden:
            lines.append(_("This comment was hidden."))
        if entry.translates:
            lines.append(
                _("It is taken as a translation of the text by %(name)s.")
                % {"name": entry.translates}
            )
        if entry.sources:
            names = ", ".join(entry.sources)
            lines.append(_("It includes text by %(names)s.") % {"names": names})
        if entry.translated_from:
            names = ", ".join(entry.translated_from)
            lines.append(_("It translates text by %(names)s.") % {"names": names})
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
        for part in entry.suggestion:
            if part.letter:
                lines.append(f"{part.letter} {part.label}")
            lines.append(part.blocks)
        if entry.settled_by and entry.settled_at:
            words = {"name": entry.settled_by, "day": moment_text(entry.settled_at)}
            lines.append(_("Settled by %(name)s on %(day)s") % words)
        return [line for line in lines if not isinstance(line, str) or line.strip()]
