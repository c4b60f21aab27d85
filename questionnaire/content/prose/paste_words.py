"""What an editor says of a paste that could not be kept whole.

The script (static/questionnaire/js/content/prose/paste_note.js) counts what there was
of each kind and fills it in.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_SENTENCES: dict[str, Callable[[int], str]] = {
    "struck": lambda count: ngettext(
        "%(count)s struck-out passage was left out.",
        "%(count)s struck-out passages were left out.",
        count,
    ),
    "comments": lambda count: ngettext(
        "%(count)s comment was left out.",
        "%(count)s comments were left out.",
        count,
    ),
    "hidden": lambda count: ngettext(
        "%(count)s hidden passage was left out.",
        "%(count)s hidden passages were left out.",
        count,
    ),
    "pictures": lambda count: ngettext(
        "%(count)s picture was left out%(names)s.",
        "%(count)s pictures were left out%(names)s.",
        count,
    ),
    "formulas": lambda count: ngettext(
        "%(count)s formula became plain text.",
        "%(count)s formulas became plain text.",
        count,
    ),
    "links": lambda count: ngettext(
        "%(count)s link that does not lead to the web became plain text.",
        "%(count)s links that do not lead to the web became plain text.",
        count,
    ),
    "merged": lambda count: ngettext(
        "%(count)s merged cell was divided: its text stands in the first one.",
        "%(count)s merged cells were divided: their text stands in the first ones.",
        count,
    ),
    "nested": lambda count: ngettext(
        "%(count)s table inside another one became lines of its cell.",
        "%(count)s tables inside other ones became lines of their cells.",
        count,
    ),
    "underlined": lambda count: ngettext(
        "%(count)s passage is no longer underlined.",
        "%(count)s passages are no longer underlined.",
        count,
    ),
    "highlighted": lambda count: ngettext(
        "%(count)s passage is no longer highlighted.",
        "%(count)s passages are no longer highlighted.",
        count,
    ),
}


def paste_words() -> dict[str, str]:
    """{kind, and whether it is of one or of others: sentence}, with gaps to fill in."""
    words = {
        f"{kind}-{form}": sentence(number)
        for kind, sentence in _SENTENCES.items()
        for form, number in (("one", 1), ("other", 2))
    }
    words["undone"] = _("The paste was undone.")
    words["offer"] = _("Put these rows into the table “%(title)s”")
    words["offerUntitled"] = _("Put these rows into the table of this question")
    return words
