"""Translating one's answer beside its source."""

import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.exports.answer_notes import language_note
from questionnaire.models import AnswerVersion, Membership, Translation
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Role
from tests.questions import page_address

FR = (
    "<p>Le sondage compte 900 personnes.</p>"
    "<p>Les entrevues durent une heure.</p>"
    "<p>Le tout fait 60 Go.</p>"
)
FR_CHANGED = FR.replace("900", "1 200")
EN = (
    "<p>The survey has 900 people.</p>"
    "<p>Interviews last one hour.</p>"
    "<p>It is 60 GB in all.</p>"
)
EN_CHANGED = EN.replace("900", "1,200")


@pytest.fixture
def url(project):
    return page_address("question", project, "1.1") + "?in=en&beside=mine"


@pytest.fixture
def with_paul(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


def text_of(response):
    return " ".join(response.content.decode().split())


def states_of(response):
    beside = response.context["beside"]
    return [
        each.state.value if each.state else None
        for _part, paired in beside.parts
        for each in paired.paragraphs
    ]


def posted(html, base, response):
    form = response.context["form"]
    return {
        "part_answer-html": html,
        "save_id": str(uuid.uuid4()),
        "base": base,
        "language": form["language"].value(),
        "translates": form["translates"].value() or "",
    }


def test_the_source_is_in_sight_and_the_other_text_in_the_editor(as_amina, url, answer):
    french = answer("1.1", FR)
    answer("1.1", EN, language="en")

    response = as_amina.get(url)
    text = text_of(response)

    assert "Le sondage compte 900 personnes." in text
    assert "The survey has 900 people." in text
    assert "You translate from French into English." in text
    assert response.context["form"]["language"].value() == "en"
    assert f'name="translates" value="{french.pk}"' in text
    assert states_of(response) == ["up_to_date"] * 3


def test_the_direction_can_be_swapped(as_amina, url, answer, project):
    answer("1.1", FR)
    answer("1.1", EN, language="en")

    assert 'href="?in=fr&amp;beside=mine"' in text_of(as_amina.get(url))
    swapped = as_amina.get(url.replace("in=en", "in=fr"))

    assert swapped.context["form"]["language"].value() == "fr"
    assert swapped.context["beside"].source.version.answer.language == "en"


def test_before_anything_is_translated_all_is_to_translate(as_amina, url, answer):
    answer("1.1", FR)

    response = as_amina.get(url)

    assert states_of(response) == ["to_translate"] * 3
    assert text_of(response).count("data-copy-paragraph") == 3
    assert "Mark as up to date" not in text_of(response)


def test_a_change_of_the_source_is_shown_where_it_is_and_since_when(
    as_amina, url, answer
):
    before = answer("1.1", FR)
    answer("1.1", EN, language="en")
    after = answer("1.1", FR_CHANGED, base=1)

    response = as_amina.get(url)
    text = text_of(response)

    assert states_of(response) == ["out_of_date", "up_to_date", "up_to_date"]
    assert "<del>900" in text
    assert "You changed the source on" in text
    assert f"?from={before.pk}&amp;to={after.pk}" in text
    assert "1 out of date" in text


def test_what_is_saved_beside_its_source_is_up_to_date(as_amina, url, answer):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    answer("1.1", FR_CHANGED, base=1)
    page = as_amina.get(url)

    response = as_amina.post(url, posted(EN_CHANGED, 1, page))

    assert response.url.endswith("?in=en&beside=mine")
    assert states_of(as_amina.get(url)) == ["up_to_date"] * 3


def test_a_script_saves_beside_the_source_likewise(
    as_amina, url, answer, people, project
):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    source = answer("1.1", FR_CHANGED, base=1)

    reply = as_amina.post(
        page_address("save", project, "1.1"),
        {
            "save_id": str(uuid.uuid4()),
            "base": 1,
            "revision": 0,
            "language": "en",
            "translates": str(source.pk),
            "user": people.amina.pk,
            "fields": {"part_answer-html": EN_CHANGED},
        },
        content_type="application/json",
    )

    assert reply.status_code == 200
    assert states_of(as_amina.get(url)) == ["up_to_date"] * 3


def test_what_is_typed_but_not_saved_is_in_progress(
    as_amina, url, answer, people, project
):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    answer("1.1", FR_CHANGED, base=1)
    as_amina.post(
        page_address("draft", project, "1.1"),
        {
            "save_id": str(uuid.uuid4()),
            "base": 1,
            "revision": 0,
            "language": "en",
            "user": people.amina.pk,
            "fields": {"part_answer-html": EN_CHANGED},
        },
        content_type="application/json",
    )

    assert states_of(as_amina.get(url))[0] == "in_progress"


def test_a_translation_is_marked_as_up_to_date_without_a_new_version(
    as_amina, url, answer, project
):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    source = answer("1.1", FR_CHANGED, base=1)
    assert "Mark as up to date" in text_of(as_amina.get(url))

    response = as_amina.post(
        page_address("translation_confirm", project, "1.1"),
        {"language": "en", "source": source.pk, "beside": "mine"},
    )

    assert response.url == url
    assert states_of(as_amina.get(url)) == ["up_to_date"] * 3
    assert AnswerVersion.objects.filter(answer__language="en").count() == 1


def test_only_the_source_in_sight_is_confirmed(as_amina, url, answer, project):
    seen = answer("1.1", FR)
    answer("1.1", EN, language="en")
    answer("1.1", FR_CHANGED, base=1)

    as_amina.post(
        page_address("translation_confirm", project, "1.1"),
        {"language": "en", "source": seen.pk, "beside": "mine"},
    )

    assert states_of(as_amina.get(url))[0] == "out_of_date"


@pytest.mark.parametrize("source", ["", "0", "x", "9" * 30])
def test_without_a_source_nothing_is_confirmed(as_amina, answer, project, source):
    answer("1.1", EN, language="en")

    response = as_amina.post(
        page_address("translation_confirm", project, "1.1"),
        {"language": "en", "source": source},
    )

    assert response.status_code == 302
    assert not Translation.objects.exists()


def test_a_colleagues_agreed_text_is_offered_first_as_a_source(
    as_amina, url, answer, project, people, with_paul
):
    theirs = answer("1.1", FR, by=with_paul)
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(theirs.answer.question, "fr", theirs.pk, base=None)],
        batch=uuid.uuid4(),
    )

    response = as_amina.get(url)

    assert response.context["beside"].source.version == theirs
    assert not response.context["beside"].source.is_mine
    as_amina.post(url, posted(EN, 0, response))
    note = Translation.objects.get()
    assert note.source == theirs
    assert note.version.answer.author == people.amina


