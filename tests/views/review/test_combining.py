"""Combining answers: rival wordings together, identical ones once, credit where due."""

import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.models import AnswerVersion, Membership, User
from questionnaire.vocabulary import Origin, Role
from tests.questions import page_address as address
from tests.questions import slug_of

COPY = "La copie de travail se trouve sur le lecteur réseau."
NIGHTLY = "Le service en fait une sauvegarde chaque nuit et la garde {} jours."
TEST = "Sofia Roy restaure un fichier au hasard deux fois par année."


@pytest.fixture
def team(project):
    """Three more people who write: Sofia, Claire and Paul Martin."""

    def join(name):
        person = User.objects.create_user(f"{name}@example.org".lower(), name=name)
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)
        return person

    return [join(name) for name in ("Sofia Roy", "Claire Lemieux", "Mei Lin")]


@pytest.fixture
def answered(answer, team, people):
    """Amina and two others say the same but for one word; Mei says something else."""
    sofia, claire, mei = team

    def html(*paragraphs):
        return "".join(f"<p>{each}</p>" for each in paragraphs)

    answer("1.1", html(COPY, NIGHTLY.format(30)))
    answer("1.1", html(COPY, NIGHTLY.format(14)), by=sofia)
    answer("1.1", html(NIGHTLY.format(30), COPY), by=claire)
    answer("1.1", html(TEST), by=mei)


def page_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def ticks(page):
    """{what a wording says: the name by which it is ticked}, in the page's order."""
    found = {}
    for name, rest in re.findall(r'name="take" value="([^"]+)"(.*?)<template>', page):
        text = re.sub(r"<del>.*?</del>|<[^>]+>|\[[^]]*\]", "", rest)
        found[re.sub(r"\s+", " ", text).strip()] = name
    return found


def name_of(page, words):
    """The name of the only wording that says these words."""
    [name] = [name for text, name in ticks(page).items() if words in text]
    return name


def save(client, project, page, take, html, **more):
    data = {
        "do": "save",
        "in": "fr",
        "take": take,
        "result-save_id": uuid.uuid4(),
        "result-base": 1,
        "result-language": "fr",
        "result-note": "",
        "result-part_answer-html": html,
        **more,
    }
    return client.post(address("combine", project, "1.1"), data)


def credited():
    combined = AnswerVersion.objects.get(origin=Origin.MERGED)
    return {str(source.answer.author) for source in combined.sources.all()}


def test_rival_wordings_of_one_passage_stand_together_with_their_differences(
    as_amina, project, answered
):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))

    assert "<del>30</del>" in page and "<ins>14</ins>" in page
    words = ("copie", "30 jours", "14 jours", "restaure")
    order = [word for text in ticks(page) for word in words if word in text]
    assert order == list(words)


def test_what_several_say_word_for_word_is_there_once_with_all_their_names(
    as_amina, project, answered
):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    [text] = [text for text in ticks(page) if COPY in text]

    assert "3 of 4, word for word" in text
    for name in ("Amina Diallo", "Sofia Roy", "Claire Lemieux"):
        assert name in text
    assert "Mei Lin" not in text


def test_everybody_whose_words_are_taken_is_credited(as_amina, project, answered):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    save(as_amina, project, page, [name_of(page, COPY)], f"<p>{COPY} Enfin.</p>")

    assert credited() == {"Amina Diallo", "Sofia Roy", "Claire Lemieux"}


def test_whose_words_are_edited_away_is_not_credited(as_amina, project, answered):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    take = [name_of(page, "14 jours"), name_of(page, "restaure")]
    html = f"<p>{NIGHTLY.format(14)} Rien d’autre n’est à dire.</p>"
    save(as_amina, project, page, take, html)

    assert credited() == {"Sofia Roy"}


