"""CRediT: the fourteen words for what somebody does in a research project.

Keys and English names are those of ANSI/NISO Z39.104-2022, CRediT, Contributor
Role Taxonomy (https://credit.niso.org/), CC BY 4.0; the French names translate
them. Each role is defined at https://credit.niso.org/contributor-roles/<key>/.
"""

from collections.abc import Collection

CREDIT_ROLES = {
    "conceptualization": {"en": "Conceptualization", "fr": "Conceptualisation"},
    "data-curation": {"en": "Data curation", "fr": "Curation des données"},
    "formal-analysis": {"en": "Formal analysis", "fr": "Analyse formelle"},
    "funding-acquisition": {
        "en": "Funding acquisition",
        "fr": "Obtention du financement",
    },
    "investigation": {"en": "Investigation", "fr": "Recherche et collecte"},
    "methodology": {"en": "Methodology", "fr": "Méthodologie"},
    "project-administration": {
        "en": "Project administration",
        "fr": "Administration du projet",
    },
    "resources": {"en": "Resources", "fr": "Ressources"},
    "software": {"en": "Software", "fr": "Logiciels"},
    "supervision": {"en": "Supervision", "fr": "Supervision"},
    "validation": {"en": "Validation", "fr": "Validation"},
    "visualization": {"en": "Visualization", "fr": "Visualisation"},
    "writing-original-draft": {
        "en": "Writing – original draft",
        "fr": "Rédaction – version initiale",
    },
    "writing-review-editing": {
        "en": "Writing – review and editing",
        "fr": "Rédaction – révision et correction",
    },
}


def credit_labels(keys: Collection[str], language: str) -> tuple[str, ...]:
    """The names of these roles in "fr" or "en", in the order of the taxonomy."""
    return tuple(names[language] for key, names in CREDIT_ROLES.items() if key in keys)
