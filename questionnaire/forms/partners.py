"""Partner institutions, as people type them: one a line, with a ROR identifier or none.

A line that names an institution of the site, in either language or by its identifier,
means that institution; any other is kept as it was typed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.actions.projects.partners import partner_lines
from questionnaire.forms.fields import TextField
from questionnaire.lib.ror import normalize_ror, validate_ror
from questionnaire.lib.text import one_line, search_key
from questionnaire.models import Institution, Partner

_MOST = 30
_LONGEST: int = Partner._meta.get_field("name").max_length or 0
_IDENTIFIER = re.compile(
    r"[\s,;(\[]*(?:https?://)?ror\.org/([^\s,;)\]]+)[\s,;)\]]*", re.IGNORECASE
)


class PartnersField(TextField):
    """Lines of text in, unsaved `Partner`s out."""

    as_shown = staticmethod(partner_lines)

    def to_python(self, value: Any) -> list[Partner]:  # type: ignore[override]
        """Raises ValidationError, with one message for each line at fault."""
        return list(read_partners(super().to_python(value)))


def read_partners(text: str) -> Iterator[Partner]:
    """The partners that the lines name, each once. One query, if there is a line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return
    if len(lines) > _MOST:
        raise ValidationError(
            _("Name at most %(count)s partners.") % {"count": _MOST}, code="too_many"
        )
    known = list(Institution.objects.all())
    faults: list[ValidationError] = []
    found: dict[tuple[int | None, str], Partner] = {}
    for line in lines:
        try:
            partner = _read_line(line, known)
        except ValidationError as fault:
            faults.append(fault)
            continue
        found.setdefault((partner.institution_id, search_key(partner.name)), partner)
    if faults:
        raise ValidationError(faults)
    yield from found.values()


def _read_line(line: str, known: Sequence[Institution]) -> Partner:
    name, ror = one_line(line), ""
    if match := _IDENTIFIER.search(name):
        ror = _valid_ror(match[1], line)
        name = f"{name[: match.start()]} {name[match.end() :]}".strip()
    for institution in known:
        names = map(search_key, (institution.name_fr, institution.name_en))
        if (ror and institution.ror == ror) or (name and search_key(name) in names):
            return Partner(institution=institution)
    if not name:
        raise _fault(line, _("name the institution, too"), "no_name")
    if len(name) > _LONGEST:
        words = _("the name is longer than %(count)s characters") % {"count": _LONGEST}
        raise _fault(line, words, "too_long")
    return Partner(name=name, ror=ror)


def _valid_ror(identifier: str, line: str) -> str:
    try:
        validate_ror(identifier)
    except ValidationError as fault:
        raise _fault(line, _("this is no ROR identifier"), "ror") from fault
    return normalize_ror(identifier)


def _fault(line: str, words: str, code: str) -> ValidationError:
    quoted = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    text = _("“%(line)s”: %(fault)s.") % {"line": quoted, "fault": words}
    return ValidationError(text, code=code)
