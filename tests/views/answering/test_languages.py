"""The language that an answer is written in: how it is chosen, how it is noticed."""

import pytest
from django.urls import reverse

from questionnaire.models import Answer, AnswerVersion, Draft
from tests.questions import page_address

FRENCH = "<p>Les données brutes sont conservées sur le serveur de l’université.</p>"
ENGLISH = "<p>The raw data are kept on the encrypted server of the university.</p>"


@pytest.fixture
def as_amina(client, people):
    client.force_login(people.amina)
    return client


@pytest.fixture
def url(project):
    """The English page of question 1.1; the project is in French."""
    return page_address("question", project, "1.1")


def in_french(address):
    return address.replace("/en/", "/fr/")


def sheets_of(response):
    sheets = response.context.get("sheets")
    return [row["sheet"] for row in sheets] if sheets else [response.context["sheet"]]


@pytest.fixture
def section(project):
    return reverse("section", args=[project.pk, 1])


@pytest.mark.parametrize("kind", ["question", "section"])
def test_the_editor_opens_in_the_language_of_the_page_whatever_the_projects(
    as_amina, url, section, answer, kind
):
    answer("1.1", FRENCH)
    address = url if kind == "question" else section

    for shown, language in ((address, "en"), (in_french(address), "fr")):
        response = as_amina.get(shown)
        assert {sheet.language for sheet in sheets_of(response)} == {language}
        assert f'name="{_prefix(kind)}language" value="{language}"' in _text(response)


@pytest.mark.parametrize("kind", ["question", "section"])
@pytest.mark.parametrize("is_draft", [False, True])
def test_where_only_the_other_language_is_written_the_page_says_so_and_offers_both(
    as_amina, url, section, answer, project, kind, is_draft
):
    version = answer("1.1", FRENCH)
    if is_draft:
        answer("1.1", "", base=1)
        Draft.objects.create(
            answer=version.answer, content={"answer": FRENCH}, base_version=2
        )
    address = url if kind == "question" else section

    text = _text(as_amina.get(address))

    assert "You have an answer in French, and none in English yet." in text
    assert 'href="?in=fr' in text
    assert (f"{url}?in=en&amp;beside=mine" in text) is not is_draft


@pytest.mark.parametrize("kind", ["question", "section"])
def test_where_nothing_or_both_are_written_nothing_is_said(
    as_amina, url, section, answer, kind
):
    address = url if kind == "question" else section
    assert "and none in" not in _text(as_amina.get(address))

    answer("1.1", FRENCH)
    answer("1.1", ENGLISH, language="en")
    assert "and none in" not in _text(as_amina.get(address))


@pytest.mark.parametrize("kind", ["question", "section"])
def test_the_language_is_chosen_at_the_editor(as_amina, url, section, answer, kind):
    answer("1.1", FRENCH)
    address = url if kind == "question" else section

    text = _text(as_amina.get(f"{address}?in=fr"))

    assert 'aria-label="Language of the answer"' in text or (
        'aria-label="Language of the answers"' in text
    )
    assert 'href="?in=fr" aria-current="true"' in text
    assert 'href="?in=en"' in text
    assert "Both, side by side" in text


def test_a_section_is_written_in_the_language_that_the_address_names(as_amina, section):
    response = as_amina.get(f"{section}?in=fr")

    assert {sheet.language for sheet in sheets_of(response)} == {"fr"}


def test_what_is_typed_is_saved_in_the_language_that_the_editor_showed(
    as_amina, url, section
):
    for address in (url, section):
        response = as_amina.get(address)
        form = (
            response.context["form"]
            if address == url
            else response.context["sheets"][1]["form"]
        )
        data = {
            form[name].html_name: form[name].value()
            for name in ("save_id", "base", "language")
        }
        if address == section:
            data[f"{form.prefix}-question"] = sheets_of(response)[1].question.slug
        data[f"{form['part_answer'].html_name}-html"] = ENGLISH
        assert as_amina.post(address, data).status_code == 302

    assert set(Answer.objects.values_list("language", flat=True)) == {"en"}
    assert AnswerVersion.objects.count() == 2


def _prefix(kind):
    return "" if kind == "question" else "q1-1-"


def _text(response):
    return " ".join(response.content.decode().split())
