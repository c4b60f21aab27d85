"""The page of the template, and pages opened before the plan moved to another."""

import json
import re
import uuid
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.html import escape

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.drafts import stash
from questionnaire.actions.answering.marks import mark_part
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.actions.team.assignments import assign_question
from questionnaire.models import (
    AnswerVersion,
    Comment,
    Decision,
    Draft,
    Membership,
    PlanTemplate,
    Project,
    Question,
    RecoveredDraft,
)
from questionnaire.templatetags.plan import first_sentence
from questionnaire.vocabulary import Role
from tests.change_requests import ask_for_changes
from tests.conftest import ROOT, load_template
from tests.questions import page_address, slug_of
from tests.template_versions import (
    CHANGED_PARTS,
    DROPPED,
    NEW,
    REWORDED,
    move,
    publish_again,
    publish_in_french_words,
    publish_in_other_order,
    publish_next,
)

TYPED = "<p>Tapé avant le changement.</p>"


@pytest.fixture
def team(project, people):
    """Paul writes with Amina, and Omar reads."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    Membership.objects.create(project=project, user=people.omar, role=Role.VIEWER)
    return project


def page_of(client, name, project, *args, query=""):
    response = client.get(reverse(name, args=[project.pk, *args]) + query)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def form_of(project, after):
    return {
        "template": after.pk,
        "seen": project.template_id,
        "is_confirmed": "on",
    }


# --- What a newer version changes ---------------------------------------------------


def test_the_overview_says_that_a_newer_version_is_there(as_amina, project, template):
    link = reverse("template_move", args=[project.pk])
    assert link not in page_of(as_amina, "project_overview", project)
    publish_next(template)

    page = page_of(as_amina, "project_overview", project)
    assert f'A newer version of the template is there: <a href="{link}">' in page


def test_the_page_shows_what_changes(as_amina, team, people, template, answer):
    answer("2.1")
    answer("2.1", by=people.paul)
    publish_next(template)
    page = page_of(as_amina, "template_move", team)

    assert "What changes from version 1.0 to version 2.0" in page
    assert re.search(
        r"New questions</h3>.*?1\.4</span> Who approves the ethics\?", page
    )
    assert re.search(r"no longer asked</h3>.*?2\.1</span>.*?2 members have", page)
    assert re.search(r"another number</h3>.*?2\.2</span>.*?was 2\.3", page)
    assert f'id="reworded-{REWORDED}"' in page
    assert re.search(r"<ins[^>]*>\s*Name\.", page)
    assert re.search(
        r"Part D <span class=\"tag-label\">New</span>.*?Who will reuse", page
    )
    assert re.search(r"Part D <span class=\"tag-label\">No longer there</span>", page)
    assert "17 questions are the same." in page


def test_a_change_in_the_other_language_alone_is_shown_in_it(
    as_amina, project, template
):
    publish_in_french_words(template, "succession-planning", "Qui prendra la relève?")
    page = page_of(as_amina, "template_move", project)

    assert re.search(r'Question <span class="muted-text">in French</span>', page)
    assert "20 questions are the same." in page


def test_without_a_newer_version_the_page_says_so(as_amina, project):
    assert "This is the newest version." in page_of(as_amina, "template_move", project)


def test_only_people_who_may_edit_the_project_are_offered_the_move(
    client, team, people, template
):
    publish_next(template)
    for person, is_offered in (
        (people.amina, True),
        (people.paul, False),
        (people.omar, False),
    ):
        client.force_login(person)
        page = page_of(client, "template_move", team)
        assert ("Move the plan to version 2.0" in page) == is_offered


@pytest.mark.parametrize("is_moved", [False, True])
def test_the_overview_costs_what_it_did(
    as_amina, project, people, template, answer, is_moved, django_assert_num_queries
):
    answer("2.1")
    after = publish_next(template)
    if is_moved:
        move(project, after, people.amina)
        publish_again(template, "3.0")
    page_of(as_amina, "project_overview", project)

    with django_assert_num_queries(9):
        page_of(as_amina, "project_overview", project)

    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    with django_assert_num_queries(11):
        page_of(as_amina, "project_overview", project)


@pytest.mark.parametrize(
    ("labels", "more"),
    # In 2.2, a part goes: where texts no longer fit, its former versions are asked for.
    [(["2.1"], 0), (["2.2"], 1), (["1.1", "2.1", "2.2", "2.3", "3.1"], 1)],
)
def test_the_page_costs_the_same_for_much_as_for_little(
    as_amina, team, people, template, answer, labels, more, django_assert_num_queries
):
    for label in labels:
        answer(label)
        answer(label, by=people.paul)
    after = publish_next(template)
    page_of(as_amina, "template_move", team)
    # session, user, access, newer version, who answered what is dropped, no answer to a
    # dropped question, the texts of which something may no longer fit and those that
    # the plan carries (two each), what is agreed of the reworded questions, and what
    # is unsent
    with django_assert_num_queries(11 + more):
        page_of(as_amina, "template_move", team)

    move(team, after, people.amina)
    # the same without what is agreed: the former version is cached, too
    with django_assert_num_queries(9 + more):
        page_of(as_amina, "template_move", team)


# --- Moving -------------------------------------------------------------------------


def test_moving_from_the_page(as_amina, project, template, answer):
    answer("2.3", "<p>Des noms.</p>")
    after = publish_next(template)
    address = reverse("template_move", args=[project.pk])
    page = as_amina.post(address, form_of(project, after), follow=True)

    text = page.content.decode()
    assert "The plan follows version 2.0 of its template now." in text
    assert "What changed from version 1.0 to version 2.0" in text
    project.refresh_from_db()
    assert project.template == after


def test_moving_from_an_old_page_is_refused_and_says_where_the_plan_is(
    as_amina, project, template
):
    stale = form_of(project, publish_next(template))
    address = reverse("template_move", args=[project.pk])
    as_amina.post(address, stale)
    publish_again(template, "3.0")
    page = as_amina.post(address, stale)

    assert page.status_code == 409
    assert "The plan was moved to version 2.0 meanwhile." in page.content.decode()
    assert "Move the plan to version 3.0" in page.content.decode()


def test_another_template_is_not_found(as_amina, project, small_template):
    address = reverse("template_move", args=[project.pk])
    page = as_amina.post(address, form_of(project, small_template))

    assert page.status_code == 404


@pytest.mark.parametrize("sent", [{}, {"template": "x", "seen": "9" * 40}])
def test_nonsense_moves_nothing(as_amina, project, template, sent):
    publish_next(template)
    page = as_amina.post(reverse("template_move", args=[project.pk]), sent)

    assert page.status_code == 422
    project.refresh_from_db()
    assert project.template == template


def test_a_finished_plan_stays_with_its_template(as_amina, people, project, template):
    after = publish_next(template)
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    page = as_amina.post(
        reverse("template_move", args=[project.pk]), form_of(project, after)
    )

    assert page.status_code == 409
    assert "It can move when it is reopened." in page_of(
        as_amina, "template_move", project
    )


# --- Afterwards ---------------------------------------------------------------------


def test_answers_to_dropped_questions_are_read_by_those_who_read_answers(
    client, team, people, template, answer
):
    answer("2.1", "<p>Des récits.</p>")
    answer("2.1", "<p>Des photographies.</p>", by=people.paul)
    move(team, publish_next(template), people.amina)
    for person, reads in ((people.amina, True), (people.paul, True)):
        client.force_login(person)
        page = page_of(client, "template_move", team)
        assert ("Des récits." in page, "Des photographies." in page) == (reads, reads)
        assert "It was question 2.1 in version 1.0." in page
        assert "template/#dropped" in page_of(client, "project_overview", team)

    client.force_login(people.omar)
    page = page_of(client, "template_move", team)
    assert "Des récits." not in page
    assert "It was question 2.1" not in page


def test_new_questions_are_marked_until_they_are_answered(
    as_amina, people, project, template, answer
):
    move(project, publish_next(template), people.amina)
    project.refresh_from_db()
    new = '<span class="tag-label">New</span>'
    assert page_of(as_amina, "project_overview", project).count(new) == 1
    assert new in page_of(as_amina, "question", project, NEW)
    assert new not in page_of(as_amina, "question", project, slug_of("1.3"))

    answer("1.4")
    assert new not in page_of(as_amina, "project_overview", project)
    assert new not in page_of(as_amina, "question", project, NEW)


def test_a_dropped_question_is_pending_on_no_page(
    as_amina, team, people, template, answer
):
    theirs = answer("2.1", "<p>Des photographies.</p>", by=people.paul)
    asked = answer("2.1").answer.question
    for part_key, question in (("answer", asked), ("conversion", at(team, "2.2"))):
        mark_part(
            OwnAnswer(
                project_id=team.pk,
                question=question,
                language="fr",
                author=people.amina,
            ),
            part_key,
            is_marked=True,
        )
    assign_question(
        project_id=team.pk, question=asked, member=people.amina, by=people.paul
    )
    ask_for_changes(theirs, people.amina, "Canari.")
    Project.objects.filter(pk=team.pk).update(status="in_review")
    move(team, publish_next(template), people.amina)

    assert "No question is assigned to you." in page_of(as_amina, "my_questions", team)
    assert "Nothing is marked." in page_of(as_amina, "my_questions", team)
    for name in ("project_overview", "review_queue", "finish", "members", "plan_read"):
        page = page_of(as_amina, name, team)
        assert "Canari" not in page
        assert "photographies" not in page
    assert "0 of 21" in page_of(as_amina, "project_overview", team)


def at(project, label):
    section, number = label.split(".")
    project.refresh_from_db()
    return Question.objects.select_related("section").get(
        section__template=project.template_id, section__position=section, number=number
    )


def test_events_link_to_the_question_that_they_mean(
    as_amina, team, people, template, answer
):
    answer("2.1")
    answer("2.2")
    answer("2.3")
    after = publish_next(template)
    move(team, after, people.amina)
    team.refresh_from_db()
    answer("2.2", "<p>Après.</p>", base=1)
    move(team, publish_again(after, "3.0"), people.amina)
    page = page_of(as_amina, "activity", team)

    def link(label, slug):
        return f'<a href="{page_address("question", team, slug)}">{label}</a>'

    said = re.findall(
        r"saved (?:<a [^>]*>)?version \d(?:</a>)? of their answer to (.*?)</span>", page
    )
    assert [text.strip() for text in said] == [
        link("2.2", "naming-conventions"),
        link("2.2", "naming-conventions"),
        link("2.1", CHANGED_PARTS),
        "2.1 (no longer asked)",
    ]
    assert re.search(r"moved the plan to <a [^>]*/template/\">version 3\.0</a>", page)


def test_a_version_shows_what_it_said_to_dropped_parts(
    as_amina, people, project, template, answer
):
    answer("2.2", "<p>Des formats.</p>")
    move(project, publish_next(template), people.amina)
    page = page_of(as_amina, "version", project, CHANGED_PARTS, "fr", 1)
    shown, _heading, former = page.partition(
        "The template no longer takes these values"
    )

    assert shown.count("Des formats.") == 3
    assert former.count("Des formats.") == 1
    assert "must the data be copied onto new media" in former


def test_stashed_text_of_a_dropped_question_can_be_read_but_not_restored(
    as_amina, people, project, template
):
    asked = at(project, "2.1")
    kept = stash(
        OwnAnswer(
            project_id=project.pk,
            question=asked,
            parts=asked.parts.all(),
            language="fr",
            author=people.amina,
        ),
        {"answer": "<p>Un reste.</p>"},
    )
    move(project, publish_next(template), people.amina)
    page = as_amina.get(reverse("recovered")).content.decode()

    assert "Un reste." in page
    assert "Restore as a new version" not in page
    restore = reverse("recovered_restore", args=[project.pk, kept.pk])
    assert as_amina.post(restore).status_code == 409


def test_a_new_project_follows_the_newest_version(as_amina, template, small_template):
    after = publish_next(template)
    page = as_amina.get(reverse("project_new")).content.decode()
    offered = re.findall(r'name="template"[^>]*value="(\d+)"', page)
    offered += re.findall(r'value="(\d+)"[^>]*name="template"', page)

    assert set(offered) == {str(after.pk), str(small_template.pk)}


# --- Pages that were opened before the move -----------------------------------------


def posted(base=0, prefix="", text=TYPED):
    return {
        f"{prefix}part_answer-html": text,
        f"{prefix}part_answer": "",
        f"{prefix}save_id": str(uuid.uuid4()),
        f"{prefix}base": base,
        f"{prefix}language": "fr",
    }


def posted_of_section(prefix, slug, text):
    """The fields of one question that a section's page sends, named by its slug."""
    fields = posted(prefix=f"{prefix}-", text=text)
    return {**fields, f"{prefix}-question": slug}


