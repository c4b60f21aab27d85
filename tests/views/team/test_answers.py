"""The team’s answers to a question, as a page and as a fragment."""

import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.models import (
    AnswerVersion,
    Assignment,
    Decision,
    Draft,
    Membership,
    Notice,
    User,
)
from questionnaire.vocabulary import Role
from tests.questions import page_address


@pytest.fixture
def team(project, people):
    """Paul writes with Amina."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


def team_url(project, label="1.1"):
    return page_address("team_answers", project, label)


def test_a_colleagues_answer_is_shown_with_its_version_and_language(
    as_amina, project, people, team, answer
):
    answer("1.1", "<p>On Borealis.</p>", language="en", by=people.paul)
    answer(
        "1.1", "<p>On Borealis, ten years.</p>", language="en", by=people.paul, base=1
    )

    page = as_amina.get(team_url(project)).content.decode()

    assert "Paul Martin" in page
    assert "version 2" in page
    assert "in English" in page
    assert '<div class="prose" lang="en"><p>On Borealis, ten years.</p>' in page
    assert "<p>On Borealis.</p>" not in page


def test_htmx_gets_the_part_and_a_browser_the_page(as_amina, project, team):
    part = as_amina.get(team_url(project), headers={"HX-Request": "true"})
    page = as_amina.get(team_url(project))

    assert "<html" not in part.content.decode()
    assert "Team answers" in part.content.decode()
    assert "<html" in page.content.decode()


def test_who_has_not_answered_is_named_and_a_viewer_is_not_waited_for(
    as_amina, project, people, team, answer
):
    vera = User.objects.create_user("vera@example.org", name="Vera Viewer")
    Membership.objects.create(project=project, user=vera, role=Role.VIEWER)
    answer("1.1")

    page = as_amina.get(team_url(project)).content.decode()

    assert "Not answered yet: Paul Martin" in " ".join(page.split())
    assert "Vera" not in page


def test_a_draft_of_a_colleague_is_never_shown(as_amina, project, people, team, answer):
    version = answer("1.1", "<p>Saved.</p>", by=people.paul)
    Draft.objects.create(
        answer=version.answer, content={"answer": "<p>Half a thought.</p>"}
    )

    page = as_amina.get(team_url(project)).content.decode()

    assert "Saved." in page
    assert "Half a thought" not in page


def test_a_long_answer_is_shortened_and_can_be_opened(
    as_amina, project, people, team, answer
):
    words = " ".join(f"mot{number}" for number in range(60))
    answer("1.1", f"<p>{words}</p>", by=people.paul)

    page = as_amina.get(team_url(project)).content.decode()

    assert "mot44 …</p>" in page
    assert "Read in full" in page
    assert "mot59" in page


def test_a_former_member_keeps_the_credit(as_amina, project, people, team, answer):
    answer("1.1", "<p>On Borealis.</p>", by=people.paul)
    team.delete()

    page = as_amina.get(team_url(project)).content.decode()

    assert "On Borealis." in page
    assert "former member" in page


def test_the_agreed_answer_stands_first_until_it_is_withdrawn(
    as_amina, project, people, team, answer
):
    version = answer("1.1", "<p>On Borealis.</p>", by=people.paul)
    decision = {
        "project": project,
        "question": version.answer.question,
        "language": "fr",
        "decided_by": people.amina,
    }
    Decision.objects.create(**decision, version=version)
    page = as_amina.get(team_url(project)).content.decode()
    assert "Agreed answer" in page
    assert page.index("Agreed answer") < page.index("Team answers</h2>")

    Decision.objects.create(**decision, version=None)
    assert "Agreed answer" not in as_amina.get(team_url(project)).content.decode()


def test_an_unknown_question_is_not_found(as_amina, project, team):
    assert as_amina.get(team_url(project, "no-such-question")).status_code == 404


@pytest.mark.parametrize("colleagues", [1, 7])
@pytest.mark.parametrize("versions", [1, 6])
def test_the_team_part_costs_ten_queries(
    as_amina, project, people, answer, colleagues, versions, django_assert_num_queries
):
    for number in range(colleagues):
        user = User.objects.create_user(f"m{number}@example.org", name=f"M {number}")
        Membership.objects.create(project=project, user=user, role=Role.CONTRIBUTOR)
        for base in range(versions):
            answer("1.1", f"<p>Version {base}.</p>", by=user, base=base)

    # members, decisions, versions, credit, assignments, requests, unsent text
    with django_assert_num_queries(10):
        as_amina.get(team_url(project), headers={"HX-Request": "true"})


def test_copying_leads_back_to_my_answer_in_that_language(
    as_amina, project, people, team, answer
):
    version = answer("1.1", "<p>On Borealis.</p>", language="en", by=people.paul)
    url = page_address("copy_answer", project, "1.1")
    data = {"version": version.pk, "save_id": uuid.uuid4()}

    response = as_amina.post(url, data)

    assert response.url.endswith("/questions/data-responsibility/?in=en")
    page = as_amina.get(reverse("project_overview", args=[project.pk]))
    said = "The text of Paul Martin now stands after yours, as version 1"
    assert said in page.content.decode()
    mine = version.answer.question.answers.get(author=people.amina, language="en")
    assert "On Borealis." in str(mine.versions.get().content)


def test_copying_what_is_not_there_is_not_found(as_amina, project, team):
    url = page_address("copy_answer", project, "1.1")

    response = as_amina.post(url, {"version": 999, "save_id": uuid.uuid4()})

    assert response.status_code == 404


@pytest.fixture
def passages(project, people, team, answer):
    """The page on which passages of Paul’s answer are chosen."""
    version = answer(
        "1.1",
        "<p>On Borealis.</p><ul><li>As CSV.</li><li>As FLAC.</li></ul>",
        language="en",
        by=people.paul,
    )
    return page_address("copy_passages", project, "1.1", version.pk)


def offered(page):
    """{what a passage says: the value of its box} of a page without script."""
    return {
        re.sub("<[^>]+>", "", text).strip(): name
        for name, text in re.findall(
            r'name="take" value="([^"]+)".*?id="text-[^>]+>(.*?)</div>', page, re.DOTALL
        )
    }


def test_one_passage_of_a_colleagues_answer_can_be_taken_without_script(
    as_amina, project, people, passages
):
    assert f'href="{passages}"' in as_amina.get(team_url(project)).content.decode()
    page = as_amina.get(passages).content.decode()
    assert list(offered(page)) == ["On Borealis.", "As CSV.", "As FLAC."]

    response = as_amina.post(
        passages, {"take": offered(page)["As FLAC."], "save_id": uuid.uuid4()}
    )

    assert response.url.endswith("/questions/data-responsibility/?in=en")
    page = as_amina.get(response.url).content.decode()
    said = "What you took from Paul Martin is now in your answer, as version 1"
    assert said in page
    mine = AnswerVersion.objects.get(answer__author=people.amina)
    assert "FLAC" in str(mine.content)
    assert "Borealis" not in str(mine.content)
    assert [each.answer.author for each in mine.sources.all()] == [people.paul]


def test_taking_nothing_is_refused_and_what_i_say_already_is_named(
    as_amina, passages, answer
):
    answer("1.1", "<p>On Borealis.</p>", language="en")

    response = as_amina.post(passages, {"save_id": uuid.uuid4()})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Tick at least one passage." in page
    assert page.count("your answer says this already") == 1


def test_going_back_and_taking_another_passage_is_another_copy(
    as_amina, people, passages
):
    page = as_amina.get(passages).content.decode()
    save_id = uuid.uuid4()
    for text in ("As CSV.", "As FLAC."):
        as_amina.post(passages, {"take": offered(page)[text], "save_id": save_id})

    newest = AnswerVersion.objects.filter(answer__author=people.amina).latest("pk")
    assert newest.number == 2
    assert "CSV" in str(newest.content)
    assert "FLAC" in str(newest.content)


def test_an_answer_of_one_passage_is_only_copied_whole_and_mine_is_not_taken(
    as_amina, project, people, team, answer
):
    answer("1.1", "<p>On Borealis.</p>", by=people.paul)
    mine = answer("1.1", "<p>One.</p><p>Two.</p>")

    assert "Take passages" not in as_amina.get(team_url(project)).content.decode()
    response = as_amina.get(page_address("copy_passages", project, "1.1", mine.pk))
    assert response.url == page_address("question", project, "1.1")


@pytest.mark.parametrize("paragraphs", [1, 40])
def test_the_page_of_passages_costs_literally_so_many_queries(
    as_amina, project, people, team, answer, paragraphs, django_assert_num_queries
):
    answer("1.1", language="en")
    text = "".join(f"<p>Paragraph {number}.</p>" for number in range(paragraphs))
    version = answer("1.1", text, language="en", by=people.paul)

    # session, user, access, version, own text
    with django_assert_num_queries(5):
        as_amina.get(page_address("copy_passages", project, "1.1", version.pk))


def assign(client, project, member, htmx=False, **more):
    return client.post(
        page_address("assign", project, "1.1"),
        {"member": member.pk, "due_on": "2126-12-01", **more},
        headers={"HX-Request": "true"} if htmx else {},
    )


def test_a_question_is_assigned_reminded_of_and_taken_back(
    as_amina, project, people, team
):
    assert assign(as_amina, project, people.paul).url == team_url(project)
    page = as_amina.get(team_url(project)).content.decode()
    assert "due on <time" in page
    assignment = Assignment.objects.get()

    for name, said in (
        ("nudge", "A reminder is on its way to Paul Martin."),
        ("nudge", "A reminder was sent in the last three days."),
        ("unassign", "The assignment is taken back."),
        ("unassign", "The assignment is taken back."),
    ):
        url = page_address(name, project, "1.1", assignment.pk)
        assert said in as_amina.post(url, follow=True).content.decode()
    assert not Assignment.objects.exists()


def test_nobody_is_reminded_who_has_become_a_reader(as_amina, project, people, team):
    assign(as_amina, project, people.paul)
    Membership.objects.filter(user=people.paul).update(role=Role.VIEWER)
    assignment = Assignment.objects.get()
    Notice.objects.all().delete()

    page = as_amina.get(team_url(project)).content.decode()
    overview = as_amina.get(page_address("project_overview", project)).content.decode()
    address = page_address("nudge", project, "1.1", assignment.pk)
    refused = as_amina.post(address, follow=True).content.decode()

    assert "can no longer write here: assign it to somebody else" in page
    assert address not in page
    assert "2126" not in overview
    assert "This person writes no answers in this project." in refused
    assert not Notice.objects.exists()


def test_htmx_gets_the_part_again_with_what_was_done(as_amina, project, people, team):
    part = assign(as_amina, project, people.paul, htmx=True).content.decode()

    assert "<html" not in part
    assert "1.1 is assigned to Paul Martin." in part
    assert 'hx-swap-oob="innerHTML"' in part
    assert "1.1 is assigned" not in as_amina.get(team_url(project)).content.decode()


def test_an_assignment_without_a_member_is_refused_beside_the_field(
    as_amina, project, people, team
):
    response = as_amina.post(page_address("assign", project, "1.1"), {})
    assert response.status_code == 422
    assert "Choose a member." in response.content.decode()

    response = assign(as_amina, project, people.omar)
    assert response.status_code == 422
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("colleagues", [1, 7])
def test_the_question_page_of_a_team_costs_no_more(
    as_amina, project, answer, colleagues, django_assert_num_queries
):
    answer("1.1")
    for number in range(colleagues):
        user = User.objects.create_user(f"m{number}@example.org", name=f"M {number}")
        Membership.objects.create(project=project, user=user, role=Role.CONTRIBUTOR)
        answer("1.1", by=user)

    # one of them for the names of members, which no example has made up
    with django_assert_num_queries(8):
        as_amina.get(page_address("question", project, "1.1"))
