"""Names for exported files: safe everywhere, and sorted by date in a folder."""

from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.exports.wording import in_language_of

_LONGEST_TITLE = 70


def file_name(plan, extension):
    """As "2026-11-22_chez-nous-ici_edition-2_fr.pdf"; ASCII, no path in it."""
    return _name(plan, _state(plan), extension)


def comparison_name(changes, extension):
    """As "2026-11-22_chez-nous-ici_edition-1_edition-2_fr.pdf"."""
    states = f"{_state(changes.old)}_{_state(changes.new)}"
    return _name(changes.new, states, extension)


def _name(plan, state, extension):
    day = localtime(plan.as_of).date().isoformat()
    title = slugify(plan.short_title)[:_LONGEST_TITLE].strip("-_")
    return (
        "_".join((day, title or plan.project_id[:8], state, plan.language))
        + f".{extension}"
    )


def _state(plan):
    with in_language_of(plan):
        if plan.is_draft:
            return slugify(pgettext("plan", "Draft"))
        return slugify(_("Edition %(number)s") % {"number": plan.edition})
