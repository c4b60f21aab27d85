"""Every form in which more than a line is typed keeps its text until it is sent."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django import forms
from django.conf import settings
from lxml import html

from questionnaire import forms as package
from questionnaire.content.prose.field import ProseEditor
from questionnaire.forms.answer import AnswerForm
from questionnaire.forms.deposit import DepositForm
from questionnaire.forms.desk import FilterForm
from questionnaire.forms.drafts import KEPT_FORMS
from questionnaire.vocabulary import FormName
from tests.long_forms import LONG_FORMS, make_world

# Forms whose fields are in the address of a list: what they find is not a text.
SEARCHES = {FilterForm}
# An address is pasted, not written.
ADDRESSES = {DepositForm}
# In a field for so many characters, people write sentences.
SENTENCES = 400


def form_classes():
    """All form classes of the application."""
    for each in iter_modules(package.__path__, f"{package.__name__}."):
        for found in vars(import_module(each.name)).values():
            is_form = isinstance(found, type) and issubclass(found, forms.BaseForm)
            if is_form and found.__module__ == each.name:
                yield found


def is_long(field):
    is_box = isinstance(field.widget, (forms.Textarea, ProseEditor))
    return is_box or (getattr(field, "max_length", None) or 0) >= SENTENCES


def test_every_form_class_with_a_long_text_is_among_those_whose_text_is_kept():
    kept = {each for classes in KEPT_FORMS.values() for each in classes}
    long = (
        {
            found
            for found in form_classes()
            if any(is_long(field) for field in found.base_fields.values())
        }
        - SEARCHES
        - ADDRESSES
    )

    assert len(long) > 10
    # A form is kept under its own name, or under that of one that adds to it.
    assert {
        found.__name__
        for found in long
        if not any(issubclass(each, found) for each in kept)
    } == set()
    assert AnswerForm in kept
    assert set(KEPT_FORMS) == set(FormName)


def test_every_form_whose_text_is_kept_is_walked_by_the_tests():
    assert {each.name for each in LONG_FORMS} == set(FormName)


@pytest.fixture
def world(project, people, answer, institution):
    return make_world(project, people, answer, institution)


def long_boxes(page):
    """[(form element, box)] of the boxes for long texts of a page."""
    boxes = page.xpath(
        "//form[@method='post']//textarea"
        f" | //form[@method='post']//input[@maxlength >= {SENTENCES}]"
    )
    return [(box.xpath("ancestor::form")[0], box) for box in boxes]


@pytest.mark.parametrize("form", LONG_FORMS, ids=str)
def test_every_long_box_of_a_page_stands_in_a_form_that_keeps_its_text(
    client, world, people, form
):
    form.prepare(world)
    client.force_login(getattr(people, form.who))

    response = client.get(form.address(world))

    page = html.fromstring(response.content)
    boxes = long_boxes(page)
    assert response.status_code == 200
    assert boxes
    assert [
        box.get("name")
        for element, box in boxes
        if not element.xpath(".//*[@data-form-draft] | .//*[@data-saving]")
    ] == []
    keys = [each.rpartition("#")[2] for each in page.xpath("//@data-key")]
    assert form.key(world) in keys
    # One script starts them all; the words are there once.
    assert page.xpath("count(//*[@data-draft-words])") == 1


def test_no_template_has_a_long_box_without_the_net():
    """A form that is written in HTML, without a form class, is found by its markup."""
    bare = []
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        lengths = map(int, re.findall(r'<input[^>]*maxlength="(\d+)"', text))
        has_box = re.search(r"<textarea(?! hidden)", text) or any(
            each >= SENTENCES for each in lengths
        )
        if has_box and "{% form_draft" not in text and "widgets" not in path.parts:
            bare.append(path.name)
    assert bare == []
