"""Kinds of parts: a new one is a file here, a line in `KINDS` and its test."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.kinds.choice import Choice
from questionnaire.kinds.prose import Prose

KINDS = {kind.name: kind for kind in (Prose(), Choice())}


def clean_content(content, parts):
    """The content of an answer as it is stored: only parts that say something.

    `content` is {part key: value}; `parts` are the question's, each with `key`,
    `kind` and `options`. Raises ValidationError with a dict {part key: messages}
    when a value can't be stored, and with a plain message for a part that the
    question does not have.
    """
    by_key = {part.key: part for part in parts}
    if not isinstance(content, dict) or not by_key.keys() >= content.keys():
        raise ValidationError(
            _("This question does not have such a part."), code="unknown_part"
        )
    cleaned, errors = {}, {}
    for key, value in content.items():
        part = by_key[key]
        if value is None:
            continue
        try:
            value = KINDS[part.kind].clean(value, part.options)
        except ValidationError as error:
            errors[key] = error
            continue
        if value is not None:
            cleaned[key] = value
    if errors:
        raise ValidationError(errors)
    return cleaned