def sent(user, text=TYPED, **more):
    return json.dumps(
        {
            "save_id": str(uuid.uuid4()),
            "base": 0,
            "revision": 0,
            "language": "fr",
            "user": user.pk,
            "fields": {"part_answer-html": text},
            **more,
        }
    )


@pytest.fixture
def renumbered(project, people, template):
    """The plan follows a version in which 3.1 is 3.2, and what was 2.1 is dropped."""
    move(project, publish_in_other_order(template), people.amina)
    project.refresh_from_db()
    return project


def test_text_sent_from_an_old_page_lands_at_its_own_question(as_amina, renumbered):
    address = page_address("question", renumbered, "3.1")
    response = as_amina.post(f"{address}?in=fr", {**posted(), "then": "stay"})

    version = AnswerVersion.objects.get()
    assert version.answer.question.slug == "data-documentation"
    assert version.answer.question.label == "3.2"
    assert response["Location"] == f"{address}?in=fr"


@pytest.mark.parametrize("endpoint", ["draft", "save", "draft_stash"])
def test_scripts_of_an_old_page_write_to_its_own_question(
    as_amina, people, renumbered, endpoint
):
    response = as_amina.post(
        page_address(endpoint, renumbered, "3.1"),
        sent(people.amina),
        content_type="application/json",
    )

    assert response.status_code == 200
    [kept] = [
        *Draft.objects.all(),
        *AnswerVersion.objects.all(),
        *RecoveredDraft.objects.all(),
    ]
    assert kept.answer.question.slug == "data-documentation"
    assert kept.content == {"answer": TYPED}


