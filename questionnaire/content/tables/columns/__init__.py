"""The kinds of columns that a table can have, one file for each or its family."""

from questionnaire.content.tables.columns.address import Address
from questionnaire.content.tables.columns.base import Cell, Column, ColumnKind
from questionnaire.content.tables.columns.choice import (
    Boolean,
    Choice,
    MultipleChoice,
    YesNoUnknown,
)
from questionnaire.content.tables.columns.date import Date
from questionnaire.content.tables.columns.identifier import Identifier
from questionnaire.content.tables.columns.number import Money, Number
from questionnaire.content.tables.columns.period import Period
from questionnaire.content.tables.columns.quantity import Quantity
from questionnaire.content.tables.columns.text import Text
from questionnaire.content.tables.columns.year_amounts import YearAmounts

__all__ = ["COLUMN_KINDS", "Cell", "Column", "ColumnKind"]

# {name in templates: ColumnKind}
COLUMN_KINDS: dict[str, ColumnKind] = {
    kind.name: kind()
    for kind in (
        Text,
        Number,
        Money,
        YearAmounts,
        Quantity,
        Date,
        Period,
        Address,
        Identifier,
        Boolean,
        YesNoUnknown,
        Choice,
        MultipleChoice,
    )
}
