"""The pages of an institution’s librarians."""

import re
import uuid
from collections import defaultdict

import pytest
from django.urls import reverse
from lxml import html

from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.library.feedback import ask_for_feedback, take_feedback
from questionnaire.actions.projects.projects import (
    create_project,
    finish_plan,
    submit_plan,
)
from questionnaire.actions.search_index import index_plan
from questionnaire.actions.team.members import add_member
from questionnaire.models import (
    CannedRemark,
    FeedbackRequest,
    InstitutionRole,
    Project,
    Question,
    SavedView,
    User,
)
from questionnaire.queries.library.desk import PAGE_SIZE
from questionnaire.vocabulary import Language
from tests.questions import page_address


@pytest.fixture
def as_louise(client, people):
    client.force_login(people.louise)
    return client


@pytest.fixture
def desk(institution):
    return reverse("desk", args=[institution.pk])


@pytest.fixture
def in_review(project, people, answer):
    answer("1.1", "<p>Des enregistrements de lichens.</p>")
    add_member(project, people.paul, "contributor", by=people.amina)
    submit_plan(project_id=project.pk, by=people.amina)
    return project


def text_of(response):
    return response.content.decode()


def test_a_drafted_plan_is_listed_without_a_link(as_louise, desk, project):
    page = text_of(as_louise.get(desk, {"show": "all"}))

    assert project.title in page
    assert "being drafted" in page
    assert reverse("project_overview", args=[project.pk]) not in page


@pytest.mark.parametrize("language", Language.values)
def test_no_name_at_the_top_of_a_desk_leads_to_two_pages(as_louise, desk, language):
    page = html.fromstring(text_of(as_louise.get(f"/{language}/{desk[4:]}")))

    targets = defaultdict(set)
    for link in page.xpath("//header//a | //nav[contains(@class, 'project-bar')]//a"):
        targets[" ".join(link.text_content().split())].add(link.get("href"))
    assert {name: found for name, found in targets.items() if len(found) > 1} == {}


def test_a_librarian_reads_comments_and_finds_the_way_back(as_louise, desk, in_review):
    page = text_of(as_louise.get(desk, {"show": "all"}))
    overview = reverse("project_overview", args=[in_review.pk])
    assert overview in page

    page = text_of(as_louise.get(overview))
    assert f'href="{desk}"' in page
    question = text_of(as_louise.get(page_address("question", in_review, "1.1")))
    assert "Des enregistrements de lichens." in question
    assert "My answer" not in question
    assert "What the plan says" in question
    section = text_of(as_louise.get(reverse("section", args=[in_review.pk, 1])))
    assert "Des enregistrements de lichens." in section