def test_between_several_sources_there_is_a_choice(
    as_amina, url, answer, project, with_paul
):
    answer("1.1", FR)
    theirs = answer("1.1", FR_CHANGED, by=with_paul)

    text = text_of(as_amina.get(url))
    assert f"?in=en&amp;beside={theirs.pk}" in text
    chosen = as_amina.get(url.replace("mine", str(theirs.pk)))

    assert chosen.context["beside"].source.version == theirs


def test_without_anything_to_translate_the_page_is_as_usual(as_amina, url):
    response = as_amina.get(url)

    assert response.status_code == 200
    assert response.context["beside"] is None
    assert "Both, side by side" not in text_of(response)


def test_both_leads_to_where_something_is_to_translate(as_amina, url, answer):
    answer("1.1", EN, language="en")

    text = text_of(as_amina.get(url.partition("?")[0] + "?in=en"))

    assert 'href="?in=fr&amp;beside=mine"' in text


def test_the_page_says_which_text_is_out_of_date(as_amina, url, answer):
    before = answer("1.1", FR)
    answer("1.1", EN, language="en")
    address = url.partition("?")[0]
    assert "is out of date" not in text_of(as_amina.get(address))

    after = answer("1.1", FR_CHANGED, base=1)

    for language in ("en", "fr"):
        text = text_of(as_amina.get(f"{address}?in={language}"))
        assert "The English is out of date: the French changed on" in text
        assert f"?from={before.pk}&amp;to={after.pk}" in text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("project_overview", []), ("review_question", ["1.1"]), ("question", ["1.1"])],
)
def test_wherever_a_text_is_out_of_date_it_is_said_since_when_and_what_changed(
    as_amina, answer, project, with_paul, name, arguments
):
    before = answer("1.1", FR)
    answer("1.1", EN, language="en")
    after = answer("1.1", FR_CHANGED, base=1)

    text = text_of(as_amina.get(page_address(name, project, *arguments)))

    assert "The English is out of date: the French changed on" in text
    assert f"?from={before.pk}&amp;to={after.pk}" in text


def test_the_plan_and_its_exports_say_since_when(as_amina, answer, project):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    answer("1.1", FR_CHANGED, base=1)

    text = text_of(as_amina.get(page_address("plan_read", project)))

    assert "Out of date: the text in French was changed on" in text
    assert "?language=fr" in text
    plan = compose_plan(read_record(project.pk), "en")
    question = plan.sections[0].questions[0]
    assert "The text in French was changed on" in language_note(question, plan)


def test_what_was_copied_from_the_source_is_not_called_misplaced(as_amina, url, answer):
    french = "<p>Les données brutes sont conservées sur le serveur de l’université.</p>"
    answer("1.1", french)
    answer("1.1", french, language="en")

    assert "seems to be in French" not in text_of(as_amina.get(url))
    plain = as_amina.get(url.partition("?")[0] + "?in=en")
    assert "seems to be in French" in text_of(plain)


def test_who_only_reads_has_no_side_by_side(client, url, answer, project, people):
    answer("1.1", FR)
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    client.force_login(people.paul)

    response = client.get(url)

    assert response.status_code == 200
    assert response.context["beside"] is None


def test_side_by_side_costs_nine_queries(
    as_amina, url, answer, django_assert_num_queries
):
    answer("1.1", FR)
    answer("1.1", EN, language="en")
    answer("1.1", FR_CHANGED, base=1)

    # a question page, and: both texts, the note that they said the same
    with django_assert_num_queries(9):
        as_amina.get(url)


def test_tables_and_choices_have_their_source_beside_them(
    as_amina, tables_project, rows_saved
):
    rows_saved([{"dataset": "Entrevues", "volume": "12"}])
    address = reverse("question", args=[tables_project.pk, "datasets"])

    text = text_of(as_amina.get(f"{address}?in=en&beside=mine"))

    assert "Entrevues" in text
    assert "data-copy-part" in text
