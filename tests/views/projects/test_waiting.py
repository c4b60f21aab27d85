"""What waits for me across my projects, and what changed since my last visit."""

import datetime
import random
import re
import uuid
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.conversation.comments import resolve_comment as resolve
from questionnaire.actions.notices import notify
from questionnaire.actions.projects.projects import create_project
from questionnaire.actions.review.change_requests import (
    close_request,
)
from questionnaire.actions.team.assignments import assign_questions
from questionnaire.actions.team.invitations import Offer, invite
from questionnaire.models import (
    Assignment,
    Comment,
    Draft,
    Invitation,
    Membership,
    Notice,
    Project,
    Question,
    User,
)
from questionnaire.vocabulary import NoticeKind, ProjectStatus, Role
from tests.change_requests import ask_for_changes


@pytest.fixture
def team(project, people):
    """Amina, the principal investigator, with Paul, who contributes."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def as_paul(people):
    client = Client()
    client.force_login(people.paul)
    return client


def question(project, label):
    section, number = label.split(".")
    return (
        Question.objects.select_related("section")
        .prefetch_related("parts")
        .get(
            section__template=project.template_id,
            section__position=section,
            number=number,
        )
    )


def give(project, people, labels, days=None):
    """Assign questions to Paul; their day may be past by now."""
    made = assign_questions(
        project_id=project.pk,
        questions=[question(project, label) for label in labels],
        member=people.paul,
        by=people.amina,
    )
    if days is not None:
        due_on = timezone.localdate() + datetime.timedelta(days=days)
        Assignment.objects.filter(pk__in=[each.pk for each in made]).update(
            due_on=due_on
        )


def ask(project, people, version):
    return ask_for_changes(version, people.amina, "Which server holds them?")


def type_draft(project, user, label, text="<p>Half a thought.</p>"):
    asked = question(project, label)
    own = OwnAnswer(
        project_id=project.pk,
        question=asked,
        parts=list(asked.parts.all()),
        language="fr",
        author=user,
    )
    save_draft(own, DraftSave({part.key: text for part in own.parts}, uuid.uuid4(), 0))


def say(project, by, mentions=(), parent=None):
    return add_comment(
        project_id=project.pk,
        by=by,
        post=CommentPost(
            question(project, "3.1"),
            "Shall we cite it?",
            uuid.uuid4(),
            mentions=[each.pk for each in mentions],
            parent_id=parent,
        ),
    )


def send_invitation(project, people, email="paul@example.org"):
    [invitation] = invite(
        project_id=project.pk,
        by=people.amina,
        emails=[email],
        offer=Offer(role=Role.VIEWER, language="en"),
    )
    return invitation


def text(response):
    return " ".join(unescape(response.content.decode()).split())


def home(client, query=""):
    return client.get(reverse("projects") + query)


def rows(client):
    """{group: [title of each row]} of what waits."""
    return {
        str(group): [row.kind.value for row in found]
        for group, found in home(client).context["waiting"].groups
    }


def kinds(client):
    return [kind for found in rows(client).values() for kind in found]


# --- Each kind of thing that waits, and how it ends ---------------------------


def test_nothing_waits_for_somebody_who_has_just_begun(as_amina, project):
    assert kinds(as_amina) == []
    assert "Waiting for you" not in text(home(as_amina))


def test_answers_to_decide_are_one_row_of_a_project(
    as_amina, as_paul, team, answer, people
):
    for label in ("1.1", "2.3"):
        answer(label)
        answer(label, "<p>Autrement.</p>", by=people.paul)

    assert kinds(as_amina) == ["review"]
    assert "Decide on 1.1 and 2.3" in text(home(as_amina))
    assert kinds(as_paul) == []


def test_a_request_waits_in_its_words_until_it_is_answered(
    as_amina, as_paul, team, answer, people
):
    ask(team, people, answer("1.1", by=people.paul))
    assert kinds(as_paul) == ["request"]
    page = text(home(as_paul))
    assert "Change your answer to 1.1" in page
    assert "“Which server holds them?”" in page
    assert "Amina Diallo" in page
    [row] = home(as_paul).context["waiting"].items
    assert row.path.endswith("?in=fr")

    answer("1.1", "<p>Fleuve.</p>", by=people.paul, base=1)
    assert kinds(as_paul) == []
    assert kinds(as_amina) == ["review"]


def test_assigned_questions_wait_by_the_day_on_which_they_are_wanted(
    as_paul, team, people, answer
):
    give(team, people, ["1.1"], days=-2)
    give(team, people, ["1.2", "1.3"], days=5)
    give(team, people, ["2.1"], days=30)
    give(team, people, ["2.2"])

    assert rows(as_paul) == {
        "Late, or others wait": ["assigned"],
        "This week": ["assigned"],
        "Later, or without a day": ["assigned", "assigned"],
    }
    page = text(home(as_paul))
    assert "Answer 1.2 and 1.3" in page
    assert "2 days late" in page
    assert "by Amina Diallo" in page

    answer("1.1", by=people.paul)
    assert len(kinds(as_paul)) == 3


def test_unsent_text_waits_until_it_is_sent_and_once_if_it_is_assigned_too(
    as_paul, team, people, answer
):
    type_draft(team, people.paul, "2.1")
    assert kinds(as_paul) == ["unsent"]
    assert "Send your text of 2.1" in text(home(as_paul))
    [row] = home(as_paul).context["waiting"].items
    assert row.path.endswith("?in=fr")
    give(team, people, ["2.1"])
    assert kinds(as_paul) == ["assigned"]
    answer("2.1", "<p>Half a thought.</p>", by=people.paul)
    Draft.objects.all().delete()
    assert kinds(as_paul) == []


def test_a_mention_waits_until_it_is_answered_settled_hidden_or_read(
    as_paul, team, people
):
    first = say(team, people.amina, [people.paul])
    assert kinds(as_paul) == ["mention"]
    page = text(home(as_paul))
    assert "Answer Amina Diallo, question 3.1" in page
    assert "“Shall we cite it?”" in page
    say(team, people.paul, parent=first.pk)
    assert kinds(as_paul) == []

    second = say(team, people.amina, [people.paul])
    resolve(project_id=team.pk, comment_id=second.pk, by=people.amina)
    assert kinds(as_paul) == []

    third = say(team, people.amina, [people.paul])
    Comment.objects.filter(pk=third.pk).update(hidden_at=timezone.now())
    assert kinds(as_paul) == []

    say(team, people.amina, [people.paul])
    assert kinds(as_paul) == ["mention"]
    as_paul.get(reverse("notice", args=[Notice.objects.latest("pk").pk]))
    assert kinds(as_paul) == []


def test_feedback_of_the_library_waits_until_it_is_read(as_paul, team, people):
    for _time in range(2):
        notify(
            NoticeKind.FEEDBACK_GIVEN,
            project=team,
            recipients=[people.paul],
            actor=people.louise,
            message="Five points.",
        )
    assert kinds(as_paul) == ["feedback"]
    assert "by Louise Roy" in text(home(as_paul))
    for notice in Notice.objects.all():
        as_paul.get(reverse("notice", args=[notice.pk]))
    assert kinds(as_paul) == []


def test_an_invitation_waits_for_whoever_has_its_address(
    as_paul, project, people, client
):
    invitation = send_invitation(project, people)
    assert kinds(as_paul) == []  # not confirmed

    EmailAddress.objects.create(
        user=people.paul, email="Paul@example.org", verified=True, primary=True
    )
    assert kinds(as_paul) == ["invitation"]
    page = home(as_paul)
    assert reverse("invitation", args=[invitation.token]) in page.content.decode()
    assert project.title in text(page)
    client.force_login(people.omar)
    assert kinds(client) == []

    Invitation.objects.update(expires_at=timezone.now())
    assert kinds(as_paul) == []


def test_an_address_that_only_looks_alike_gets_no_invitation(as_paul, project, people):
    """A sign that stands for any other in a database stands for itself in addresses."""
    send_invitation(project, people, "pa_l@example.org")
    EmailAddress.objects.create(
        user=people.paul, email="paul@example.org", verified=True, primary=True
    )
    assert kinds(as_paul) == []


@pytest.mark.parametrize("role", [Role.VIEWER, "finished"])
def test_nothing_waits_where_nothing_can_be_done(as_paul, team, people, answer, role):
    ask(team, people, answer("1.1", by=people.paul))
    give(team, people, ["1.2"])
    type_draft(team, people.paul, "2.1")
    say(team, people.amina, [people.paul])
    assert len(kinds(as_paul)) == 4
    if role == "finished":
        Project.objects.filter(pk=team.pk).update(status=ProjectStatus.FINISHED)
    else:
        Membership.objects.filter(user=people.paul).update(role=role)
    assert kinds(as_paul) == []


def test_what_waits_is_gathered_from_all_projects_beyond_the_page(
    as_paul, people, template
):
    for number in range(27):
        made = create_project(
            by=people.amina, template=template, title=f"P {number}", language="fr"
        )
        Membership.objects.create(project=made, user=people.paul, role=Role.CONTRIBUTOR)
        give(made, people, ["1.1"])
    assert len(kinds(as_paul)) == 27


def test_what_waits_can_be_put_in_order_by_project(as_paul, team, people, template):
    other = create_project(
        by=people.amina, template=template, title="Marées", language="fr"
    )
    Membership.objects.create(project=other, user=people.paul, role=Role.CONTRIBUTOR)
    give(team, people, ["1.1"], days=-2)
    give(other, people, ["1.1"])
    groups = home(as_paul, "?waiting=project").context["waiting"].groups
    assert {str(group) for group, _rows in groups} == {team.title, "Marées"}


def test_the_next_step_is_the_most_urgent_of_all_projects(
    as_paul, team, people, template
):
    give(team, people, ["2.3"], days=-1)
    create_project(by=people.paul, template=template, title="Newer", language="fr")
    page = home(as_paul)
    assert page.context["step"].kind == "assigned"
    assert page.context["resume"][0].project == team


# --- The same number everywhere -----------------------------------------------


def in_masthead(client, page="help"):
    """The number in the masthead: None while it is to be asked for."""
    response = client.get(reverse(page))
    found = re.search(
        r"<span class=\"nav-count\"([^>]*)>(\d*)<", response.content.decode()
    )
    if found and "data-waiting-count" in found[1]:
        return None
    return int(found[2]) if found else 0


def asked_for(client):
    return client.get(reverse("waiting_count")).json()["count"]


def test_the_masthead_asks_for_the_number_only_after_something_has_changed(
    as_paul, team, people
):
    assert asked_for(as_paul) == 0
    assert in_masthead(as_paul) == 0
    give(team, people, ["1.1", "1.2"])
    assert in_masthead(as_paul) is None
    assert asked_for(as_paul) == 1
    assert in_masthead(as_paul) == in_masthead(as_paul, "projects") == 1


def test_a_visitor_is_asked_to_sign_in_for_the_number(client):
    response = client.get(
        reverse("waiting_count"), headers={"Accept": "application/json"}
    )
    assert response.status_code in (302, 401)


@pytest.mark.parametrize("seed", range(6))
def test_the_number_is_that_of_the_rows_whatever_happens(
    as_amina, as_paul, team, people, answer, seed
):
    """After each step, a number in the masthead is the number of rows."""
    chance = random.Random(seed)
    saved = {}

    def save(user):
        label = chance.choice(["1.1", "1.2"])
        key = (user.pk, label)
        saved[key] = answer(
            label, f"<p>{chance.random()}</p>", by=user, base=saved.get(key, 0)
        ).number

    def request():
        versions = list(
            team.answers.filter(author=people.paul, versions__isnull=False).distinct()
        )
        if versions:
            newest = chance.choice(versions).versions.latest("number")
            ask(team, people, newest)

    def close():
        found = Comment.objects.change_requests().filter(resolved_at=None).first()
        if found:
            close_request(project_id=team.pk, comment_id=found.pk, by=people.amina)

    def open_notice():
        notice = Notice.objects.filter(recipient=people.paul, read_at=None).first()
        if notice:
            as_paul.get(reverse("notice", args=[notice.pk]))

    steps = [
        lambda: save(people.amina),
        lambda: save(people.paul),
        request,
        close,
        open_notice,
        lambda: give(team, people, [chance.choice(["2.1", "2.2"])]),
        lambda: Draft.objects.all().delete(),
        lambda: (
            Draft.objects.all().delete(),
            type_draft(team, people.paul, "2.1", f"<p>{chance.random()}</p>"),
        ),
        lambda: say(team, people.amina, [people.paul]),
    ]
    for _step in range(14):
        chance.choice(steps)()
        for client in (as_amina, as_paul):
            shown = in_masthead(client)
            counted = asked_for(client)
            assert shown in (None, counted)
            assert counted == len(kinds(client))
            assert in_masthead(client) == counted


# --- Since my last visit ------------------------------------------------------


def test_home_tells_what_colleagues_did_since_my_last_visit(
    as_amina, team, people, answer
):
    assert "Since your last visit" not in text(home(as_amina))
    Membership.objects.filter(user=people.amina).update(
        joined_at=timezone.now() - datetime.timedelta(days=3)
    )
    answer("1.1", by=people.paul)
    answer("1.2")

    page = text(home(as_amina))
    assert "Since your last visit" in page
    assert "Paul Martin saved" in re.sub("<[^>]*>", "", page)
    assert "Amina Diallo saved" not in re.sub("<[^>]*>", "", page)
    as_amina.get(reverse("news", args=[team.pk]))
    assert "Since your last visit" in text(home(as_amina))


def test_viewers_read_nothing_of_what_others_did(as_paul, team, people, answer):
    Membership.objects.filter(user=people.paul).update(
        role=Role.VIEWER, joined_at=timezone.now() - datetime.timedelta(days=3)
    )
    answer("1.1")
    assert "Since your last visit" not in text(home(as_paul))


@pytest.mark.parametrize("count", [1, 7])
def test_home_with_all_of_it_costs_eleven_queries(
    as_paul, team, people, answer, count, django_assert_num_queries, project
):
    Membership.objects.update(joined_at=timezone.now() - datetime.timedelta(days=3))
    EmailAddress.objects.create(
        user=people.paul, email="paul@example.org", verified=True, primary=True
    )
    for number in range(count):
        other = create_project(
            by=people.amina, template=project.template, title="P", language="fr"
        )
        send_invitation(other, people)
        say(team, people.amina, [people.paul])
        user = User.objects.create_user(f"m{number}@example.org", name=f"M {number}")
        Membership.objects.create(project=team, user=user, role=Role.CONTRIBUTOR)
    ask(team, people, answer("1.1", by=people.paul))
    type_draft(team, people.paul, "2.1")
    home(as_paul)
    # session, user, places, wordings, decisions, drafts; and where there are any: words
    # of requests, news of mentions, their comments, invitations, what others did
    with django_assert_num_queries(11):
        home(as_paul)
