"""The kinds of columns that a table can have, one file for each or its family."""

from questionnaire.content.tables.columns.address import Address
from questionnaire.content.tables.columns.base import Cell, Column, ColumnKind
from questionnaire.content.tables.columns.choice import Boolean, Choice, MultipleChoice
from questionnaire.content.tables.columns.date import Date
from questionnaire.content.tables.columns.number import Money, Number
from questionnaire.content.tables.columns.text import Text

__all__ = ["COLUMN_KINDS", "Cell", "Column", "ColumnKind"]

# {name in templates: ColumnKind}
COLUMN_KINDS: dict[str, ColumnKind] = {
    kind.name: kind()
    for kind in (Text, Number, Money, Date, Address, Boolean, Choice, MultipleChoice)
}
