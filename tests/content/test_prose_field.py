"""The field for prose: what it posts with the script, without it, and on errors."""

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from questionnaire.content.prose.field import ProseField

STORED = (
    "<p>Une <strong>réponse</strong>&nbsp;: "
    '<a href="https://exemple.ca">ici</a>.</p><p></p><ul><li><p>un</p></li></ul>'
)


class AnswerForm(forms.Form):
    answer = ProseField(label="Answer", language="fr", required=False)


class RequiredForm(forms.Form):
    answer = ProseField(label="Answer")


def answer_form(form_class=AnswerForm, *, stored="", **posted):
    data = QueryDict(mutable=True)
    data.update(
        {name.replace("_html", "-html"): value for name, value in posted.items()}
    )
    return form_class(data, initial={"answer": stored})


def test_with_the_script_its_html_is_cleaned():
    form = answer_form(answer_html="<p onclick=x>Oui<script>1</script></p>", answer="")

    assert form.is_valid()
    assert form.cleaned_data == {"answer": "<p>Oui</p>"}


def test_without_script_text_becomes_prose():
    form = answer_form(stored=STORED, answer="Un & deux\r\n\r\n- trois")

    assert form.is_valid()
    assert form.cleaned_data["answer"] == (
        "<p>Un &amp; deux</p><ul><li><p>trois</p></li></ul>"
    )


def test_without_script_untouched_text_keeps_the_stored_bytes():
    shown = "Une réponse\xa0: ici.\r\n\r\n- un"
    form = answer_form(stored=STORED, answer=shown)

    assert form.is_valid()
    assert form.cleaned_data["answer"] == STORED
    assert not form.has_changed()


def test_the_stored_text_is_the_servers_whatever_the_browser_says():
    form = answer_form(stored="", answer="Une réponse", **{"answer-was": STORED})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == "<p>Une réponse</p>"


def test_a_form_without_the_field_has_no_answer():
    form = answer_form(stored=STORED)

    assert form.is_valid()
    assert form.cleaned_data["answer"] == ""


def test_a_required_answer_of_blanks_is_missing():
    form = answer_form(RequiredForm, answer_html="<p>&nbsp;</p>")

    assert form.errors["answer"].as_data()[0].code == "required"


def test_a_refused_text_is_shown_again_and_safely():
    html = "<ul><li>" * 12 + "Gardez-moi<img src=x onerror=alert(1)>"
    form = answer_form(answer_html=html)

    rendered = str(form["answer"])

    assert form.errors["answer"].as_data()[0].code == "too_deep"
    assert "Gardez-moi" in rendered
    assert "onerror" not in rendered
    assert 'aria-invalid="true"' in rendered


def test_a_text_with_a_broken_character_can_still_be_shown():
    form = answer_form(answer_html="<p>a\ud800b</p>")

    assert form.errors["answer"].as_data()[0].code == "surrogate"
    str(form["answer"]).encode()


def test_the_box_holds_text_and_its_rendering_before_any_script_runs():
    rendered = str(AnswerForm(initial={"answer": STORED})["answer"])

    assert ">\nUne réponse\xa0: ici.\n\n- un</textarea>" in rendered
    assert STORED in rendered
    assert rendered.count('lang="fr"') == 2
    assert "required" not in rendered


@pytest.mark.parametrize(
    ("language", "html", "shown"),
    [
        ("en", "", ">0 words<"),
        ("en", "<p>one</p>", ">1 word<"),
        ("en", "<p>one two</p>", ">2 words<"),
    ],
)
def test_the_words_are_counted_in_the_language_of_the_page(language, html, shown):
    with translation.override(language):
        assert shown in str(AnswerForm(initial={"answer": html})["answer"])


def test_a_read_only_box_has_no_toolbar():
    field = AnswerForm(initial={"answer": STORED})["answer"]

    assert "toolbar" not in field.as_widget(attrs={"readonly": True})
    assert "toolbar" in str(field)
