"""The faculties of an institution, as administrators type them: one a line."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.actions.library.faculties import (
    BETWEEN_NAMES,
    FacultyPair,
    faculty_lines,
)
from questionnaire.forms.fields import TextField
from questionnaire.lib.text import one_line
from questionnaire.models import Faculty

_LONGEST: int = Faculty._meta.get_field("name_fr").max_length or 0
_MOST = 300


class FacultiesField(TextField):
    """Lines of text in, pairs of a French and an English name out."""

    as_shown = staticmethod(faculty_lines)

    def to_python(self, value: Any) -> list[FacultyPair]:  # type: ignore[override]
        """Raises ValidationError, quoting the first line at fault."""
        lines = [line for line in super().to_python(value).split("\n") if line.strip()]
        if len(lines) > _MOST:
            text = _("Name at most %(count)s faculties.") % {"count": _MOST}
            raise ValidationError(text, code="too_many")
        pairs = [_read_line(line) for line in lines]
        names = [fr for fr, _en in pairs]
        for name in names:
            if names.count(name) > 1:
                text = _("“%(line)s” is listed twice.") % {"line": name}
                raise ValidationError(text, code="twice")
        return pairs


def _read_line(line: str) -> FacultyPair:
    names = [one_line(name) for name in line.split(BETWEEN_NAMES)]
    if len(names) > 2 or not all(names):
        text = _(
            "“%(line)s”: write the French name, an equals sign and the English name, "
            "or one name for both."
        )
        raise ValidationError(text % {"line": line.strip()[:_LONGEST]}, code="form")
    if any(len(name) > _LONGEST for name in names):
        text = _("“%(line)s…”: a name has at most %(count)s characters.")
        words = {"line": line.strip()[:60], "count": _LONGEST}
        raise ValidationError(text % words, code="too_long")
    return names[0], names[-1]
