"""Writing answers on question and section pages."""

import re
import uuid
from collections import Counter

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import AnswerVersion
from tests.questions import page_address, slug_of


@pytest.fixture
def url(project):
    return page_address("question", project, "1.1")


def posted(html, base=0, **more):
    return {
        "part_answer-html": html,
        "part_answer": "",
        "save_id": str(uuid.uuid4()),
        "base": base,
        "language": "fr",
        **more,
    }


def texts():
    rows = AnswerVersion.objects.order_by("number").values_list("content", flat=True)
    return [content.get("answer") for content in rows]


def test_a_visitor_is_asked_to_sign_in(client, url):
    response = client.get(url)

    assert response.status_code == 302
    assert response.url.startswith("/en/account/login/?next=")


def test_a_script_of_a_visitor_gets_401_and_no_page(client, url):
    response = client.get(url, headers={"Accept": "application/json"})

    assert response.status_code == 401


def test_a_stranger_gets_the_page_of_a_project_that_does_not_exist(
    client, people, url, project
):
    client.force_login(people.omar)
    missing = reverse("question", args=[uuid.uuid4(), slug_of("1.1")])

    refused, absent = client.get(url), client.get(missing)

    assert refused.status_code == absent.status_code == 404
    assert project.title not in refused.content.decode()


def test_a_question_that_the_template_lacks_is_not_found(as_amina, project):
    missing = page_address("question", project, "no-such-question")
    assert as_amina.get(missing).status_code == 404
    assert as_amina.get(f"/en/projects/{project.pk}/sections/9/").status_code == 404


def test_the_page_shows_question_guidance_hint_and_example(as_amina, url):
    page = as_amina.get(url.replace("/en/", "/fr/")).content.decode()

    assert "Qui sera responsable de la gestion des données?" in page
    assert "Attribution des responsabilités" in page
    assert "Amélie Gagnon, chercheuse principale" in page
    assert "Who will be responsible for managing the data?" in page


def test_no_two_parts_of_the_page_have_the_same_name(as_amina, url):
    names = re.findall(r'\sid="([^"]+)"', as_amina.get(url).content.decode())

    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_saving_keeps_a_version_and_stays(as_amina, url):
    response = as_amina.post(url, posted("<p>Borealis.</p>"), follow=True)

    assert texts() == ["<p>Borealis.</p>"]
    assert "version 1" in response.content.decode()


@pytest.mark.parametrize(
    ("then", "name", "args"),
    [
        ("stay", "question", [slug_of("1.1")]),
        ("continue", "question", [slug_of("1.2")]),
        ("return", "project_overview", []),
    ],
)
def test_saving_leads_where_the_button_says(as_amina, url, project, then, name, args):
    response = as_amina.post(url, posted("<p>Borealis.</p>", then=then))

    assert response.url == reverse(name, args=[project.pk, *args])


def test_the_last_question_continues_to_the_overview(as_amina, project):
    last = page_address("question", project, "6.3")

    response = as_amina.post(last, posted("<p>Oui.</p>", then="continue"))

    assert response.url == reverse("project_overview", args=[project.pk])


def test_an_english_version_is_an_answer_of_its_own(as_amina, url):
    as_amina.post(url, posted("<p>Sur Borealis.</p>"))
    as_amina.post(f"{url}?in=en", posted("<p>On Borealis.</p>", language="en"))

    languages = AnswerVersion.objects.values_list("answer__language", "number")
    assert sorted(languages) == [("en", 1), ("fr", 1)]


def test_the_editor_writes_in_the_language_that_the_address_names(as_amina, url):
    languages = [
        as_amina.get(f"{url}?in={asked}").context["form"]["language"].value()
        for asked in ("en", "fr", "de")
    ]

    assert languages == ["en", "fr", "en"]


def test_a_window_left_behind_is_told_and_loses_nothing(as_amina, url, answer):
    answer("1.1", "<p>From the other window.</p>")

    response = as_amina.post(url, posted("<p>From this window.</p>", base=0))
    page = response.content.decode()

    assert response.status_code == 409
    assert "There are two versions of your answer to 1.1" in page
    assert "From the other window." in page
    assert "From this window." in page
    assert texts() == ["<p>From the other window.</p>"]


def test_the_page_of_two_versions_can_be_saved_as_the_newest(as_amina, url, answer):
    answer("1.1", "<p>From the other window.</p>")
    refused = as_amina.post(url, posted("<p>From this window.</p>", base=0))
    form = refused.context["form"]

    again = {
        "part_answer-html": "<p>From this window.</p>",
        "part_answer": "",
        "save_id": form["save_id"].value(),
        "base": form["base"].value(),
        "language": "fr",
    }
    assert as_amina.post(url, again).status_code == 302

    assert texts() == ["<p>From the other window.</p>", "<p>From this window.</p>"]


