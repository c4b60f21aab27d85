"""The search finds plans by the words that librarians may read, and by no others."""

import uuid

import pytest
from django.core.management import call_command
from django.urls import reverse

from questionnaire import search
from questionnaire.actions.projects.projects import (
    describe_project,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.actions.search_index import index_plan, refresh_plan
from questionnaire.actions.team.members import add_member
from questionnaire.models import PlanText, Project
from questionnaire.search.words import MAX_BYTES, distinct_words


def found(words):
    return search.matching(Project.objects.all(), words).exists()


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """Run the tasks that wait for a commit when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_line_of_a_project_is_always_searched(project, people, worker):
    with worker():
        describe_project(
            project_id=project.pk,
            by=people.amina,
            title="Récits de lichens",
            grant_number="435-2026-0123",
            department="Faculté des lettres",
            funder="CRSH",
        )
    with worker():
        add_member(project, people.paul, "contributor", by=people.amina)

    for words in (
        "lichens",
        "Lichens",
        "diallo",
        "PAUL martin",
        "435-2026-0123",
        "2026 435",
        "faculte lettres",
        "crsh",
        "récit",
        "RECITS lich",
    ):
        assert found(words), words
    assert not found("ichens")
    assert not found("lichens absent")


def test_answers_are_found_only_once_librarians_may_read_them(
    project, people, answer, worker
):
    with worker():
        add_member(project, people.paul, "contributor", by=people.amina)
        answer("1.1", "<p>Des caribous à l’Île d’Œufs.</p>")
        answer("1.1", "<p>Reindeer herds.</p>", language="en")
    assert not found("caribous")
    assert not found("reindeer")

    with worker():
        submit_plan(project_id=project.pk, by=people.amina)
    assert found("caribous ile oeufs")
    assert found("reindeer")

    with worker():
        answer("1.1", "<p>Des orignaux.</p>", base=1)
    assert found("orignaux")
    assert not found("caribous")

    with worker():
        return_to_drafting(project_id=project.pk, by=people.amina)
    assert not found("orignaux")
    assert found("lichens")


def test_a_plan_is_found_by_the_new_name_of_a_member(project, people, client):
    index_plan(project.pk)
    client.force_login(people.amina)
    client.post(
        reverse("profile"),
        {
            "name": "Amina Tremblay",
            "language": "fr",
            "appearance": "system",
            "mail_rhythm": "now",
        },
    )

    assert found("tremblay")
    assert not found("diallo")


def test_after_a_reopening_the_newest_edition_is_searched(
    project, people, answer, worker
):
    with worker():
        answer("1.1", "<p>Des caribous.</p>")
        finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    assert found("caribous")

    with worker():
        reopen_plan(project_id=project.pk, by=people.amina, reason="Corriger.")
        answer("1.1", "<p>Des orignaux.</p>", base=1)
    with worker():
        describe_project(project_id=project.pk, by=people.amina, funder="CRSNG")

    assert found("caribous crsng")
    assert not found("orignaux")


def test_saving_asks_for_an_index_only_in_review(project, people, answer):
    def asked_by(action):
        with pytest.MonkeyPatch.context() as patch:
            asked = []
            patch.setattr(
                "questionnaire.actions.search_index.transaction.on_commit",
                lambda work, **kwargs: asked.append(work),
            )
            action()
        return len(asked)

    assert asked_by(lambda: answer("1.1")) == 0
    Project.objects.update(status="in_review")
    assert asked_by(lambda: answer("1.1", "<p>Encore.</p>", base=1)) == 1


def test_an_index_that_is_up_to_date_is_not_made_again(
    project, django_assert_num_queries
):
    index_plan(project.pk)

    with django_assert_num_queries(1):
        refresh_plan.func(str(project.pk))


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "\\",
        "\0",
        "lichens OR caribous",
        "NEAR(lichens nord)",
        "body:lichens",
        "project:a",
        "-lichens",
        "lichens*",
        "(lichens",
        "lichens') --",
        "a & b | !c <-> d",
        "%s %(x)s",
        "x" * 10_000,
        " ".join(f"mot{number}" for number in range(5_000)),
        "\u202eعَرَبِيّ",
        "हिन्दी",
        "漢字",
        "🦌",
        "\ud800",
        "2e10 1.5 -3 1e400",
    ],
)
def test_no_input_breaks_a_search(project, words):
    index_plan(project.pk)

    assert found(words) in (True, False)


@pytest.mark.parametrize(
    "title",
    ["عَرَبِيّ نص", "हिन्दी पाठ", "2e10 H₂O", "L’Œuvre ﬁnie", "naïve—déjà", "x" * 300],
)
def test_every_word_of_a_title_finds_it(project, title):
    Project.objects.update(title=title)
    index_plan(project.pk)

    for word in title.replace("’", " ").replace("—", " ").split():
        assert found(word), word
    assert found(title.upper())


def test_a_huge_plan_is_indexed_as_far_as_the_database_allows(project):
    words = " ".join(f"m{number:x}" for number in range(400_000))
    search.index(project.pk, f"debut {words}", project.updated_at)

    assert found("debut m3e8")
    kept = PlanText.objects.get().body
    assert 100_000 < len(kept) < MAX_BYTES


def test_an_older_text_never_replaces_a_newer_one(project):
    index_plan(project.pk)
    search.index(project.pk, "passé", project.created_at.replace(year=2020))

    assert found("lichens")
    assert not found("passe")


def test_a_deleted_project_is_no_longer_found(project):
    index_plan(project.pk)
    search.remove(project.pk)
    index_plan(uuid.uuid4())

    assert not found("lichens")
    assert not PlanText.objects.exists()


def test_the_index_of_all_plans_can_be_rebuilt(project, capsys):
    call_command("index_plans")

    assert "1 plan indexed." in capsys.readouterr().out
    assert found("lichens")


def test_words_are_split_the_same_way_in_both_databases():
    assert distinct_words("L’été, l’hiver : 12,5 % (eau_vive) l’été") == [
        "l",
        "ete",
        "hiver",
        "12",
        "5",
        "eau",
        "vive",
    ]