def test_text_for_a_dropped_question_is_given_back(as_amina, renumbered):
    response = as_amina.post(page_address("question", renumbered, DROPPED), posted())

    page = response.content.decode()
    assert response.status_code == 409
    assert "no longer asks this question" in page
    assert "Tapé avant le changement." in page
    assert not AnswerVersion.objects.exists()


@pytest.mark.parametrize("endpoint", ["draft", "save", "draft_stash"])
def test_what_scripts_send_for_a_dropped_question_is_stashed(
    as_amina, people, renumbered, endpoint
):
    for _time in range(2):
        response = as_amina.post(
            page_address(endpoint, renumbered, DROPPED),
            sent(people.amina),
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        assert response.status_code == 409
        assert response.json()["error"] == "question_dropped"
        assert "Recovered drafts" in response.json()["message"]

    kept = RecoveredDraft.objects.get()
    assert (kept.answer.question.slug, kept.content) == (DROPPED, {"answer": TYPED})
    assert not (Draft.objects.exists() or AnswerVersion.objects.exists())
    assert "Tapé avant" in as_amina.get(reverse("recovered")).content.decode()


@pytest.mark.parametrize(
    ("slug", "status"),
    [("no-such", 409), ("x" * 80, 409), ("x" * 81, 404), ("\0", 404), ("é", 404)],
)
def test_an_unknown_slug_writes_nothing(as_amina, people, project, slug, status):
    address = f"/en/projects/{project.pk}/questions/{quote(slug)}/"
    response = as_amina.post(
        f"{address}draft/",
        sent(people.amina),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    form = as_amina.post(address, posted())

    assert (response.status_code, form.status_code) == (status, status)
    assert not (Draft.objects.exists() or AnswerVersion.objects.exists())


# --- Links and bookmarks from before the move ---------------------------------------


@pytest.mark.parametrize("page", ["question", "comments", "team_answers", "versions"])
def test_an_address_leads_to_its_question_after_the_move(
    as_amina, team, people, template, page
):
    bookmark = page_address(page, team, "2.3")
    text = escape(first_sentence(at(team, "2.3").text_en))
    before = as_amina.get(bookmark).content.decode()
    move(team, publish_next(template), people.amina)
    after = as_amina.get(bookmark).content.decode()

    assert text in before
    assert text in after
    number = '<span class="question-title__number">{}</span>'.format
    assert (number("2.3") in before, number("2.3") in after) == (True, False)
    assert (number("2.2") in before, number("2.2") in after) == (False, True)


@pytest.mark.parametrize("name", ["question", "comments", "versions"])
def test_a_dropped_question_redirects_to_its_stored_answers(as_amina, renumbered, name):
    response = as_amina.get(page_address(name, renumbered, DROPPED))

    kept = reverse("template_move", args=[renumbered.pk])
    assert response["Location"] == f"{kept}#dropped"
    part = as_amina.get(
        page_address(name, renumbered, DROPPED), headers={"HX-Request": "true"}
    )
    assert part.status_code == 404


def test_a_question_of_another_template_is_not_found(as_amina, project, small_template):
    response = as_amina.get(page_address("question", project, "personal"))

    assert response.status_code == 404


def test_a_section_sent_from_an_old_page_is_saved_question_by_question(
    as_amina, renumbered
):
    data = {
        **posted_of_section("q3-1", "data-documentation", "<p>Documentation.</p>"),
        **posted_of_section("q3-2", "documentation-workflow", "<p>Flux.</p>"),
    }
    response = as_amina.post(reverse("section", args=[renumbered.pk, 3]), data)

    assert response.status_code == 302
    assert {
        version.answer.question.slug: version.content["answer"]
        for version in AnswerVersion.objects.select_related("answer__question")
    } == {
        "data-documentation": "<p>Documentation.</p>",
        "documentation-workflow": "<p>Flux.</p>",
    }


def test_a_section_returns_the_dropped_question_and_saves_the_rest(
    as_amina, renumbered
):
    data = {
        **posted_of_section("q2-1", DROPPED, "<p>Des récits.</p>"),
        **posted_of_section("q2-2", "data-documentation", "<p>Enregistré.</p>"),
    }
    response = as_amina.post(reverse("section", args=[renumbered.pk, 2]), data)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Des récits." in page
    assert AnswerVersion.objects.get().content == {"answer": "<p>Enregistré.</p>"}


def test_a_comment_from_an_old_page_stands_under_its_own_question(
    as_amina, people, renumbered
):
    Membership.objects.create(project=renumbered, user=people.paul, role=Role.PI)
    data = {"body": "Qui?", "save_id": str(uuid.uuid4())}
    as_amina.post(page_address("comments", renumbered, "3.1"), data)

    assert Comment.objects.get().question.slug == "data-documentation"
    refused = as_amina.post(
        page_address("comments", renumbered, DROPPED),
        {**data, "save_id": str(uuid.uuid4())},
    )
    assert refused.status_code == 409
    assert "Qui?" in refused.content.decode()


def test_a_decision_from_an_old_page_is_about_its_own_question(
    as_amina, people, project, template, answer
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    theirs = answer("2.3", "<p>De Paul.</p>", by=people.paul)
    move(project, publish_next(template), people.amina)
    as_amina.post(
        page_address("review_decide", project, "2.3"),
        {
            "versions": theirs.pk,
            "batch": str(uuid.uuid4()),
            "then": "next",
        },
    )

    assert Decision.objects.get().question.label == "2.2"


# --- Every form is sent to its question ---------------------------------------------


class Forms(HTMLParser):
    """Finds [(address, {names of hidden fields})] of the POST forms of a page."""

    def __init__(self, page):
        super().__init__()
        self.found, self.owned = [], {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            is_post = attributes.get("method", "").lower() == "post"
            self.fields = {}
            if is_post:
                address = attributes.get("action", "")
                self.found.append((address, self.fields))
        elif tag == "input" and attributes.get("name"):
            self.fields[attributes["name"]] = attributes.get("value", "")


def test_every_form_on_the_pages_of_a_question_is_sent_to_its_slug(
    client, team, people, template, answer
):
    """No address has a number; the page of a section sends slugs."""
    answer("2.2", "<p>D’Amina.</p>")
    mine = answer("2.2", "<p>D’Amina, encore.</p>", base=1)
    theirs = answer("2.2", "<p>De Paul.</p>", by=people.paul)
    asked = at(team, "2.2")
    for person, body in ((people.paul, "Qui?"), (people.amina, "Moi.")):
        add_comment(
            project_id=team.pk,
            by=person,
            post=CommentPost(asked, body, save_id=uuid.uuid4()),
        )
    ask_for_changes(
        theirs,
        people.amina,
        "Plus court.",
        suggestion={"ease-of-sharing": "<p>Court.</p>"},
    )
    Membership.objects.create(project=team, user=people.louise, role=Role.CONTRIBUTOR)
    for member in (people.amina, people.louise):
        assign_question(
            project_id=team.pk, question=asked, member=member, by=people.amina
        )
    decide(
        project_id=team.pk,
        by=people.amina,
        choices=[Choice(asked, "fr", mine.pk, None)],
        batch=uuid.uuid4(),
    )
    Draft.objects.create(
        answer=mine.answer,
        content={"ease-of-sharing": "<p>Bientôt.</p>"},
        base_version=2,
    )
    addresses = [
        reverse(name, args=[team.pk, *args]) + query
        for name, args, query in (
            ("question", [CHANGED_PARTS], "?in=fr"),
            ("section", [2], "?in=fr"),
            ("team_answers", [CHANGED_PARTS], ""),
            ("comments", [CHANGED_PARTS], ""),
            ("comment_passage", [CHANGED_PARTS, theirs.pk], ""),
            ("copy_passages", [CHANGED_PARTS, theirs.pk], ""),
            ("marks", [CHANGED_PARTS], ""),
            ("versions", [CHANGED_PARTS], ""),
            ("version", [CHANGED_PARTS, "fr", 1], ""),
            ("versions_compare", [CHANGED_PARTS], f"?to={mine.pk}"),
            ("decisions", [CHANGED_PARTS], ""),
            ("review_question", [CHANGED_PARTS], ""),
            ("review_request", [CHANGED_PARTS], f"?version={theirs.pk}"),
            ("combine", [CHANGED_PARTS], "?in=fr"),
        )
    ]
    seen = set()
    for person in (people.amina, people.paul):
        client.force_login(person)
        for address in addresses:
            response = client.get(address)
            if response.status_code == 403:
                continue
            if "/passages/" in address and person == theirs.answer.author:
                assert response.status_code == 302  # Nobody copies from oneself.
                continue
            assert response.status_code == 200, address
            for action, fields in Forms(response.content.decode()).found:
                access = (action or address).partition("?")[0]
                if f"/projects/{team.pk}/questions/" in access:
                    below = access.partition("/questions/")[2]
                    slug, _slash, page = below.partition("/")
                    # The page of a section has forms for each of its questions.
                    is_section = "/sections/" in address
                    named = map(
                        slug_of, ["2.1", "2.2", "2.3"] if is_section else ["2.2"]
                    )
                    assert slug in named, (address, action)
                    seen.add(re.sub(r"\d+", "N", page))
                elif "/sections/" in access:
                    assert fields["q2-2-question"] == CHANGED_PARTS
                    seen.add("section")

    assert seen == {
        "",
        "section",
        "assign/",
        "assign/N/remind/",
        "assign/N/take-back/",
        "comments/",
        "comments/N/edit/",
        "comments/N/hide/",
        "comments/N/resolve/",
        "comments/passage/N/",
        "draft/leave/",
        "language/",
        "marks/",
        "requests/N/accept/",
        "requests/N/resolve/",
        "review/combine/",
        "review/decide/",
        "review/request/",
        "team/N/passages/",
        "team/copy/",
        "versions/name/",
        "versions/restore/",
    }


# --- A smaller template, whose choices changed --------------------------------------


@pytest.fixture
def small(small_template, people, institution):
    """A project with an answer “no”, which the next version does not offer."""
    project = create_project(
        by=people.amina, template=small_template, title="Petit", language="fr"
    )
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    asked = at(project, "1.2")
    for person in (people.amina, people.paul):
        save_version(
            OwnAnswer(
                project_id=project.pk,
                question=asked,
                parts=list(asked.parts.all()),
                language="fr",
                author=person,
            ),
            VersionSave(
                content={"about-people": "no", "protection": "<p>Un coffre.</p>"},
                save_id=uuid.uuid4(),
                base=0,
            ),
        )
    load_template(ROOT / "tests/templates/small-2.yaml")
    move(project, PlanTemplate.objects.get(slug="small", version="2"), people.amina)
    project.refresh_from_db()
    return project


def test_a_choice_that_is_no_longer_offered_breaks_no_page(as_amina, small, people):
    mine = AnswerVersion.objects.get(answer__author=people.amina)
    theirs = AnswerVersion.objects.get(answer__author=people.paul)
    for name, args, query in (
        ("project_overview", [], ""),
        ("plan_read", [], ""),
        ("question", ["personal"], ""),
        ("section", [1], ""),
        ("team_answers", ["personal"], ""),
        ("versions", ["personal"], ""),
        ("versions_compare", ["personal"], f"?from={mine.pk}&to={theirs.pk}"),
        ("review_question", ["personal"], ""),
        ("review_queue", [], ""),
        ("review_request", ["personal"], f"?version={theirs.pk}"),
        ("combine", ["personal"], "?in=fr"),
        ("comment_passage", ["personal", theirs.pk], ""),
        ("copy_passages", ["personal", theirs.pk], ""),
        ("template_move", [], ""),
    ):
        page_of(as_amina, name, small, *args, query=query)
    former = page_of(as_amina, "version", small, "personal", "fr", 1)

    assert "Can people be recognized?" in former
    assert "Un coffre." in former
    page = page_of(as_amina, "question", small, "personal")
    assert not re.search(r'value="no"[^>]*checked', page)


def test_two_windows_merge_a_text_with_parts_that_are_gone(as_amina, small):
    response = as_amina.post(
        page_address("two_versions", small, "personal"),
        {
            "part_access-html": "<p>Nous.</p>",
            "part_access": "",
            "part_about-people": "yes",
            "save_id": str(uuid.uuid4()),
            "base": 0,
            "language": "fr",
            "compared": digest_of_newest(),
            "decision": "mine",
        },
    )

    assert response.status_code == 302
    newest = AnswerVersion.objects.filter(answer__project=small).latest("pk")
    assert newest.content == {"access": "<p>Nous.</p>", "about-people": "yes"}
    assert newest.number == 2


def digest_of_newest():
    return AnswerVersion.objects.first().content_digest


def test_an_autosave_over_an_answer_with_gone_parts_is_accepted(
    as_amina, people, small
):
    response = as_amina.post(
        page_address("draft", small, "personal"),
        sent(
            people.amina,
            base=1,
            fields={"part_access-html": "<p>Nous.</p>", "part_about-people": "yes"},
        ),
        content_type="application/json",
    )
    behind = as_amina.post(
        page_address("draft", small, "personal"),
        sent(people.amina, fields={"part_access-html": "<p>Toi.</p>"}),
        content_type="application/json",
    )

    assert response.status_code == 200
    assert behind.status_code == 409
    assert behind.json()["content"] == {
        "about-people": "yes",
        "access": "<p>Nous.</p>",
    }
