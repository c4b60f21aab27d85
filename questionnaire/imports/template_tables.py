"""Tables in template files, in guidance or as parts, with their lists of choices."""

from dataclasses import asdict
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from questionnaire.content.tables.columns import COLUMN_KINDS
from questionnaire.content.tables.columns.identifier import SCHEMES
from questionnaire.content.tables.columns.quantity import UNITS
from questionnaire.imports.checker import Checker
from questionnaire.imports.located_yaml import Located

# What only some kinds of columns have: the unit of a number alone, the event from which
# a period is counted where none is typed, and the schemes of identifiers taken.
_OPTIONS = ("unit", "from", "schemes")
# The most that fits on a printed page.
MAX_COLUMNS = 12

# {"value", "label", "url"?}; and lists of them by name.
Choice: TypeAlias = dict[str, Any]
Vocabularies: TypeAlias = dict[str, list[Choice]]


def read_choices(check: Checker, value: Located | None) -> list[Choice]:
    """Read `[{value, label, url?}]`, at least one, each value once."""
    taken: set[str] = set()
    choices: list[Choice] = []
    for item in check.items(value, at_least_one=True):
        found = check.fields(item, ("value", "label"), ("url",))
        word = check.text(found.get("value"), 80)
        if word and word in taken:
            reason = _("“%(slug)s” is used twice")
            check.report(found["value"].line, reason, slug=word)
        taken.add(word)
        choice: Choice = {
            "value": word,
            "label": asdict(check.both(found.get("label"))),
        }
        if "url" in found:
            choice["url"] = check.address(found["url"])
        choices.append(choice)
    return choices


def read_vocabularies(check: Checker, value: Located | None) -> Vocabularies:
    """Read the named lists of choices that tables share: {name: choices}."""
    if value is None:
        return {}
    if not isinstance(value.data, dict):
        check.report(value.line, _("expected lists of choices by name"))
        return {}
    return {name: read_choices(check, inner) for name, inner in value.data.items()}


def read_table(
    check: Checker, value: Located, vocabularies: Vocabularies
) -> dict[str, Any]:
    """Read a table as data: `vocabulary: name` becomes the list of `choices`."""
    found = check.fields(value, ("slug", "title", "columns"), ("fixed_rows",))
    taken: set[str] = set()
    table: dict[str, Any] = {
        "slug": check.slug(found.get("slug"), set()),
        "title": asdict(check.both(found.get("title"))),
        "columns": [
            _read_column(check, item, taken, vocabularies)
            for item in check.items(found.get("columns"), at_least_one=True)
        ],
    }
    if "fixed_rows" in found:
        table["fixed_rows"] = _read_fixed_rows(check, found["fixed_rows"], table)
    return table


def read_table_part(
    check: Checker,
    value: Located,
    found: dict[str, Located],
    vocabularies: Vocabularies,
) -> dict[str, Any]:
    """Read the options of a part of kind table (see content/kinds/table.py)."""
    if "columns" not in found:
        check.report(value.line, _("“%(key)s” is missing"), key="columns")
        return {"columns": []}
    taken: set[str] = set()
    items = check.items(found["columns"], at_least_one=True)
    if len(items) > MAX_COLUMNS:
        reason = _("a table has %(limit)d columns at most")
        check.report(found["columns"].line, reason, limit=MAX_COLUMNS)
    options: dict[str, Any] = {
        "columns": [_read_column(check, each, taken, vocabularies) for each in items]
    }
    _check_totals(check, items, options["columns"])
    if "title" in found:
        options["title"] = asdict(check.both(found["title"], 300))
    if "fixed_rows" in found:
        options["fixed_rows"] = _read_fixed_rows(check, found["fixed_rows"], options)
        _check_fixed_column(check, found["fixed_rows"], options)
    return options