def test_pages_of_a_drafted_plan_offer_only_what_opens(as_louise, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    Project.objects.update(status="drafting")
    page = text_of(as_louise.get(reverse("editions", args=[project.pk])))

    for name in ("project_overview", "plan_read", "export", "members"):
        assert f'href="{reverse(name, args=[project.pk])}"' not in page


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("query", ["", "show=all", "show=all&q=plan&sort=title"])
def test_a_desk_costs_at_most_eleven_queries_whatever_it_holds(
    as_louise, people, institution, template, count, query, django_assert_num_queries
):
    for number in range(count):
        project = create_project(
            by=people.amina,
            template=template,
            title=f"Plan {number}",
            language="fr",
            institution=institution,
            department=f"Faculté {number}",
            funder=f"Organisme {number}",
        )
        if number % 2 == 0:
            finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
        else:
            submit_plan(project_id=project.pk, by=people.amina)
            ask_for_feedback(project_id=project.pk, by=people.amina)
        index_plan(project.pk)
        SavedView.objects.create(
            user=people.louise, institution=institution, name=number, query="show=all"
        )
    url = f"{reverse('desk', args=[institution.pk])}?{query}"

    # session, user, desk, plans, people, what is held, how many, choices, requests,
    # views; and plans without an edition
    expected = 11 if query == "show=all" else 10
    with django_assert_num_queries(expected):
        as_louise.get(url)


def test_the_list_says_where_it_stands_and_leads_to_any_page(
    as_louise, people, institution, template, desk
):
    for number in range(8 * PAGE_SIZE + 1):
        Project.objects.create(
            title=f"Plan {number:03}",
            template=template,
            language="fr",
            institution=institution,
        )
    query = {"show": "all", "sort": "title", "page": "4"}

    page = text_of(as_louise.get(desk, query))

    assert "Showing 76–100 of 201" in page
    links = re.findall(r'href="\?show=all&amp;sort=title&amp;page=(\d+)#results"', page)
    assert links == ["1", "2", "3", "4", "5", "6", "9"]
    assert '<input type="hidden" name="sort" value="title">' in page
    for nonsense in ("x", "-3", "9" * 40, "\0", "²"):
        response = as_louise.get(desk, query | {"page": nonsense})
        assert response.status_code == 200
    assert "Affichage de 76 à 100 sur 201" in text_of(
        as_louise.get(desk.replace("/en/", "/fr/"), query)
    )


def test_chips_name_the_active_filters_and_each_can_be_removed(
    as_louise, desk, project
):
    Project.objects.update(department="Faculté des <lettres>")
    response = as_louise.get(
        desk, {"show": "all", "department": "Faculté des <lettres>", "language": "fr"}
    )

    chips = response.context["chips"]
    assert [chip.label for chip in chips] == [
        "Faculté des <lettres>",
        "Written in Français",
    ]
    assert chips[0].query == "show=all&language=fr"
    assert "Faculté des &lt;lettres&gt;" in text_of(response)
    without = as_louise.get(f"{desk}?{chips[0].query}")
    assert [chip.name for chip in without.context["chips"]] == ["language"]


def test_when_nothing_is_found_the_filter_that_hides_most_is_named(
    as_louise, desk, project
):
    page = text_of(
        as_louise.get(desk, {"show": "all", "funder": "x", "language": "fr"})
    )

    assert "Without “x” there is 1 plan." in page


def test_an_institution_without_plans_reads_how_to_get_some(as_louise, desk, project):
    Project.objects.update(institution=None)

    assert "No plan names your institution yet" in text_of(
        as_louise.get(desk, {"show": "all"})
    )


def test_counts_end_at_a_thousand(as_louise, desk, project, monkeypatch):
    monkeypatch.setattr("questionnaire.queries.library.desk.COUNTED_TO", 0)

    page = text_of(as_louise.get(desk, {"show": "all"}))
    assert "More than 1,000 plans" in page
    page = text_of(as_louise.get(desk.replace("/en/", "/fr/"), {"show": "all"}))
    assert "Plus de 1\N{NO-BREAK SPACE}000 plans" in page


def test_an_invalid_filter_gets_an_error_beside_it(as_louise, desk, project):
    response = as_louise.get(desk, {"show": "all", "finished_from": "someday"})

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"finished_from"}
    assert project.title in text_of(response)


def test_a_view_is_saved_opened_renamed_and_deleted(
    as_louise, institution, people, project
):
    views = reverse("desk_views", args=[institution.pk])
    query = "show=all&status=drafting&sort=title"
    saved = as_louise.post(f"{views}?{query}", {"name": "En rédaction"})
    view = SavedView.objects.get()

    assert (view.user, view.query) == (people.louise, query)
    assert saved.headers["Location"].endswith(f"?{query}")
    assert project.title in text_of(as_louise.get(saved.headers["Location"]))

    again = as_louise.post(f"{views}?show=all", {"name": "En rédaction"})
    assert again.status_code == 422
    assert "You have a view of this name already." in text_of(again)
    assert as_louise.post(f"{views}?show=all", {"name": " "}).status_code == 422

    rename = reverse("desk_view_rename", args=[institution.pk, view.pk])
    as_louise.post(rename, {"name": "Ébauches"})
    assert SavedView.objects.get().name == "Ébauches"
    as_louise.post(reverse("desk_view_delete", args=[institution.pk, view.pk]))
    assert not SavedView.objects.exists()


def test_saved_views_are_private_to_their_owner(as_louise, institution, people):
    view = SavedView.objects.create(
        user=people.omar, institution=institution, name="À lui", query="show=all"
    )
    for name in ("desk_view_rename", "desk_view_delete"):
        url = reverse(name, args=[institution.pk, view.pk])
        assert as_louise.post(url, {"name": "À moi"}).status_code == 404
    page = as_louise.get(reverse("desk_views", args=[institution.pk]))
    assert "À lui" not in text_of(page)


def test_remarks_are_written_in_both_languages(as_louise, institution):
    remarks = reverse("desk_remarks", args=[institution.pk])
    half = as_louise.post(remarks, {"title": "Dépôt", "body_fr": "Où?", "body_en": ""})
    assert half.status_code == 422
    assert "Write the remark in English." in text_of(half)
    assert "Où?" in text_of(half)

    as_louise.post(remarks, {"title": "Dépôt", "body_fr": "Où?", "body_en": "Where?"})
    remark = CannedRemark.objects.get()
    url = reverse("desk_remark", args=[institution.pk, remark.pk])
    as_louise.post(url, {"title": "Dépôt", "body_fr": "Quand?", "body_en": "When?"})
    assert CannedRemark.objects.get().body_en == "When?"
    as_louise.post(reverse("desk_remark_delete", args=[institution.pk, remark.pk]))
    assert not CannedRemark.objects.exists()


