"""Tables, beside answers and as parts, their lists of choices written out."""

from dataclasses import asdict

from django.utils.translation import gettext as _

COLUMN_KINDS = (
    "text",
    "number",
    "money",
    "date",
    "url",
    "boolean",
    "choice",
    "multichoice",
)
_CHOOSING = ("choice", "multichoice")
_SUMMED = ("number", "money")
# What a printed page can still show.
MAX_COLUMNS = 12


def read_choices(check, value):
    """Read `[{value, label, url?}]`, at least one, each value once."""
    taken, choices = set(), []
    for item in check.items(value, at_least_one=True):
        found = check.fields(item, ("value", "label"), ("url",))
        word = check.text(found.get("value"), 80)
        if word and word in taken:
            reason = _("“%(slug)s” is used twice")
            check.report(found["value"].line, reason, slug=word)
        taken.add(word)
        choice = {"value": word, "label": asdict(check.both(found.get("label")))}
        if "url" in found:
            choice["url"] = check.address(found["url"])
        choices.append(choice)
    return choices


def read_vocabularies(check, value):
    """Read the named lists of choices that tables share: {name: choices}."""
    if value is None:
        return {}
    if not isinstance(value.data, dict):
        check.report(value.line, _("expected lists of choices by name"))
        return {}
    return {name: read_choices(check, inner) for name, inner in value.data.items()}


def read_table(check, value, vocabularies):
    """Read a table as data: `vocabulary: name` becomes the list of `choices`."""
    found = check.fields(value, ("slug", "title", "columns"), ("fixed_rows",))
    taken = set()
    table = {
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


def read_table_part(check, value, found, vocabularies):
    """Read the options of a part of kind table (see content/kinds/table.py)."""
    if "columns" not in found:
        check.report(value.line, _("“%(key)s” is missing"), key="columns")
        return {"columns": []}
    taken = set()
    items = check.items(found["columns"], at_least_one=True)
    if len(items) > MAX_COLUMNS:
        reason = _("a table has %(limit)d columns at most")
        check.report(found["columns"].line, reason, limit=MAX_COLUMNS)
    options = {
        "columns": [_read_column(check, each, taken, vocabularies) for each in items]
    }
    _check_totals(check, items, options["columns"])
    if "title" in found:
        options["title"] = asdict(check.both(found["title"], 300))
    if "fixed_rows" in found:
        options["fixed_rows"] = _read_fixed_rows(check, found["fixed_rows"], options)
        _check_fixed_column(check, found["fixed_rows"], options)
    return options


def _check_totals(check, items, columns):
    """Only numbers add up, and the word “Total” needs the first column."""
    for index, (item, column) in enumerate(zip(items, columns, strict=True)):
        if "total" not in column:
            continue
        if index == 0:
            check.report(item.line, _("the first column can’t have a total"))
        elif column["kind"] not in _SUMMED:
            reason = _("a column of kind “%(kind)s” has no total")
            check.report(item.line, reason, kind=column["kind"])


def _check_fixed_column(check, value, options):
    key = options["fixed_rows"]["column"]
    kinds = {column["key"]: column["kind"] for column in options["columns"]}
    if key and kinds.get(key) != "choice":
        reason = _("fixed rows need a column of kind “choice”")
        check.report(value.line, reason)


def _read_column(check, value, taken, vocabularies):
    found = check.fields(value, ("key", "kind", "label"), ("vocabulary", "total"))
    column = {
        "key": check.slug(found.get("key"), taken),
        "kind": check.one_of(found.get("kind"), COLUMN_KINDS),
        "label": asdict(check.both(found.get("label"))),
    }
    if check.flag(found.get("total"), False):
        column["total"] = True
    if column["kind"] in _CHOOSING:
        column["choices"] = _find_vocabulary(check, value, found, vocabularies)
    elif "vocabulary" in found:
        reason = _("a column of kind “%(kind)s” has no vocabulary")
        check.report(found["vocabulary"].line, reason, kind=column["kind"])
    return column


def _find_vocabulary(check, value, found, vocabularies):
    if "vocabulary" not in found:
        check.report(value.line, _("“%(key)s” is missing"), key="vocabulary")
        return []
    name = check.text(found["vocabulary"])
    if name and name not in vocabularies:
        reason = _("there is no vocabulary “%(name)s”")
        check.report(found["vocabulary"].line, reason, name=name)
    return vocabularies.get(name, [])


def _read_fixed_rows(check, value, table):
    found = check.fields(value, ("column", "values"))
    key = check.text(found.get("column"))
    column = next((each for each in table["columns"] if each["key"] == key), {})
    allowed = [choice["value"] for choice in column.get("choices", [])]
    values = check.items(found.get("values"), at_least_one=True)
    return {
        "column": key,
        "values": [check.one_of(item, allowed) for item in values],
    }
