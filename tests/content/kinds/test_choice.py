"""Choices: which are kept when a newer template offers others."""

from types import SimpleNamespace

from questionnaire.content.kinds import conform_to_schema, readable_parts


def part(*values):
    """A part that offers these choices."""
    choices = [
        {"value": value, "label": {"fr": value.title(), "en": value.title()}}
        for value in values
    ]
    return SimpleNamespace(key="access", kind="choice", options={"choices": choices})


def test_a_choice_that_is_still_offered_is_kept():
    content = {"access": "open"}

    assert conform_to_schema(content, [part("open", "closed")]) == content


def test_a_choice_that_is_no_longer_offered_is_left_out():
    now = part("shared", "closed")

    assert conform_to_schema({"access": "open"}, [now]) == {}
    assert readable_parts({"access": "open"}, [now], "en") == []
