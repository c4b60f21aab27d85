"""The faculties of an institution: which texts of its projects mean the same one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from questionnaire.lib.text import search_key
from questionnaire.models import Faculty


@dataclass(frozen=True)
class FacultyNames:
    """The listed faculties; any other text is a faculty of its own."""

    by_text: dict[str, Faculty]  # by search_key of each of their names

    @classmethod
    def of(cls, faculties: Iterable[Faculty]) -> "FacultyNames":
        """The names of these faculties."""
        return cls(
            {
                search_key(name): faculty
                for faculty in faculties
                for name in (faculty.name_en, faculty.name_fr)
            }
        )

    def key(self, text: str) -> str:
        """What is the same for all texts that mean the same faculty."""
        faculty = self.by_text.get(search_key(text))
        return search_key(faculty.name_fr if faculty else text)

    def label(self, text: str, language: str) -> str:
        """The faculty as it is named in a language; other text as it was typed."""
        faculty = self.by_text.get(search_key(text))
        return getattr(faculty, f"name_{language}") if faculty else text


def read_faculty_names(institution_id: int, using: str = "default") -> FacultyNames:
    """The faculties of an institution. One query."""
    return FacultyNames.of(
        Faculty.objects.using(using).filter(institution=institution_id)
    )


def of_faculty(text: str) -> Q:
    """The projects whose department means the same as `text` at their institution."""
    named = Faculty.objects.filter(
        Q(name_fr=text) | Q(name_en=text), institution=OuterRef("institution")
    )
    same = named.filter(
        Q(name_fr__iexact=OuterRef("department"))
        | Q(name_en__iexact=OuterRef("department"))
    )
    return Q(department=text) | Q(Exists(same))
