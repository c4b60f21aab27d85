"""The language that an answer is written in: how it is chosen, how it is noticed."""

import uuid

import pytest
from django.urls import reverse

from questionnaire.models import Answer, AnswerVersion, Draft, Translation
from tests.questions import page_address

FRENCH = "<p>Les données brutes sont conservées sur le serveur de l’université.</p>"
ENGLISH = "<p>The raw data are kept on the encrypted server of the university.</p>"


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


# ---- Text that is plainly in the other language -------------------------------------


def autosave(client, people, project, html, language="en", name="draft", **more):
    return client.post(
        page_address(name, project, "1.1"),
        {
            "save_id": str(uuid.uuid4()),
            "base": 0,
            "revision": 0,
            "language": language,
            "user": people.amina.pk,
            "fields": {"part_answer-html": html},
            **more,
        },
        content_type="application/json",
    )


@pytest.mark.parametrize("name", ["draft", "save"])
@pytest.mark.parametrize(
    ("html", "count"), [(FRENCH, 1), (ENGLISH, 0), (FRENCH + ENGLISH, 1)]
)
def test_a_script_is_told_of_text_in_the_other_language(
    as_amina, people, project, name, html, count
):
    reply = autosave(as_amina, people, project, html, name=name).json()

    assert reply["misplaced"] == count


@pytest.mark.parametrize("kind", ["question", "section"])
def test_the_page_says_that_a_text_seems_to_be_in_the_other_language(
    as_amina, url, section, answer, kind
):
    answer("1.1", FRENCH, language="en")
    address = url if kind == "question" else section

    text = _text(as_amina.get(address))

    assert "This text seems to be in French" in text
    assert "Les données brutes sont conservées" in text
    assert "Move it to the French answer" in text
    assert "Leave it here" in text


@pytest.mark.parametrize("html", [ENGLISH, "<p>WAV, CSV, PDF/A</p>"])
def test_nothing_is_said_of_text_in_its_own_language_or_in_none(
    as_amina, url, answer, html
):
    answer("1.1", html, language="en")

    assert "seems to be in" not in _text(as_amina.get(url))


def test_without_script_it_is_said_after_saving(as_amina, url):
    form = as_amina.get(url).context["form"]
    data = {
        "save_id": form["save_id"].value(),
        "base": 0,
        "language": "en",
        "part_answer-html": FRENCH,
        "then": "continue",
    }

    following = as_amina.post(url, data, follow=True)

    assert "Your answer to 1.1 is saved as English" in _text(following)


def move(client, project, act="move", language="en"):
    return client.post(
        page_address("answer_language", project, "1.1"),
        {"act": act, "language": language},
    )


def contents(language):
    versions = AnswerVersion.objects.filter(answer__language=language)
    return [
        each.content.get("answer", "").replace("&nbsp;", " ")
        for each in versions.order_by("number")
    ]


def test_moving_makes_it_the_answer_in_its_language_and_loses_nothing(
    as_amina, url, project, answer
):
    first = answer("1.1", FRENCH, language="en")

    response = move(as_amina, project)

    assert response.url == f"{url}?in=fr"
    assert contents("fr") == [FRENCH]
    assert contents("en") == [FRENCH, ""]
    moved = AnswerVersion.objects.get(answer__language="fr")
    assert list(moved.sources.all()) == [first]
    assert "as version 1" in _text(as_amina.get(response.url))


def test_moving_takes_unsaved_text_along(as_amina, people, project):
    autosave(as_amina, people, project, FRENCH)

    move(as_amina, project)

    assert contents("fr") == [FRENCH]
    assert not Draft.objects.exists()


def test_only_the_passages_in_the_other_language_are_moved(as_amina, project, answer):
    answer("1.1", ENGLISH + FRENCH, language="en")

    move(as_amina, project)

    assert contents("fr") == [FRENCH]
    assert contents("en") == [ENGLISH + FRENCH, ENGLISH]


def test_what_is_there_already_is_added_to_and_never_overwritten(
    as_amina, url, project, answer
):
    there = "<p>Le projet produit trois jeux de données nouveaux.</p>"
    answer("1.1", there)
    answer("1.1", FRENCH, language="en")
    text = _text(as_amina.get(url))
    assert "Add it after the French answer" in text
    assert "Open both, side by side" in text

    move(as_amina, project)

    assert contents("fr") == [there, there + FRENCH]


def test_moving_twice_moves_once(as_amina, project, answer):
    answer("1.1", FRENCH, language="en")

    move(as_amina, project)
    move(as_amina, project)

    assert contents("fr") == [FRENCH]
    assert len(contents("en")) == 2


def test_a_moved_text_is_no_translation_of_what_stays(as_amina, project, answer):
    answer("1.1", ENGLISH + FRENCH, language="en")

    move(as_amina, project)

    assert not Translation.objects.exists()


def test_leaving_it_here_is_remembered_for_good(
    as_amina, url, section, project, answer
):
    answer("1.1", FRENCH, language="en")

    response = move(as_amina, project, act="leave")

    assert response.url == f"{url}?in=en"
    answer("1.1", FRENCH + FRENCH, language="en", base=1)
    for address in (url, section):
        assert "seems to be in" not in _text(as_amina.get(address))
    assert contents("fr") == []


def test_an_emptied_answer_forgets_that_its_language_was_said_to_be_right(
    as_amina, url, people, project, answer
):
    """What is typed next is another text, of which nothing was said."""
    answer("1.1", FRENCH, language="en")
    move(as_amina, project, act="leave")

    answer("1.1", "", language="en", base=1)
    answer("1.1", FRENCH, language="en", base=2)

    assert "seems to be in French" in _text(as_amina.get(url))


def test_so_does_an_emptied_draft(as_amina, url, people, project):
    autosave(as_amina, people, project, FRENCH)
    Answer.objects.update(is_language_confirmed=True)

    autosave(as_amina, people, project, "", revision=1)

    assert not Answer.objects.get().is_language_confirmed


def test_the_note_can_be_asked_for_alone(as_amina, people, project, url):
    address = page_address("language_note", project, "1.1") + "?in=en"
    script = {"HX-Request": "true"}
    assert _text(as_amina.get(address, headers=script)) == ""
    assert as_amina.get(address).url == url

    autosave(as_amina, people, project, FRENCH)

    text = _text(as_amina.get(address, headers=script))
    assert "This text seems to be in French" in text
    assert "<html" not in text
