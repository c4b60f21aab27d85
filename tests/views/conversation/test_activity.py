"""The activity of a project as its readers see it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.common import write_event, write_question_event
from questionnaire.actions.conversation import visits
from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.projects.projects import finish_plan, reopen_plan
from questionnaire.models import Membership, Question
from questionnaire.plan.templates import read_template
from questionnaire.sentences import ACTIVITY
from questionnaire.templatetags.activity import sentence
from questionnaire.vocabulary import ProjectStatus, Role, Verb
from tests.questions import page_address
from tests.template_versions import move, publish_next


@pytest.fixture
def team(project, people):
    """Amina with Paul, a contributor."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def url(project):
    return reverse("activity", args=[project.pk])


def comment(project, by, body="Qui?"):
    return add_comment(
        project_id=project.pk,
        by=by,
        post=CommentPost(
            question=Question.objects.select_related("section").get(
                section__template=project.template, section__position=1, number=1
            ),
            body=body,
            save_id=uuid.uuid4(),
        ),
    )


def test_every_verb_has_its_sentence():
    assert ACTIVITY.keys() == set(Verb)


def test_events_are_described_with_links(as_amina, team, people, answer, url):
    version = answer("1.1")
    said = comment(team, people.paul)

    page = as_amina.get(url).content.decode()

    assert "<strong>Amina Diallo</strong> saved <a href=" in page
    address = page_address("version", team, "1.1", "fr", version.number)
    assert f'<a href="{address}?author={people.amina.pk}">version 1</a>' in page
    assert f"{page_address('comments', team, '1.1')}#comment-{said.pk}" in page
    assert page.index("commented on question") < page.index("saved <a")


def test_french_says_it_in_french(as_amina, answer, url):
    answer("1.1")

    page = as_amina.get(url.replace("/en/", "/fr/")).content.decode()

    assert "<strong>Amina Diallo</strong> a enregistré la <a href=" in page
    assert ">version 1</a> de sa réponse à la question <a href=" in page


def test_an_edition_is_linked_even_for_a_lone_researcher(
    as_amina, project, people, url
):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    reopen_plan(project_id=project.pk, by=people.amina, reason="A new partner.")

    page = as_amina.get(url).content.decode()

    assert f'<a href="{reverse("edition", args=[project.pk, 1])}">edition 1</a>' in page
    assert "reopened the plan" in page


def test_names_are_text(as_amina, people, project, url):
    people.amina.name = "<b>Amina</b> 100 %"
    people.amina.save()

    assert "&lt;b&gt;Amina&lt;/b&gt; 100 %" in as_amina.get(url).content.decode()


def test_a_change_of_credit_is_not_described_as_a_change_of_role(project, people):
    event = write_event(
        project, by=people.amina, verb=Verb.MEMBER_CHANGED, name="Paul", credit_roles=[]
    )

    assert "changed the part of Paul in the work" in sentence(event)


@pytest.mark.parametrize("verb", Verb)
def test_an_event_without_details_is_still_shown(project, people, verb):
    assert "Amina" in sentence(write_event(project, by=people.amina, verb=verb))


def test_people_and_kinds_are_chosen(as_amina, team, people, answer, url):
    answer("1.1")
    comment(team, people.paul)

    def verbs(**chosen):
        page = as_amina.get(url, chosen).context["page"]
        return [event.verb for event in page]

    assert verbs(person=people.paul.pk) == ["comment.added"]
    assert verbs(kind="answers") == ["answer.saved"]
    assert verbs(kind="answers", person=people.paul.pk) == []
    assert verbs(kind="plan") == ["project.created"]
    assert len(verbs(kind="nothing", person="x")) == 3


def test_pages_keep_what_was_chosen(as_amina, people, project, url):
    for _number in range(60):
        write_event(project, by=people.amina, verb=Verb.ANSWER_SAVED)

    page = as_amina.get(url, {"kind": "answers"}).content.decode()

    assert 'href="?kind=answers&amp;page=2"' in page


