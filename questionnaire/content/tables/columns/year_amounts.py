"""Columns of money by project year."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.bilingual import active_language
from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    read_typed,
    wrong_type,
)
from questionnaire.content.tables.numbers import amount_text, read_amount

# Years of one project.
_MOST = 30
_YEAR = "(?:19|20|21)[0-9]{2}"
_ENTRY = re.compile(rf"({_YEAR})\s*[:=]\s*(.+)")


class YearAmounts(ColumnKind):
    """Stored as {"2026": "70000", "2027": "50000.5"}: dollars by year."""

    name = "year_amounts"
    description = gettext_lazy("amounts of money by year")
    is_figure = True
    has_total = True

    def clean(self, value: Any, column: Column) -> Cell:
        if isinstance(value, dict):
            return _stored(value)
        return read_typed(
            value,
            lambda text: read_year_amounts(text, active_language()),
            _(
                "“%(typed)s” are not amounts by year. Write them like 2026: 70,000; "
                "2027: 50,000."
            ),
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        listed = self.typed(value, column, language)
        if len(value) < 2:
            return listed
        total = amount_text(_sum(value.values()), language)
        with translation.override(language):
            return _("%(amounts)s (total %(total)s)") % {
                "amounts": listed,
                "total": total,
            }

    def typed(self, value: Cell, column: Column, language: str) -> str:
        colon = "\N{NO-BREAK SPACE}: " if language == "fr" else ": "
        return "; ".join(
            f"{year}{colon}{amount_text(amount, language)}"
            for year, amount in sorted(value.items())
        )

    def total(self, values: Sequence[Cell]) -> Cell:
        years = sorted({year for each in values for year in each})
        return {
            year: _sum(each[year] for each in values if year in each) for year in years
        }


def read_year_amounts(text: str, language: str) -> Cell:
    """The amounts as they are stored, or None if the text is something else."""
    found: dict[str, str] = {}
    for entry in re.split(r"[;\n]", text):
        if not entry.strip():
            continue
        parts = _ENTRY.fullmatch(entry.strip())
        amount = read_amount(parts[2], language) if parts else None
        if parts is None or amount is None or parts[1] in found:
            return None
        found[parts[1]] = amount
    return dict(sorted(found.items())) if 0 < len(found) <= _MOST else None


def _sum(amounts: Any) -> str:
    return f"{sum(map(Decimal, amounts), Decimal()).normalize():f}"


def _stored(value: dict[str, Any]) -> Cell:
    is_right = 0 < len(value) <= _MOST and all(
        re.fullmatch(_YEAR, year)
        and isinstance(amount, str)
        and len(amount) <= 30
        and read_amount(amount, "en") == amount
        for year, amount in value.items()
    )
    if not is_right:
        raise wrong_type()
    return value
