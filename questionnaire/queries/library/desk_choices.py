"""What there is to choose from at a desk, and why a choice finds nothing."""

from collections import defaultdict

from django.db import connection
from django.db.models import Count, Q

from questionnaire.lib.text import search_key
from questionnaire.models import PlanTemplate, Project
from questionnaire.queries.library.desk_filters import condition

# The longest list to choose from; the search finds the rest.
MOST_CHOICES = 100


def _values(name):
    """The next greater value again and again, each found in an index.

    SELECT DISTINCT would read every plan of the institution for it.
    """
    least = (
        f"SELECT MIN({name}) FROM {Project._meta.db_table}"
        f" WHERE institution_id = %(institution)s AND {name} > "
    )
    return f"""{name}s(value) AS (
        {least} ''
        UNION ALL SELECT ({least} {name}s.value) FROM {name}s WHERE value IS NOT NULL
    )"""


def _chosen(name):
    return (
        f"SELECT * FROM (SELECT '{name}', value, value, value, '' FROM {name}s"
        f" WHERE value IS NOT NULL LIMIT {MOST_CHOICES}) AS the_{name}s"
    )


_CHOICES = f"""
    WITH RECURSIVE {_values("department")}, {_values("funder")}
    SELECT 'template', CAST(template.id AS text), title_fr, title_en, version
    FROM {PlanTemplate._meta.db_table} AS template
    WHERE (SELECT template_id FROM {Project._meta.db_table}
        WHERE institution_id = %(institution)s AND template_id = template.id
        LIMIT 1) IS NOT NULL
    UNION ALL {_chosen("department")}
    UNION ALL {_chosen("funder")}
"""


def read_choices(access, language):
    """{filter: [(value, label)]}: the values in use at the institution. One query."""
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, {"institution": access.institution.pk})
        for name, value, fr, en, detail in cursor.fetchall():
            label = {"fr": fr, "en": en}[language]
            found[name].append((value, f"{label} ({detail})" if detail else label))
    return {
        name: sorted(choices, key=lambda choice: search_key(choice[1]))
        for name, choices in found.items()
    }


def read_hindrances(access, filters, since=None):
    """{filter: how many plans there are without it}: why nothing was found.

    One query, for the one page that needs it.
    """
    counts = {
        f"without_{name}": Count(
            "pk",
            filter=Q(
                *(
                    condition(other, filters, since)
                    for other in filters.active
                    if other != name
                )
            ),
        )
        for name in filters.active
    }
    projects = Project.objects.filter(institution=access.institution).order_by()
    found = projects.aggregate(**counts)
    return {name: found[f"without_{name}"] for name in filters.active}