def test_going_back_to_a_saved_page_and_changing_it_loses_nothing(as_amina, url):
    first = posted("<p>First.</p>")
    as_amina.post(url, first)

    response = as_amina.post(url, {**first, "part_answer-html": "<p>Second.</p>"})

    assert response.status_code == 409
    assert "Second." in response.content.decode()


def test_text_that_cannot_be_stored_comes_back_with_words_beside_it(as_amina, url):
    response = as_amina.post(url, posted("<p>a\0b and the rest</p>"))
    page = response.content.decode()

    assert response.status_code == 422
    assert "and the rest" in page
    assert "There is a problem" in page
    assert texts() == []


@pytest.mark.parametrize(
    "forged",
    [
        {"save_id": "not-a-uuid"},
        {"base": "-1"},
        {"base": "first"},
        {"save_id": ""},
        {"base": ""},
        {"language": "de"},
        {"language": ""},
    ],
)
def test_forged_save_fields_are_refused_and_the_text_comes_back(as_amina, url, forged):
    response = as_amina.post(url, posted("<p>My text.</p>") | forged)

    assert response.status_code == 422
    assert "My text." in response.content.decode()
    assert texts() == []


def test_a_megabyte_of_text_is_kept(as_amina, url):
    text = "é" * 999_000

    response = as_amina.post(url, posted(f"<p>{text}</p>"))

    assert response.status_code == 302
    assert texts() == [f"<p>{text}</p>"]


def test_nothing_is_saved_in_a_finished_plan_and_the_page_says_why(
    as_amina, url, project, people
):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    response = as_amina.post(url, posted("<p>Too late.</p>"))

    assert response.status_code == 409
    assert "This plan is finished" in response.content.decode()
    assert "Too late." in response.content.decode()
    assert texts() == []


def test_a_finished_plan_shows_answers_without_an_editor(
    as_amina, url, project, people, answer
):
    answer("1.1", "<p>Borealis.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    page = as_amina.get(url).content.decode()

    assert "Borealis." in page
    assert "<textarea" not in page


def test_a_section_saves_every_answer_that_changed(as_amina, project, answer):
    answer("1.1", "<p>Déjà là.</p>")
    url = reverse("section", args=[project.pk, 1])
    page = as_amina.get(url)
    data = {}
    for row in page.context["sheets"]:
        form = row["form"]
        data[form["save_id"].html_name] = form["save_id"].value()
        data[form["base"].html_name] = form["base"].value()
        data[form["language"].html_name] = form["language"].value()
        data[f"{form['part_answer'].html_name}-html"] = (
            form["part_answer"].value() or ""
        )
    data["q1-3-part_answer-html"] = "<p>Un budget.</p>"

    response = as_amina.post(url, data)

    assert response.status_code == 302
    saved = AnswerVersion.objects.order_by("id").values_list(
        "answer__question__number", "content__answer"
    )
    assert list(saved) == [(1, "<p>Déjà là.</p>"), (3, "<p>Un budget.</p>")]


def test_the_small_templates_choice_is_offered_in_the_pages_language(
    client, people, small_template
):
    project = create_project(
        by=people.amina, template=small_template, title="Petit", language="fr"
    )
    client.force_login(people.amina)
    choices = [
        part
        for section in small_template.sections.all()
        for question in section.questions.all()
        for part in question.parts.all()
        if part.kind == "choice"
    ]
    part = choices[0]
    url = reverse("question", args=[project.pk, part.question.slug])
    value = part.options["choices"][0]["value"]

    response = client.post(
        url,
        {
            f"part_{part.key}": value,
            "save_id": str(uuid.uuid4()),
            "base": 0,
            "language": "fr",
        },
    )

    assert response.status_code == 302
    assert AnswerVersion.objects.get().content[part.key] == value
    forged = {
        f"part_{part.key}": "forged",
        "save_id": str(uuid.uuid4()),
        "base": 1,
        "language": "fr",
    }
    assert client.post(url, forged).status_code == 422


def test_a_note_on_a_text_that_has_not_changed_comes_back_with_words(
    as_amina, project, answer
):
    version = answer("1.1", "<p>Oui.</p>")
    response = as_amina.post(
        page_address("question", project, "1.1"),
        posted("<p>Oui.</p>", base=1, language="fr", note="Relu avec Paul."),
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "there is no new version for this note" in page
    assert 'value="Relu avec Paul."' in page
    assert version.answer.versions.count() == 1