def _check_totals(
    check: Checker, items: list[Located], columns: list[dict[str, Any]]
) -> None:
    """Allow totals of numbers only, and not in the first column, which says “Total”."""
    for index, (item, column) in enumerate(zip(items, columns, strict=True)):
        if "total" not in column:
            continue
        if index == 0:
            check.report(item.line, _("the first column can’t have a total"))
        elif not _has(column, "has_total"):
            reason = _("a column of kind “%(kind)s” has no total")
            check.report(item.line, reason, kind=column["kind"])


def _check_fixed_column(
    check: Checker, value: Located, options: dict[str, Any]
) -> None:
    key = options["fixed_rows"]["column"]
    kinds = {column["key"]: column["kind"] for column in options["columns"]}
    if key and kinds.get(key) != "choice":
        reason = _("fixed rows need a column of kind “choice”")
        check.report(value.line, reason)


def _read_column(
    check: Checker, value: Located, taken: set[str], vocabularies: Vocabularies
) -> dict[str, Any]:
    found = check.fields(
        value, ("key", "kind", "label"), ("vocabulary", "total", *_OPTIONS)
    )
    column: dict[str, Any] = {
        "key": check.slug(found.get("key"), taken),
        "kind": check.one_of(found.get("kind"), list(COLUMN_KINDS)),
        "label": asdict(check.both(found.get("label"))),
    }
    if check.flag(found.get("total"), False):
        column["total"] = True
    if _has(column, "needs_choices"):
        column["choices"] = _find_vocabulary(check, value, found, vocabularies)
    elif "vocabulary" in found:
        reason = _("a column of kind “%(kind)s” has no vocabulary")
        check.report(found["vocabulary"].line, reason, kind=column["kind"])
    _read_options(check, value, found, column)
    return column


def _read_options(
    check: Checker, value: Located, found: dict[str, Located], column: dict[str, Any]
) -> None:
    """Add what only some kinds of columns have."""
    takes = getattr(COLUMN_KINDS.get(column["kind"]), "options", ())
    for name in _OPTIONS:
        if name in found and name not in takes:
            reason = _("a column of kind “%(kind)s” has no “%(option)s”")
            check.report(found[name].line, reason, kind=column["kind"], option=name)
    if "unit" in takes:
        if "unit" in found:
            column["unit"] = check.one_of(found["unit"], list(UNITS))
        else:
            check.report(value.line, _("“%(key)s” is missing"), key="unit")
    if "from" in takes and "from" in found:
        starts = [choice["value"] for choice in column["choices"]]
        column["from"] = check.one_of(found["from"], starts)
    if "schemes" in takes and "schemes" in found:
        items = check.items(found["schemes"], at_least_one=True)
        column["schemes"] = [check.one_of(each, list(SCHEMES)) for each in items]


def _has(column: dict[str, Any], quality: str) -> bool:
    """Whether the kind of a column, if it is known at all, has a quality."""
    return bool(getattr(COLUMN_KINDS.get(column["kind"]), quality, False))


def _find_vocabulary(
    check: Checker,
    value: Located,
    found: dict[str, Located],
    vocabularies: Vocabularies,
) -> list[Choice]:
    if "vocabulary" not in found:
        check.report(value.line, _("“%(key)s” is missing"), key="vocabulary")
        return []
    name = check.text(found["vocabulary"])
    if name and name not in vocabularies:
        reason = _("there is no vocabulary “%(name)s”")
        check.report(found["vocabulary"].line, reason, name=name)
    return vocabularies.get(name, [])


def _read_fixed_rows(
    check: Checker, value: Located, table: dict[str, Any]
) -> dict[str, Any]:
    found = check.fields(value, ("column", "values"))
    key = check.text(found.get("column"))
    columns: list[dict[str, Any]] = table["columns"]
    column = next((each for each in columns if each["key"] == key), {})
    allowed = [choice["value"] for choice in column.get("choices", [])]
    values = check.items(found.get("values"), at_least_one=True)
    return {
        "column": key,
        "values": [check.one_of(item, allowed) for item in values],
    }
