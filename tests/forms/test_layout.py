"""How forms look: labels, hints, errors, and what is optional."""

from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string
from django.utils.html import escape

from questionnaire.forms.layout import PageFormHelper


class TripForm(forms.Form):
    place = forms.CharField(help_text="Where the samples are taken.")
    remark = forms.CharField(required=False)
    season = forms.ChoiceField(
        choices=[("s", "Summer"), ("w", "Winter")], widget=forms.RadioSelect
    )
    secret = forms.CharField(widget=forms.PasswordInput)
    agreed = forms.BooleanField()

    helper = PageFormHelper()


def rendered(form):
    return render_crispy_form(form)


def test_what_is_optional_says_so_and_nothing_wears_an_asterisk():
    page = rendered(TripForm())

    assert page.count("(optional)") == 1
    assert page.index("Remark") < page.index("(optional)")
    assert "*" not in page


def test_the_page_writes_the_form_element_and_its_token():
    page = rendered(TripForm())

    assert "<form" not in page
    assert "csrfmiddlewaretoken" not in page


def test_a_control_is_described_by_its_hint_and_its_error_which_stand_above_it():
    page = rendered(TripForm({}))

    assert 'aria-describedby="id_place_helptext id_place_error"' in page
    assert 'aria-invalid="true"' in page
    places = [
        page.index(part)
        for part in (
            '<label class="form-label" for="id_place"',
            'id="id_place_helptext"',
            'id="id_place_error"',
            'name="place"',
        )
    ]
    assert places == sorted(places)


def test_a_group_of_choices_has_its_question_as_legend_and_its_error_in_it():
    page = rendered(TripForm({}))

    fieldset = page[page.index("<fieldset") : page.index("</fieldset>")]
    assert "<legend>Season" in fieldset
    assert 'aria-describedby="id_season_error"' in fieldset
    assert 'id="id_season_error"' in fieldset
    assert '<label class="form-check-label" for="id_season_0">Summer' in fieldset


def test_a_chosen_option_stays_chosen():
    page = rendered(TripForm({"season": "w"}))

    winter = page[page.index('value="w"') :]
    assert "checked" in winter[: winter.index(">")]


def test_a_password_can_be_shown():
    page = rendered(TripForm())

    assert 'data-show-password aria-controls="id_secret"' in page


def test_the_summary_says_the_same_words_and_leads_to_the_field():
    form = TripForm({"season": "?"})
    form.full_clean()
    form.add_error(None, "The trip is too long.")
    summary = render_to_string(
        "questionnaire/partials/error_summary.html", {"form": form}
    )

    assert '<a href="#id_place">This field is required.</a>' in summary
    assert '<a href="#id_season_0">' in summary
    assert "The trip is too long." in summary
    for error in form.errors["season"]:
        assert escape(error) in rendered(form)


def test_there_is_no_summary_without_errors():
    summary = render_to_string(
        "questionnaire/partials/error_summary.html", {"form": TripForm()}
    )

    assert summary.strip() == ""
