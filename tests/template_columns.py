"""Newer versions of the template of holdings, in which columns of its table change."""

from dataclasses import replace

from questionnaire.actions.templates.description import Text, describe
from questionnaire.actions.templates.publish import publish_template

TERABYTES = {"fr": "Taille (To)", "en": "Size (TB)"}
LANDING = {
    "key": "landing_page",
    "kind": "url",
    "label": {"fr": "Adresse", "en": "Address"},
}


def publish_columns(template, change, version="2", text=None):
    """Publish the version whose columns are `change(columns)`; returns it."""
    before = describe(template)
    [section] = before.sections
    [question] = section.questions
    [part] = question.parts
    options = {**part.options, "columns": change(part.options["columns"])}
    asked = replace(question, parts=(replace(part, options=options),))
    if text:
        asked = replace(asked, text=Text(fr=text, en=text))
    sections = (replace(section, questions=(asked,)),)
    return publish_template(
        replace(before, version=version, sections=sections)
    ).template


def in_terabytes(columns):
    """Another unit."""
    return [
        {**column, "label": TERABYTES} if column["key"] == "size" else column
        for column in columns
    ]


def with_other_columns(columns):
    """Another unit, a renamed column, and a choice less."""
    what, size, _address, origin = in_terabytes(columns)
    return [what, size, LANDING, {**origin, "choices": origin["choices"][:1]}]
