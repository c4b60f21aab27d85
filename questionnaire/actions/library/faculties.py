"""The faculties that an institution lists, by their names in both languages."""

from collections.abc import Sequence
from typing import TypeAlias

from django.db import transaction

from questionnaire.actions.common import write_site_event
from questionnaire.errors import get_or_refuse
from questionnaire.models import Faculty, Institution, User
from questionnaire.permissions import SitePermission, require_on_site
from questionnaire.vocabulary import SiteVerb

# The French and the English name.
FacultyPair: TypeAlias = tuple[str, str]


@transaction.atomic
def set_faculties(
    *, institution_id: int, faculties: Sequence[FacultyPair], by: User
) -> None:
    """Let these be the faculties of an institution, for site administrators.

    Projects keep what was typed into them. Raises ValidationError.
    """
    require_on_site(by, SitePermission.INSTITUTION_EDIT)
    locked = Institution.objects.select_for_update(no_key=True).order_by()
    institution = get_or_refuse(locked, pk=institution_id)
    listed = Faculty.objects.filter(institution=institution)
    if sorted(listed.values_list("name_fr", "name_en")) == sorted(faculties):
        return
    listed.delete()
    for name_fr, name_en in faculties:
        faculty = Faculty(institution=institution, name_fr=name_fr, name_en=name_en)
        faculty.full_clean()
        faculty.save(force_insert=True)
    write_site_event(
        by=by,
        verb=SiteVerb.INSTITUTION_EDITED,
        target=f"institution:{institution.pk}",
        fields=["faculties"],
    )
