"""Names for exported files: safe everywhere, and sorted by date in a folder."""

from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.bilingual import LANGUAGES
from questionnaire.exports.wording import in_language_of

_LONGEST_TITLE = 70


def file_name(plan, extension):
    """As "2026-11-22_chez-nous-ici_edition-2_fr.pdf"; ASCII, no path in it."""
    stem = _stem(plan.as_of, plan.short_title, plan.project_id, _state(plan))
    return f"{stem}_{plan.language}.{extension}"


def comparison_name(changes, extension):
    """As "2026-11-22_chez-nous-ici_edition-1_edition-2_fr.pdf"."""
    plan = changes.new
    states = f"{_state(changes.old)}_{_state(plan)}"
    stem = _stem(plan.as_of, plan.short_title, plan.project_id, states)
    return f"{stem}_{plan.language}.{extension}"


def edition_name(moment, short_title, project_id, number):
    """As "2026-11-22_chez-nous-ici_edition-2", the same in both languages."""
    return _stem(moment, short_title, project_id, f"edition-{number}")


def both_names(names):
    """A name in both languages, for lists of files: once if it is the same."""
    return " / ".join(dict.fromkeys(filter(None, map(names.get, LANGUAGES))))


def _stem(moment, short_title, project_id, state):
    day = localtime(moment).date().isoformat()
    title = slugify(short_title)[:_LONGEST_TITLE].strip("-_")
    return "_".join((day, title or project_id[:8], state))


def _state(plan):
    with in_language_of(plan):
        if plan.is_draft:
            return slugify(pgettext("plan", "Draft"))
        return slugify(_("Edition %(number)s") % {"number": plan.edition})
