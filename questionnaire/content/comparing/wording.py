"""How changes of place are worded, on pages and in files."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.content.comparing.results import LineChange, ParagraphChange

_NAMED_WITH = 12


def number_label(change: ParagraphChange) -> str:
    """Which paragraph or row it is; of the older text where it stands there only."""
    number = {"number": change.number}
    if change.kind == "removed":
        if change.is_row:
            return _("Earlier row %(number)s") % number
        return _("Earlier paragraph %(number)s") % number
    if change.is_row:
        return _("Row %(number)s") % number
    return _("Paragraph %(number)s") % number


def moved_note(change: ParagraphChange) -> str:
    """Where a paragraph or row that moved stands now, or stood; "" if it did not."""
    if not change.is_moved:
        return ""
    if change.is_departure:
        number = change.new_number
        if not number:
            return _("Moved from here")
        if change.is_row:
            return _("Moved to row %(number)s") % {"number": number}
        return _("Moved to paragraph %(number)s") % {"number": number}
    number = change.old_number
    if not number:
        return _("Moved to here")
    if change.is_row:
        return _("Moved here from row %(number)s") % {"number": number}
    return _("Moved here from paragraph %(number)s") % {"number": number}


def opening(change: ParagraphChange) -> str:
    """The first words of what stood here, by which it is named."""
    text = " ".join(
        "".join(word.text for word in line.old_words) for line in change.lines
    )
    return Truncator(text).words(_NAMED_WITH, truncate="…")


def line_moved_note(line: LineChange) -> str:
    """That a line moved within its list, or to or from another one; "" if not."""
    if not line.is_moved:
        return ""
    return _("moved from here") if line.is_departure else _("moved to here")


def divided_note(change: ParagraphChange) -> str:
    """That paragraphs were divided or joined without a break that shows it."""
    if not change.is_divided or any(word.is_break for word in change.words):
        return ""
    count = len(change.new_blocks)
    if count > 1:
        return ngettext(
            "Now %(count)s paragraph", "Now %(count)s paragraphs", count
        ) % {"count": count}
    count = len(change.old_blocks)
    return ngettext(
        "%(count)s paragraph before", "%(count)s paragraphs before", count
    ) % {"count": count}


def place_note(line: LineChange) -> str:
    """How the position of a line changed, in words; "" if it did not."""
    old, new = line.former_structure, line.structure
    if not line.is_elsewhere:
        return ""
    if old.heading != new.heading:
        return _heading_note(new.heading)
    if old.is_preformatted != new.is_preformatted:
        if new.is_preformatted:
            return _("now preformatted")
        return _("no longer preformatted")
    if old.indent != new.indent:
        return _("now indented otherwise")
    if old.is_quoted != new.is_quoted:
        if new.is_quoted:
            return _("now in a quotation")
        return _("no longer in a quotation")
    if old.list_kind and not new.list_kind:
        return _("no longer a list item")
    if new.list_kind and not old.list_kind:
        return _("now a list item")
    if old.list_kind != new.list_kind:
        if new.list_kind == "ordered":
            return _("now numbered")
        return _("no longer numbered")
    if old.is_list_of_other_numbers(new):
        return _("now numbered from %(number)s") % {"number": new.first_number}
    return _("now at another level of the list")


def _heading_note(level: int) -> str:
    if level > 1:
        return _("now a subheading")
    return _("now a heading") if level else _("no longer a heading")
