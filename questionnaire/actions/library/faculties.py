"""The faculties that an institution lists, by their names in both languages."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from django.db import transaction

from questionnaire.actions.library.institutions import (
    lock_institution,
    write_edited,
)
from questionnaire.actions.shared_texts import Plain, merge_edit
from questionnaire.models import Faculty, User
from questionnaire.permissions import SitePermission, require_on_site

# The French and the English name.
FacultyPair: TypeAlias = tuple[str, str]
BETWEEN_NAMES = "="


def faculty_lines(faculties: Iterable[FacultyPair]) -> str:
    """The faculties as people type them: one a line."""
    return "\n".join(
        name_fr if name_fr == name_en else f"{name_fr} {BETWEEN_NAMES} {name_en}"
        for name_fr, name_en in faculties
    )


@transaction.atomic
def set_faculties(
    *,
    institution_id: int,
    faculties: Sequence[FacultyPair],
    by: User,
    shown: Plain | None = None,
) -> None:
    """Let these be the faculties of an institution, for site administrators.

    Projects keep what was typed into them. `shown` is what the page had shown (see
    shared_texts.py). Raises ValidationError and EditedMeanwhile.
    """
    require_on_site(by, SitePermission.INSTITUTION_EDIT)
    institution = lock_institution(institution_id)
    listed = Faculty.objects.filter(institution=institution)
    standing = listed.values_list("name_fr", "name_en")
    now = {"faculties": faculty_lines(standing)}
    wanted = {"faculties": faculty_lines(faculties)}
    if not merge_edit(wanted, now=now, shown=shown) or sorted(standing) == sorted(
        faculties
    ):
        return
    listed.delete()
    for name_fr, name_en in faculties:
        faculty = Faculty(institution=institution, name_fr=name_fr, name_en=name_en)
        faculty.full_clean()
        faculty.save(force_insert=True)
    write_edited(institution, by, ["faculties"])
