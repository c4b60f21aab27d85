"""The choices that the desk’s filters offer, and why a selection finds nothing."""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeAlias

from django.db import connection
from django.db.models import Count, Q

from questionnaire.former_members import name_in
from questionnaire.lib.funders import funder_key, funder_label
from questionnaire.lib.text import search_key
from questionnaire.models import (
    Faculty,
    Holding,
    Institution,
    Partner,
    PlanTemplate,
    Project,
    User,
)
from questionnaire.permissions import InstitutionAccess
from questionnaire.queries.library.desk_filters import DeskFilters, condition
from questionnaire.queries.library.faculties import FacultyNames

# Longer lists are cut off; the search finds the rest.
MOST_CHOICES = 100

# (value, label)
Choice: TypeAlias = tuple[str, str]


def _values(name: str) -> str:
    """SQL: the distinct values of a column, each found as the next one in an index.

    SELECT DISTINCT would read every plan of the institution.
    """
    minimum = (
        f"SELECT MIN({name}) FROM {Project._meta.db_table}"
        f" WHERE institution_id = %(institution)s AND deleted_at IS NULL AND {name} > "
    )
    return f"""{name}s(value) AS (
        {minimum} ''
        UNION ALL SELECT ({minimum} {name}s.value) FROM {name}s WHERE value IS NOT NULL
    )"""


def _librarians() -> str:
    """SQL: the ids of those who hold something, each found as the next in an index."""
    least = (
        f"SELECT MIN(by_id) FROM {Holding._meta.db_table}"
        " WHERE institution_id = %(institution)s"
    )
    return f"""librarians(id) AS (
        {least}
        UNION ALL SELECT ({least} AND by_id > librarians.id) FROM librarians
        WHERE id IS NOT NULL
    )"""


def _chosen(name: str) -> str:
    return (
        f"SELECT * FROM (SELECT '{name}', value, value, value, '' FROM {name}s"
        f" WHERE value IS NOT NULL LIMIT {MOST_CHOICES}) AS the_{name}s"
    )


_CHOICES = f"""
    WITH RECURSIVE {_values("department")}, {_values("funder")},
        {_librarians()}
    SELECT 'template', CAST(template.id AS text), title_fr, title_en, version
    FROM {PlanTemplate._meta.db_table} AS template
    WHERE (SELECT template_id FROM {Project._meta.db_table}
        WHERE institution_id = %(institution)s AND template_id = template.id
        AND deleted_at IS NULL LIMIT 1) IS NOT NULL
    UNION ALL {_chosen("department")}
    UNION ALL {_chosen("funder")}
    UNION ALL SELECT 'faculty', name_fr, name_fr, name_en, ''
    FROM {Faculty._meta.db_table} WHERE institution_id = %(institution)s
    UNION ALL SELECT * FROM (
        SELECT DISTINCT 'partner', COALESCE(known.name_fr, partner.name),
            COALESCE(known.name_fr, partner.name),
            COALESCE(known.name_en, partner.name), ''
        FROM {Partner._meta.db_table} AS partner
        JOIN {Project._meta.db_table} AS project ON project.id = partner.project_id
        LEFT JOIN {Institution._meta.db_table} AS known
            ON known.id = partner.institution_id
        WHERE project.institution_id = %(institution)s
            AND project.deleted_at IS NULL LIMIT {MOST_CHOICES}
    ) AS the_partners
    UNION ALL SELECT 'exported_by', CAST(person.id AS text), name, name, ''
    FROM {User._meta.db_table} AS person WHERE id IN (SELECT id FROM librarians)
"""


def read_choices(access: InstitutionAccess, language: str) -> dict[str, list[Choice]]:
    """{filter: [(value, label)]}: the values in use at the institution. One query."""
    found: dict[str, list[Choice]] = defaultdict(list)
    faculties: list[Faculty] = []
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, {"institution": access.institution.pk})
        for name, value, fr, en, detail in cursor.fetchall():
            if name == "faculty":
                faculties.append(Faculty(name_fr=fr, name_en=en))
                continue
            label = name_in({"fr": fr, "en": en}[language], language)
            found[name].append((value, f"{label} ({detail})" if detail else label))
    names = FacultyNames.of(faculties)
    found["department"] = _merged(found["department"], names.key, names.label, language)
    found["funder"] = _merged(found["funder"], funder_key, funder_label, language)
    return {
        name: sorted(choices, key=lambda choice: search_key(choice[1]))
        for name, choices in found.items()
    }


def _merged(
    choices: list[Choice],
    key: Callable[[str], str],
    label: Callable[[str, str], str],
    language: str,
) -> list[Choice]:
    """One choice for all texts that mean the same, as their keys say."""
    merged: dict[str, Choice] = {}
    for value, _label in choices:
        merged.setdefault(key(value), (value, label(value, language)))
    return list(merged.values())


def count_without_each_filter(
    access: InstitutionAccess, filters: DeskFilters
) -> dict[str, int]:
    """{filter: how many plans would match without it}: why nothing was found.

    One query, for the page that has found nothing.
    """
    counts = {
        f"without_{name}": Count(
            "pk",
            filter=Q(
                *(
                    condition(other, filters)
                    for other in filters.active
                    if other != name
                )
            ),
        )
        for name in filters.active
    }
    projects = Project.objects.live().filter(institution=access.institution).order_by()
    found = projects.aggregate(**counts)
    return {name: found[f"without_{name}"] for name in filters.active}
