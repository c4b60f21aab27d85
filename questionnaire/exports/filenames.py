"""Names for exported files: safe everywhere, and sorted by date in a folder."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaire.bilingual import LANGUAGES
from questionnaire.lib.dates import plan_time
from questionnaire.plan.edition_changes import is_pair
from questionnaire.plan.record import Record

_LONGEST_TITLE = 70


def file_name(record: Record, language: str, extension: str) -> str:
    """A name like "2026-11-22_chez-nous-ici_edition-2_fr.pdf"; ASCII, no path in it.

    For a pair of records: "2026-11-22_chez-nous-ici_edition-1_edition-2_fr.pdf".
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


def edition_name(
    moment: datetime, short_title: str, project_id: str, number: int
) -> str:
    """A name like "2026-11-22_chez-nous-ici_edition-2", the same in both languages."""
    return _stem(moment, short_title, project_id, f"edition-{number}")


def both_names(names: Mapping[str, str]) -> str:
    """A name in both languages, for lists of files; once when they are the same."""
    return " / ".join(dict.fromkeys(filter(None, map(names.get, LANGUAGES))))


def _stem(moment: datetime, short_title: str, project_id: str, state: str) -> str:
    day = plan_time(moment).date().isoformat()
    title = slugify(short_title)[:_LONGEST_TITLE].strip("-_")
    return "_".join((day, title or project_id[:8], state))


def _state(edition: int | None, language: str) -> str:
    with translation.override(language):
        if edition is None:
            return slugify(pgettext("plan", "Draft"))
        return slugify(_("Edition %(number)s") % {"number": edition})