def test_whose_words_stand_in_the_result_is_credited_without_a_tick(
    as_amina, project, answered
):
    """As when the tick is taken away after the text was edited."""
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    save(as_amina, project, page, [], f"<p>{TEST}</p><p>Et plus.</p>")

    assert credited() == {"Mei Lin"}


def test_a_result_that_comes_back_names_whom_it_credits(as_amina, project, answered):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    take = [name_of(page, COPY), name_of(page, "restaure")]
    response = save(
        as_amina, project, page, take, f"<p>{TEST}</p>", **{"result-note": "x" * 999}
    )

    assert response.status_code == 422
    credit = re.findall(r'<li data-version="\d+">([^<]+), version', page_of(response))
    assert credit == ["Mei Lin"]


def test_a_combination_begins_with_all_of_one_answer(as_amina, project, answered):
    theirs = AnswerVersion.objects.get(answer__author__name="Mei Lin")
    response = as_amina.get(
        address("combine", project, "1.1"), {"in": "fr", "start": theirs.pk}
    )
    assert response.context["form"]["part_answer"].value() == f"<p>{TEST}</p>"


def test_a_combination_that_begins_with_no_answer_of_it_begins_as_usual(
    as_amina, project, answered
):
    usual = as_amina.get(address("combine", project, "1.1") + "?in=fr")
    page = as_amina.get(address("combine", project, "1.1") + "?in=fr&start=2147483648")

    assert page.status_code == 200
    assert page.context["names"] == usual.context["names"]


def test_rows_of_which_none_is_ticked_make_an_empty_result(
    as_amina, tables_project, rows_saved
):
    rows_saved([{"dataset": "Relevés"}])
    page = as_amina.post(
        reverse("combine", args=[tables_project.pk, "datasets"]),
        {"in": "fr", "do": "build", "built": "-"},
    )

    assert page.status_code == 200


def test_the_next_question_after_combining_follows_the_order_of_the_queue(
    as_amina, project, answered, answer, team
):
    for label in ("1.2", "1.3"):
        answer(label)
        answer(label, "<p>Autre.</p>", by=team[0])
    queue = as_amina.get(address("review_queue", project)).context
    order = [item.entry.slug for item in queue["waiting"]]
    after = order[(order.index(slug_of("1.1")) + 1) % 3]
    page = page_of(
        as_amina.get(
            address("combine", project, "1.1"), {"in": "fr", "order": queue["order"]}
        )
    )
    response = save(
        as_amina,
        project,
        page,
        [],
        f"<p>{COPY}</p><p>Fin.</p>",
        then="next",
        order=str(queue["order"]),
    )
    if order[-1] == slug_of("1.1"):
        after = order[-2]
    assert f"/questions/{after}/review/" in response.url
    assert f"order={queue['order']}" in response.url


def test_a_combination_opens_in_the_language_of_the_page_if_anybody_answered_in_it(
    as_amina, project, answered, answer, team
):
    """Here the page is in English, the project in French."""
    url = address("combine", project, "1.1")
    assert as_amina.get(url).context["combination"].language == "fr"

    answer("1.1", "<p>A service makes a copy.</p>", by=team[0], language="en")
    assert as_amina.get(url).context["combination"].language == "en"
    assert as_amina.get(f"{url}?in=fr").context["combination"].language == "fr"


def test_a_combination_in_the_other_language_is_noticed(as_amina, project, answered):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    english = (
        "<p>The working copy is on the network drive, and the service makes a backup "
        "of it every night. Nobody else has access to these files.</p>"
    )
    response = save(as_amina, project, page, [], english)

    assert "is saved as French, but seems to be in English" in page_of(
        as_amina.get(response.url)
    )


def test_a_combination_in_its_own_language_is_not_noticed(as_amina, project, answered):
    page = page_of(as_amina.get(address("combine", project, "1.1") + "?in=fr"))
    response = save(as_amina, project, page, [], f"<p>{COPY}</p><p>{TEST} Voilà.</p>")

    assert "seems to be in" not in page_of(as_amina.get(response.url))