def test_a_remark_is_inserted_in_the_language_of_the_project(
    as_louise, institution, in_review, client, people
):
    remark = CannedRemark.objects.create(
        institution=institution, title="Dépôt", body_fr="Quel dépôt?", body_en="Which?"
    )
    comments = page_address("comments", in_review, "1.1")
    page = as_louise.get(comments, {"remark": remark.pk})

    assert page.context["new_form"]["body"].value() == "Quel dépôt?"
    for nonsense in ("x", "999999", "99999999999999999999"):
        page = as_louise.get(comments, {"remark": nonsense})
        assert page.context["new_form"]["body"].value() == ""
    client.force_login(people.amina)
    assert "Ready remark" not in text_of(client.get(comments))


def test_a_team_asks_and_a_librarian_gives_feedback_on_pages(
    client, people, in_review, desk
):
    client.force_login(people.paul)
    overview = reverse("project_overview", args=[in_review.pk])
    assert "Ask the library for feedback" in text_of(client.get(overview))
    page = reverse("feedback", args=[in_review.pk])
    ask = reverse("feedback_ask", args=[in_review.pk])

    late = client.post(ask, {"message": "Regardez 1.1.", "due_on": "2020-01-01"})
    assert late.status_code == 422
    assert "This day has passed." in text_of(late)
    assert "Regardez 1.1." in text_of(late)
    assert client.post(ask, {"message": "Regardez 1.1."}).status_code == 302
    assert "Withdraw the request" in text_of(client.get(page))

    client.force_login(people.louise)
    assert page in text_of(client.get(desk))
    assert "Regardez 1.1." in text_of(client.get(page))
    client.post(reverse("feedback_take", args=[in_review.pk]))
    give = reverse("feedback_give", args=[in_review.pk])
    assert client.post(give, {"reply": " "}).status_code == 422
    assert client.post(give, {"reply": "Un beau plan."}).status_code == 302
    assert page not in text_of(client.get(desk))

    client.force_login(people.amina)
    assert "gave feedback on" in text_of(client.get(overview))
    assert "Un beau plan." in text_of(client.get(page))


def test_a_reply_to_what_a_colleague_took_is_refused_and_kept(
    as_louise, people, institution, in_review
):
    hugo = User.objects.create_user("hugo@example.org", name="Hugo Côté")
    InstitutionRole.objects.create(user=hugo, institution=institution, role="librarian")
    ask_for_feedback(project_id=in_review.pk, by=people.amina)
    take_feedback(project_id=in_review.pk, by=hugo)

    give = reverse("feedback_give", args=[in_review.pk])
    refused = as_louise.post(give, {"reply": "Un beau plan."})
    assert refused.status_code == 409
    assert "Hugo Côté looks at this plan already." in text_of(refused)
    assert "Un beau plan." in text_of(refused)
    taken = as_louise.post(
        reverse("feedback_take", args=[in_review.pk]), {"instead_of": ""}, follow=True
    )
    assert "Hugo Côté looks at this plan already." in text_of(taken)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("finished", "The plan was finished before the feedback"),
        ("drafting", "The plan is being drafted again."),
    ],
)
def test_an_open_request_of_a_plan_that_moved_on_says_so(
    client, people, in_review, state, words
):
    ask_for_feedback(project_id=in_review.pk, by=people.amina)
    Project.objects.update(status=state)
    client.force_login(people.amina)

    assert words in text_of(client.get(reverse("feedback", args=[in_review.pk])))


def test_without_a_librarian_no_feedback_can_be_requested(client, people, in_review):
    InstitutionRole.objects.all().delete()
    client.force_login(people.amina)

    page = text_of(client.get(reverse("feedback", args=[in_review.pk])))
    assert "Your institution has no librarian on this site yet." in page
    posted = client.post(reverse("feedback_ask", args=[in_review.pk]))
    assert posted.status_code == 422
    assert not FeedbackRequest.objects.exists()


def test_a_librarian_is_notified_of_replies_to_her_comment(
    in_review, people, mailoutbox, django_capture_on_commit_callbacks
):
    question = Question.objects.get(
        section__template=in_review.template_id, section__position=1, number=1
    )
    with django_capture_on_commit_callbacks(execute=True):
        comment = add_comment(
            project_id=in_review.pk,
            by=people.louise,
            post=CommentPost(question, "Quel dépôt?", save_id=uuid.uuid4()),
        )
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        add_comment(
            project_id=in_review.pk,
            by=people.amina,
            post=CommentPost(
                question, "Borealis.", save_id=uuid.uuid4(), parent_id=comment.pk
            ),
        )

    assert [mail.to for mail in mailoutbox] == [[people.louise.email]]