@pytest.mark.parametrize("status", ProjectStatus)
@pytest.mark.parametrize(("role", "code"), [("viewer", 403), ("contributor", 200)])
def test_viewers_read_the_plan_but_not_the_activity(
    client, people, team, url, status, role, code
):
    Membership.objects.filter(user=people.paul).update(role=role)
    team.status = status
    team.save()
    client.force_login(people.paul)

    assert client.get(url).status_code == code
    assert client.get(reverse("news", args=[team.pk])).status_code == code
    overview = client.get(reverse("project_overview", args=[team.pk]))
    assert (f'href="{url}"' in overview.content.decode()) is (code == 200)


def test_strangers_and_librarians_cannot_see_the_activity(client, people, url):
    client.force_login(people.omar)
    assert client.get(url).status_code == 404
    client.force_login(people.louise)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("count", [5, 200])
def test_the_activity_page_costs_the_same_for_any_number_of_events(
    as_amina, people, team, url, count, django_assert_num_queries
):
    for number in range(count):
        by = people.paul if number % 2 else people.amina
        write_event(team, by=by, verb=Verb.COMMENT_ADDED, target="question:1.1")

    # session, user, access, people, count, events
    with django_assert_num_queries(6):
        as_amina.get(url)


def test_events_from_before_they_had_slugs_lead_to_their_questions(
    as_amina, people, team, url, template
):
    """Old events name a question by its number, new ones by its slug and number."""
    question = read_template(team.template_id).by_label["2.3"]
    old = {"by": people.paul, "verb": Verb.ANSWER_SAVED, "language": "fr", "number": 1}
    write_event(team, **old, target="question:2.3")
    write_event(team, **old, target="question:2.1")
    move(team, publish_next(template), people.amina)
    team.refresh_from_db()
    write_event(team, **old, target="question:2.2")
    write_question_event(team, **old, question=question)
    page = " ".join(as_amina.get(url).content.decode().split())

    said = re.findall(r"of their answer to (.*?)</span>", page)
    now = f'<a href="{page_address("question", team, "2.3")}">2.2</a>'
    assert [text.strip() for text in said] == [now, now, "2.1 (no longer asked)", now]


@pytest.fixture
def news(team):
    return reverse("news", args=[team.pk])


@pytest.fixture
def overview(team):
    return reverse("project_overview", args=[team.pk])


def mentions(client, news):
    """How often the news mentions Paul."""
    part = client.get(news, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    return part.count("Paul Martin")


def end_visit(person):
    hour_ago = timezone.now() - timedelta(minutes=61)
    Membership.objects.filter(user=person).update(this_visit_at=hour_ago)


def test_news_are_what_colleagues_did_since_the_last_visit(
    as_amina, team, people, answer, news, overview
):
    comment(team, people.paul, "Avant")
    assert mentions(as_amina, news) == 1
    end_visit(people.amina)
    answer("1.1")
    for number in range(7):
        comment(team, people.paul, f"Numéro {number}")

    assert f'hx-get="{news}"' in as_amina.get(overview).content.decode()
    part = as_amina.get(news).content.decode()

    assert part.count("<strong>Paul Martin</strong>") == 5
    assert "<strong>Amina Diallo</strong>" not in part


def test_news_stay_for_the_time_of_a_visit(as_amina, team, people, news, monkeypatch):
    comment(team, people.paul)
    assert mentions(as_amina, news) == mentions(as_amina, news) == 1
    monkeypatch.setattr(visits, "VISIT", timedelta(0))
    assert mentions(as_amina, news) == 0


def test_news_are_not_mentioned_when_nothing_changed(as_amina, people, news, overview):
    as_amina.get(news)
    Membership.objects.filter(user=people.amina).update(last_visit_at=timezone.now())

    assert news not in as_amina.get(overview).content.decode()


def test_the_overview_of_a_team_costs_eleven_queries_with_news(
    as_amina, team, people, overview, django_assert_num_queries
):
    for _number in range(5):
        comment(team, people.paul)

    # session, user, access, wordings, decisions, drafts, questions, members,
    # assignments, newest edition
    with django_assert_num_queries(11):
        as_amina.get(overview)


def test_without_news_the_overview_shows_nothing(as_amina, news):
    part = as_amina.get(news, headers={"HX-Request": "true"})

    assert part.headers["HX-Reswap"] == "delete"


def test_the_news_page_says_that_there_are_none(as_amina, news):
    assert "Nothing new by your colleagues." in as_amina.get(news).content.decode()
