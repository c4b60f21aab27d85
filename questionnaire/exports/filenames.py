"""Names for exported files: safe everywhere, and sorted by date in a folder."""

from datetime import datetime

from django.utils import translation
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.bilingual import LANGUAGES
from questionnaire.plan.edition_changes import is_pair

_LONGEST_TITLE = 70


def file_name(record, language, extension):
    """As "2026-11-22_chez-nous-ici_edition-2_fr.pdf"; ASCII, no path in it.

    Of a pair of records: "2026-11-22_chez-nous-ici_edition-1_edition-2_fr.pdf".
    """
    records = (record["old"], record["new"]) if is_pair(record) else (record,)
    newest = records[-1]
    project = newest["project"]
    states = "_".join(_state(each["edition"], language) for each in records)
    stem = _stem(
        datetime.fromisoformat(newest["as_of"]),
        project["acronym"] or project["title"],
        project["id"],
        states,
    )
    return f"{stem}_{language}.{extension}"


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


def _state(edition, language):
    with translation.override(language):
        if edition is None:
            return slugify(pgettext("plan", "Draft"))
        return slugify(_("Edition %(number)s") % {"number": edition})
