"""The list of versions, one version, and the differences between two."""

import uuid

import pytest

from questionnaire import __version__
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.answering.versions import name_version
from questionnaire.actions.projects.projects import create_project
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Draft, Membership
from questionnaire.queries.answering.history import VERSIONS_PER_PAGE
from questionnaire.vocabulary import Role
from tests.questions import page_address


@pytest.fixture
def paul(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


def address(project, name="versions", label="1.1", query="", args=()):
    return page_address(name, project, label, *args) + query


def compare_address(project, old, new, view=""):
    pair = f"?from={old.pk if old else ''}&to={new.pk}&view={view}"
    return address(project, "versions_compare", query=pair)


def listed(response):
    return [
        (version.answer.author.name.split()[0], version.number)
        for version in response.context["history"].versions
    ]


def body(response):
    """The main content of the page, without its frame."""
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


# --- The list -------------------------------------------------------------------


def test_versions_are_listed_newest_first_and_each_can_be_read(
    as_amina, project, answer
):
    answer("1.1", "<p>Premier.</p>")
    answer("1.1", "<p>Second.</p>", base=1)

    page = as_amina.get(address(project))
    first = as_amina.get(address(project, "version", args=["fr", 1]))

    assert listed(page) == [("Amina", 2), ("Amina", 1)]
    assert "Premier." in body(first)
    missing = address(project, "version", args=["fr", 3])
    assert as_amina.get(missing).status_code == 404


def test_versions_of_the_whole_team_are_listed_but_no_drafts(
    as_amina, project, answer, paul
):
    mine = answer("1.1", "<p>Premier.</p>")
    theirs = answer("1.1", "<p>On Borealis.</p>", language="en", by=paul)
    content = {"answer": "<p>Secret thought.</p>"}
    Draft.objects.create(
        answer=theirs.answer, content=content, content_digest=digest(content)
    )

    page = as_amina.get(address(project))

    assert listed(page) == [("Paul", 1), ("Amina", 1)]
    assert "Secret" not in body(page)
    assert str(mine.pk) in body(page)


def test_the_list_says_how_many_words_came_and_went_and_the_note(
    as_amina, project, people, answer
):
    answer("1.1", "<p>One two three.</p>")
    version = answer("1.1", "<p>One two four five.</p>", base=1)
    name_version(
        project_id=project.pk,
        version_id=version.pk,
        by=people.amina,
        name="for the board",
    )

    page = body(as_amina.get(address(project)))

    changed = (
        '<span class="words-added">+2</span> <span class="words-removed">−1</span>'
    )
    assert f"{changed} words" in page
    assert "first version, 3 words" in page
    assert "for the board" in page


def test_the_list_is_narrowed_to_an_author_a_language_or_named_versions(
    as_amina, project, people, answer, paul
):
    first = answer("1.1", "<p>Premier.</p>")
    answer("1.1", "<p>Second.</p>", base=1)
    answer("1.1", "<p>English.</p>", language="en")
    answer("1.1", "<p>On Borealis.</p>", language="en", by=paul)
    name_version(
        project_id=project.pk, version_id=first.pk, by=people.amina, name="première"
    )

    def narrowed(query):
        return listed(as_amina.get(address(project, query=query)))

    assert narrowed(f"?author={people.amina.pk}&language=fr") == [
        ("Amina", 2),
        ("Amina", 1),
    ]
    assert narrowed("?language=en") == [("Paul", 1), ("Amina", 1)]
    assert narrowed("?named=1") == [("Amina", 1)]
    assert narrowed("?author=x&language=klingon&before=z") != []


def test_credit_names_the_colleague_and_the_version(
    as_amina, project, people, answer, paul
):
    theirs = answer("1.1", "<p>On Borealis.</p>", language="en", by=paul)
    copy_version(
        project_id=project.pk,
        version_id=theirs.pk,
        by=people.amina,
        save_id=uuid.uuid4(),
    )

    page = body(as_amina.get(address(project)))
    version = body(as_amina.get(address(project, "version", args=["en", 1])))

    assert "copied from Paul Martin, version 1" in page
    assert "copied from Paul Martin, version 1" in version


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_the_history_is_closed_to_viewers_and_strangers(
    client, project, people, answer, role
):
    version = answer("1.1")
    if role:
        Membership.objects.create(project=project, user=people.omar, role=role)
    client.force_login(people.omar)

    for url in (
        address(project),
        address(project, "version", args=["fr", 1]),
        compare_address(project, None, version),
    ):
        assert client.get(url).status_code == (403 if role else 404)


def test_a_question_that_does_not_exist_has_no_versions(as_amina, project):
    assert as_amina.get(address(project, label="no-such-question")).status_code == 404


def test_no_version_yet_is_said(as_amina, project):
    assert "No version yet" in body(as_amina.get(address(project)))


def test_the_foot_of_a_versions_page_names_the_site_not_the_version(
    as_amina, project, answer
):
    answer("1.1")

    page = as_amina.get(address(project, "version", args=["fr", 1]))

    assert f"DMP Studio {__version__}" in page.content.decode()


# --- What differs ---------------------------------------------------------------


@pytest.fixture
def pair(answer):
    return (
        answer("1.1", "<p>Named by date and site.</p><p>Kept ten years.</p>"),
        answer(
            "1.1", "<p>Named by date and station.</p><p>Kept ten years.</p>", base=1
        ),
    )


def test_changed_words_are_marked_for_the_eye_and_in_words(as_amina, project, pair):
    page = body(as_amina.get(compare_address(project, *pair)))

    assert "[removed] </span><del>site</del>" in page
    assert "[added] </span><ins>station</ins>" in page
    assert "1 change" in page
    assert "1 paragraph without differences" in page


def test_the_same_differences_side_by_side_and_as_a_list(as_amina, project, pair):
    side = body(as_amina.get(compare_address(project, *pair, view="side")))
    in_words = body(as_amina.get(compare_address(project, *pair, view="list")))

    assert side.index("<del>site</del>") < side.index("<ins>station</ins>")
    assert 'role="columnheader"' in side
    assert "Paragraph 1" in in_words
    assert 'added: <ins lang="fr">station</ins>' in in_words


def test_without_a_first_version_the_one_before_is_taken(as_amina, project, pair):
    first, second = pair

    page = as_amina.get(address(project, "versions_compare", query=f"?to={second.pk}"))
    start = as_amina.get(address(project, "versions_compare", query=f"?to={first.pk}"))

    assert page.context["old"] == first
    assert start.context["old"] is None
    assert start.context["comparison"].added == 8


def test_versions_of_two_authors_can_be_compared(as_amina, project, answer, paul, pair):
    theirs = answer("1.1", "<p>Named by date and hour.</p>", by=paul)

    page = body(as_amina.get(compare_address(project, pair[1], theirs)))

    assert "Paul Martin, version 1" in page
    assert "<del>station</del>" in page


def test_identical_versions_say_so_and_spaces_alone_too(
    as_amina, project, answer, pair
):
    spaced = answer(
        "1.1",
        "<p>Named by\u00a0date and station.</p><p>Kept ten years.</p>",
        base=2,
    )

    same = body(as_amina.get(compare_address(project, pair[0], pair[0])))
    alike = body(as_amina.get(compare_address(project, pair[1], spaced)))

    assert "These versions are identical." in same
    assert "differ only in spaces" in alike


def test_what_was_typed_is_shown_and_never_run(as_amina, project, answer):
    old = answer("1.1", "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    new = answer("1.1", "<p>a &lt;img onerror=x&gt; b</p>", base=1)

    for view in ("inline", "side", "list"):
        page = body(as_amina.get(compare_address(project, old, new, view)))
        assert "<script>alert" not in page
        assert "<img" not in page


def test_versions_of_another_project_or_question_are_not_found(
    as_amina, project, people, answer, template, pair
):
    other_question = answer("1.2", "<p>Ailleurs.</p>")
    elsewhere = create_project(
        by=people.amina, template=template, title="Ailleurs", language="fr"
    )

    for url in (
        compare_address(project, pair[0], other_question),
        compare_address(project, other_question, pair[0]),
        compare_address(elsewhere, *pair),
        address(project, "versions_compare"),
        address(project, "versions_compare", query="?from=1&to=abc"),
        address(project, "versions_compare", query="?to=999999999999999999999999"),
    ):
        assert as_amina.get(url).status_code == 404


# --- Restoring and naming -------------------------------------------------------


def test_an_earlier_version_is_restored_from_its_page(as_amina, project, pair):
    page = body(as_amina.get(address(project, "version", args=["fr", 1])))
    assert "Restore version 1" in page

    response = as_amina.post(
        address(project, "version_restore"),
        {"version": pair[0].pk, "save_id": uuid.uuid4()},
        follow=True,
    )

    newest = AnswerVersion.objects.latest("pk")
    assert (newest.number, newest.content) == (3, pair[0].content)
    assert "is your answer again, as version 3" in response.content.decode()


def test_the_version_of_a_colleague_can_be_read_but_not_restored_or_named(
    as_amina, project, answer, paul
):
    theirs = answer("1.1", "<p>Pauls.</p>", by=paul)
    url = address(project, "version", args=["fr", 1], query=f"?author={paul.pk}")

    page = body(as_amina.get(url))
    restored = as_amina.post(
        address(project, "version_restore"),
        {"version": theirs.pk, "save_id": uuid.uuid4()},
    )
    named = as_amina.post(
        address(project, "version_name"), {"version": theirs.pk, "name": "x"}
    )

    assert "Pauls." in page
    assert "Restore" not in page
    assert "Save the name" not in page
    assert (restored.status_code, named.status_code) == (404, 404)


def test_a_version_is_named_on_its_page(as_amina, project, pair):
    response = as_amina.post(
        address(project, "version_name"),
        {"version": pair[0].pk, "name": "sent to the board"},
        follow=True,
    )

    assert response.status_code == 200
    assert "sent to the board" in body(response)


def test_a_name_that_is_too_long_is_refused_in_words(as_amina, project, pair):
    response = as_amina.post(
        address(project, "version_name"),
        {"version": pair[0].pk, "name": "x" * 101},
        follow=True,
    )

    assert response.status_code == 200
    assert "at most 100 characters" in response.content.decode()


# --- Ten thousand versions ------------------------------------------------------


def many_versions(answer, count):
    """`count` versions of one answer, written in one go."""
    first = answer("1.1", "<p>Version 1.</p>")
    rows = []
    for number in range(2, count + 1):
        content = {"answer": f"<p>Version {number}.</p>"}
        rows.append(
            AnswerVersion(
                answer=first.answer,
                number=number,
                content=content,
                content_digest=digest(content),
                save_id=uuid.uuid4(),
                words_added=1,
                words_removed=1,
            )
        )
    AnswerVersion.objects.bulk_create(rows, batch_size=2_000)
    return first.answer


@pytest.mark.parametrize("count", [3, 10_000])
def test_ten_thousand_versions_cost_what_three_cost(
    as_amina, project, people, answer, count, django_assert_num_queries
):
    many_versions(answer, count)
    newest = AnswerVersion.objects.latest("pk")
    oldest = AnswerVersion.objects.earliest("pk")

    # session, user, access, answers, versions, sources
    with django_assert_num_queries(6):
        page = as_amina.get(address(project))
    # session, user, access, two versions
    with django_assert_num_queries(4):
        as_amina.get(compare_address(project, oldest, newest))
    # session, user, access, version, sources
    with django_assert_num_queries(5):
        as_amina.get(address(project, "version", args=["fr", count]))

    assert listed(page)[0] == ("Amina", count)
    assert len(listed(page)) == min(count, VERSIONS_PER_PAGE)


def test_older_versions_are_on_the_next_page(as_amina, project, answer):
    many_versions(answer, VERSIONS_PER_PAGE + 2)

    first = as_amina.get(address(project))
    older = as_amina.get(
        address(project, query=f"?before={first.context['history'].older}")
    )

    assert listed(first)[-1] == ("Amina", 3)
    assert listed(older) == [("Amina", 2), ("Amina", 1)]
    assert older.context["history"].older is None
