"""The reviewer’s pages: the queue, deciding, requesting changes, combining."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.review.decisions import Choice, Combination, combine, decide
from questionnaire.lib.canonical import digest
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Comment,
    Decision,
    Membership,
    Project,
    Question,
    User,
)
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Origin, ProjectStatus, Role
from tests.questions import page_address as address
from tests.questions import slug_of

MINE = "<p>Les fichiers sont sur le réseau.</p>"
THEIRS = "<p>Les fichiers sont sur le réseau et copiés chaque nuit.</p>"


@pytest.fixture
def question(project):
    """Question 1.1."""
    return Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )


def text(response):
    return " ".join(response.content.decode().split())


def carried(project, language="fr"):
    """What the plan says for 1.1."""
    question = compose_plan(read_record(project.pk), language).questions[0]
    return [str(part.blocks) for part in question.parts]


def choose(client, project, version, *, base="", label="1.1", **more):
    """Press “Use this answer”."""
    data = {
        "versions": version.pk,
        f"base_{version.answer.language}": base,
        "batch": uuid.uuid4(),
        **more,
    }
    return client.post(address("review_decide", project, label), data)


def test_a_lone_member_sees_no_review(as_amina, project, answer):
    answer("1.1")
    for name, args in [("review_queue", ()), ("review_question", ("1.1",))]:
        response = as_amina.get(address(name, project, *args))
        assert response.url == address("project_overview", project)
    for name, args in [("project_overview", ()), ("question", ("1.1",))]:
        assert "Review" not in text(as_amina.get(address(name, project, *args)))


def test_the_queue_shows_what_waits_with_the_largest_difference_first(
    as_amina, project, paul, answer
):
    answer("1.1", MINE)
    answer("1.1", THEIRS, by=paul)
    answer("1.2", MINE)
    answer("1.2", "<p>Tout autre chose, du début à la fin, mot après mot.</p>", by=paul)
    page = text(as_amina.get(address("review_queue", project)))

    assert "2 questions wait for a decision" in page
    assert "Several answers, none agreed" in page
    assert page.index(f"questions/{slug_of('1.2')}/review/") < page.index(
        f"questions/{slug_of('1.1')}/review/"
    )


def test_answers_without_differences_are_agreed_in_one_step_and_undone(
    as_amina, project, paul, answer
):
    answer("1.1", MINE)
    answer("1.1", MINE, by=paul)
    answer("1.2", MINE)
    page = as_amina.get(address("review_queue", project))
    lines = [
        f"{item.entry.slug}:{each.language}:{each.version_id}:{each.base or ''}"
        for item in page.context["queue"].undisputed
        for each in item.pending_agreements
    ]
    response = as_amina.post(
        address("review_agree", project), {"batch": uuid.uuid4(), "choice": lines}
    )

    assert Decision.objects.count() == 2
    assert "2 answers are agreed." in text(as_amina.get(response.url))

    done = response.url.split("done=")[1]
    as_amina.post(address("review_undo", project), {"batch": done})
    newest = Decision.objects.order_by("-id")[:2]
    assert {decision.version for decision in newest} == {None}


def test_what_changed_meanwhile_is_not_agreed_on_with_the_rest(
    as_amina, project, paul, answer
):
    first = answer("1.1", MINE)
    answer("1.1", THEIRS, base=1)
    as_amina.post(
        address("review_agree", project),
        {"batch": uuid.uuid4(), "choice": [f"1.1:fr:{first.pk}:"]},
    )

    assert not Decision.objects.exists()


def test_the_chosen_answer_is_what_the_plan_carries(as_amina, project, paul, answer):
    answer("1.1", MINE)
    theirs = answer("1.1", THEIRS, by=paul)
    assert carried(project) == ["()"]

    page = text(as_amina.get(address("review_question", project, "1.1")))
    assert "<ins>et copiés chaque nuit</ins>" in page
    response = choose(as_amina, project, theirs, then="queue")

    assert response.url.startswith(address("review_queue", project))
    assert "chaque nuit" in carried(project)[0]


def test_the_second_of_two_reviewers_is_warned_and_can_replace(
    as_amina, project, paul, people, question, answer
):
    Membership.objects.filter(user=paul).update(role=Role.PI)
    mine = answer("1.1", MINE)
    theirs = answer("1.1", THEIRS, by=paul)
    [decision] = decide(
        project_id=project.pk,
        by=paul,
        choices=[Choice(question, "fr", theirs.pk, None)],
        batch=uuid.uuid4(),
    )
    response = choose(as_amina, project, mine, note="Shorter.")

    assert response.status_code == 409
    assert "Paul Martin has decided on 1.1 meanwhile" in text(response)
    assert "Shorter." in text(response)
    assert Decision.objects.count() == 1

    choose(as_amina, project, mine, base=decision.pk)
    assert "chaque nuit" not in carried(project)[0]
    assert Decision.objects.count() == 2


def test_choosing_nothing_says_so_and_writes_nothing(as_amina, project, paul, answer):
    answer("1.1")
    response = as_amina.post(
        address("review_decide", project, "1.1"), {"batch": uuid.uuid4()}
    )

    assert response.status_code == 422
    assert "Choose an answer." in text(response)


def test_asking_for_changes_needs_a_reason(as_amina, project, paul, answer):
    version = answer("1.1", THEIRS, by=paul)
    response = as_amina.post(
        address("review_request", project, "1.1"),
        {
            "version": version.pk,
            "body": "",
            "quote": "chaque nuit",
            "save_id": uuid.uuid4(),
            **_wording(THEIRS),
        },
    )

    assert response.status_code == 422
    assert "Say what should change." in text(response)
    assert "chaque nuit</textarea>" in text(response)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [(THEIRS, {"answer": THEIRS}), (MINE, None), ("", None), ("<p></p>", None)],
)
def test_a_wording_that_is_typed_is_sent_and_an_empty_or_unchanged_one_is_not(
    as_amina, project, paul, answer, typed, sent
):
    version = answer("1.1", MINE, by=paul)

    response = ask(as_amina, project, version, **_wording(typed))

    assert response.status_code == 302
    assert Comment.objects.get().suggestion == sent


def test_the_page_says_whether_a_wording_went_with_the_request(
    as_amina, project, paul, answer
):
    version = answer("1.1", MINE, by=paul)
    sent = as_amina.get(ask(as_amina, project, version, **_wording(THEIRS)).url)
    unchanged = as_amina.get(ask(as_amina, project, version, **_wording(MINE)).url)

    assert "asked for changes, with the wording that you propose" in text(sent)
    assert "with the wording that you propose" not in text(unchanged)


def test_a_proposed_wording_is_taken_up_with_one_click(
    as_amina, client, project, paul, answer
):
    version = answer("1.1", MINE, by=paul)
    as_amina.post(
        address("review_request", project, "1.1"),
        {
            "version": version.pk,
            "body": "How often?",
            "quote": "",
            "save_id": uuid.uuid4(),
            **_wording(THEIRS),
        },
    )
    asked = Comment.objects.get()
    client.force_login(paul)
    page = text(client.get(address("team_answers", project, "1.1")))
    assert "Amina Diallo asks Paul Martin for changes" in page
    assert "How often?" in page
    assert "<ins>et copiés chaque nuit</ins>" in page

    client.post(
        address("request_accept", project, "1.1", asked.pk),
        {"base": 1, "save_id": uuid.uuid4()},
    )
    newest = AnswerVersion.objects.order_by("-number").first()
    assert (newest.number, newest.origin) == (2, Origin.SUGGESTED)
    assert newest.content == {"answer": THEIRS}
    asked.refresh_from_db()
    assert asked.resolved_by == paul


def test_a_wording_is_not_taken_up_over_a_newer_text_unseen(
    as_amina, client, project, paul, answer
):
    version = answer("1.1", MINE, by=paul)
    as_amina.post(
        address("review_request", project, "1.1"),
        {
            "version": version.pk,
            "body": "How often?",
            "quote": "",
            "save_id": uuid.uuid4(),
            **_wording(THEIRS),
        },
    )
    answer("1.1", "<p>Autre.</p>", base=1, by=paul)
    client.force_login(paul)
    response = client.post(
        address("request_accept", project, "1.1", Comment.objects.get().pk),
        {"base": 1, "save_id": uuid.uuid4()},
    )

    assert response.status_code == 409
    assert "You saved version 2" in text(response)
    assert AnswerVersion.objects.count() == 2


def test_only_a_reviewer_closes_a_request(as_amina, client, project, paul, answer):
    version = answer("1.1", MINE, by=paul)
    as_amina.post(
        address("review_request", project, "1.1"),
        {
            "version": version.pk,
            "body": "How often?",
            "quote": "",
            "save_id": uuid.uuid4(),
            **_wording(MINE),
        },
    )
    asked = Comment.objects.get()
    assert asked.suggestion is None
    client.force_login(paul)
    refused = client.post(address("comment_resolve", project, "1.1", asked.pk))
    assert refused.status_code == 403

    client.force_login(asked.author)
    client.post(address("request_close", project, "1.1", asked.pk))
    asked.refresh_from_db()
    assert asked.resolved_by == asked.author


def test_a_plain_comment_cannot_be_closed_as_a_request(
    as_amina, project, paul, question
):
    comment = add_comment(
        project_id=project.pk,
        by=paul,
        post=CommentPost(
            question=question,
            body="Bonjour",
            save_id=uuid.uuid4(),
        ),
    )
    response = as_amina.post(address("request_close", project, "1.1", comment.pk))
    assert response.status_code == 404


def test_passages_of_several_answers_make_one_that_credits_them(
    as_amina, project, paul, people, answer
):
    answer("1.1", "<p>Un.</p><p>Deux.</p>", by=paul)
    answer("1.1", "<p>Deux.</p><p>Trois.</p>")
    page = as_amina.get(address("combine", project, "1.1") + "?in=fr")
    passages = page.context["combination"].parts[0].wordings
    assert [passage.value for passage in passages] == [
        "<p>Un.</p>",
        "<p>Deux.</p>",
        "<p>Trois.</p>",
    ]
    assert [len(passage.versions) for passage in passages] == [1, 2, 1]

    data = {
        "do": "save",
        "in": "fr",
        "take": [passage.name for passage in passages],
        "decision": "",
        "result-save_id": uuid.uuid4(),
        "result-base": 1,
        "result-language": "fr",
        "result-note": "",
        "result-part_answer-html": "<p>Un.</p><p>Deux.</p><p>Trois!</p>",
    }
    response = as_amina.post(address("combine", project, "1.1"), data)
    combined = AnswerVersion.objects.get(origin=Origin.MERGED)

    assert response.status_code == 302
    assert combined.answer.author == people.amina
    assert {source.answer.author for source in combined.sources.all()} == {
        people.amina,
        paul,
    }
    assert "Trois!" in carried(project)[0]
    # A retry of the same step makes nothing new.
    as_amina.post(address("combine", project, "1.1"), data)
    assert Decision.objects.count() == 1


def test_each_member_gets_one_message_for_a_round(
    as_amina, project, paul, answer, django_capture_on_commit_callbacks
):
    used = answer("1.1", THEIRS, by=paul)
    asked = answer("1.2", MINE, by=paul)
    choose(as_amina, project, used)
    as_amina.post(
        address("review_request", project, "1.2"),
        {
            "version": asked.pk,
            "body": "How often?",
            "quote": "",
            "save_id": uuid.uuid4(),
            **_wording(MINE),
        },
    )
    assert not mail.outbox
    assert "To Paul Martin" in text(as_amina.get(address("review_send", project)))

    with django_capture_on_commit_callbacks(execute=True):
        as_amina.post(address("review_send", project), {"message": "Merci!"})
    [letter] = mail.outbox
    assert letter.to == [paul.email]
    assert "Agreed as you wrote it: 1.1" in letter.body
    assert "Changes asked for in 1.2, in French: How often?" in letter.body
    assert "Merci!" in letter.body
    assert "There is nothing to send" in text(
        as_amina.get(address("review_send", project))
    )


def test_sending_to_review_tells_the_principal_investigators(
    client, project, paul, django_capture_on_commit_callbacks
):
    client.force_login(paul)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("submit", project), {"message": "Sections 1 and 2."})
    [letter] = mail.outbox

    assert letter.to == ["amina@example.org"]
    assert "Sections 1 and 2." in letter.body
    assert address("review_queue", project).removeprefix("/en") in letter.body


def test_decisions_stay_to_be_read_and_can_be_reversed(as_amina, project, paul, answer):
    mine, theirs = answer("1.1", MINE), answer("1.1", THEIRS, by=paul)
    choose(as_amina, project, mine, note="First.")
    first = Decision.objects.get()
    choose(as_amina, project, theirs, base=first.pk)
    page = text(as_amina.get(address("decisions", project, "1.1")))

    assert "First." in page
    assert "Agree on this one again" in page
    newest = Decision.objects.order_by("-id").first()
    choose(as_amina, project, mine, base=newest.pk)
    assert "chaque nuit" not in carried(project)[0]
    assert Decision.objects.count() == 3


def test_a_retry_of_a_decision_makes_no_second_one(as_amina, project, paul, answer):
    version, batch = answer("1.1", by=paul), uuid.uuid4()
    for _time in range(2):
        choose(as_amina, project, version, batch=batch)

    assert Decision.objects.count() == 1


def ask(client, project, version, **more):
    """Send the form that asks for changes."""
    data = {
        "version": version.pk,
        "body": "How often?",
        "quote": "",
        "save_id": uuid.uuid4(),
        **_wording(version.content["answer"]),
        **more,
    }
    return client.post(address("review_request", project, "1.1"), data)


def test_going_back_to_a_page_and_choosing_another_answer_is_a_new_step(
    as_amina, project, paul, answer
):
    mine, theirs = answer("1.1", MINE), answer("1.1", THEIRS, by=paul)
    batch = uuid.uuid4()
    choose(as_amina, project, theirs, batch=batch)
    first = Decision.objects.get()
    response = choose(as_amina, project, mine, batch=batch, base=first.pk)
    assert "chaque nuit" not in carried(project)[0]

    done = response.url.split("done=")[1]
    as_amina.post(address("review_undo", project), {"batch": done})
    assert "chaque nuit" in carried(project)[0]


def test_a_decision_based_on_one_that_never_was_is_not_found(
    as_amina, project, paul, answer
):
    theirs = answer("1.1", THEIRS, by=paul)
    response = choose(as_amina, project, theirs, base=99999)

    assert response.status_code == 404
    assert not Decision.objects.exists()


def test_coming_back_to_a_request_and_writing_another_makes_another(
    as_amina, project, paul, answer
):
    version, save_id = answer("1.1", THEIRS, by=paul), uuid.uuid4()
    for body in ("How often?", "How often?", "And where?"):
        ask(as_amina, project, version, body=body, save_id=save_id)

    assert [asked.body for asked in Comment.objects.order_by("id")] == [
        "How often?",
        "And where?",
    ]


def test_asking_again_closes_the_earlier_request_unless_somebody_did(
    as_amina, project, paul, answer
):
    version = answer("1.1", THEIRS, by=paul)
    ask(as_amina, project, version)
    earlier = Comment.objects.get()
    newer = answer("1.1", MINE, base=1, by=paul)
    page = text(
        as_amina.get(
            address("review_request", project, "1.1")
            + f"?version={newer.pk}&repeats={earlier.pk}"
        )
    )
    assert "You asked before" in page
    ask(as_amina, project, newer, body="Still not.", repeats=earlier.pk)
    earlier.refresh_from_db()
    again = Comment.objects.get(body="Still not.")
    assert (again.repeats, bool(earlier.resolved_at)) == (earlier, True)

    as_amina.post(address("request_close", project, "1.1", again.pk))
    ask(as_amina, project, newer, body="Once more.", repeats=again.pk)
    assert Comment.objects.filter(body="Once more.", resolved_at=None).exists()


def test_a_request_about_another_question_is_not_closed_from_here(
    as_amina, project, paul, answer
):
    here, there = answer("1.1", THEIRS, by=paul), answer("1.2", MINE, by=paul)
    as_amina.post(
        address("review_request", project, "1.2"),
        {
            "version": there.pk,
            "body": "How often?",
            "quote": "",
            "save_id": uuid.uuid4(),
            **_wording(MINE),
        },
    )
    other = Comment.objects.get()
    response = ask(as_amina, project, here, repeats=other.pk)
    other.refresh_from_db()

    assert response.status_code == 404
    assert other.resolved_at is None


def test_text_is_returned_when_the_plan_is_finished_meanwhile(
    as_amina, project, paul, answer
):
    version = answer("1.1", MINE, by=paul)
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.FINISHED)
    decided = choose(as_amina, project, version, note="Shorter.")
    asked = ask(as_amina, project, version, **_wording(THEIRS))

    assert (decided.status_code, asked.status_code) == (409, 409)
    assert "Shorter." in text(decided)
    assert "How often?" in text(asked)
    assert "copiés chaque nuit" in text(asked)


def test_nobody_left_alone_is_asked_to_review(as_amina, project, paul, answer):
    theirs = answer("1.1", THEIRS, by=paul)
    Membership.objects.filter(user=paul).delete()
    page = address("review_request", project, "1.1") + f"?version={theirs.pk}"

    overview = address("project_overview", project)
    assert as_amina.get(page).url == overview
    assert ask(as_amina, project, theirs).url == overview
    assert choose(as_amina, project, theirs).url == overview
    assert as_amina.get(address("decisions", project, "1.1")).url == overview
    assert not Decision.objects.exists()


def test_whoever_is_left_alone_decides_between_their_answer_and_that_of_a_former_member(
    as_amina, project, paul, answer
):
    mine = answer("1.1", MINE)
    answer("1.1", THEIRS, by=paul)
    Membership.objects.filter(user=paul).delete()
    page = address("review_question", project, "1.1")

    for name in ("project_overview", "finish"):
        assert page in as_amina.get(address(name, project)).content.decode()
    assert as_amina.get(page).status_code == 200
    choose(as_amina, project, mine)

    assert Decision.objects.get().version == mine
    assert page not in as_amina.get(address("finish", project)).content.decode()


@pytest.mark.parametrize("name", ["review_question", "review_queue"])
def test_reviewing_costs_no_more_with_a_large_team(
    as_amina, project, paul, answer, question, name, django_assert_num_queries
):
    answer("1.1", MINE)
    answer("1.1", MINE, base=0, by=paul)
    page = address(name, project, *(["1.1"] if name == "review_question" else []))
    count = _queries(as_amina, page, django_assert_num_queries)
    for number in range(10):
        _join_and_write(project, question, number)

    with django_assert_num_queries(count):
        as_amina.get(page)


def _queries(client, page, assert_num_queries):
    """How many queries the page costs now."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def _join_and_write(project, question, number):
    """One more member, with 200 versions."""
    member = User.objects.create_user(f"m{number}@example.org", name=f"M {number}")
    Membership.objects.create(project=project, user=member, role=Role.CONTRIBUTOR)
    written = Answer.objects.create(
        project=project, question=question, author=member, language="fr"
    )
    contents = [{"answer": f"<p>{number} {version}</p>"} for version in range(200)]
    AnswerVersion.objects.bulk_create(
        AnswerVersion(
            answer=written,
            number=version,
            content=content,
            content_digest=digest(content),
            save_id=uuid.uuid4(),
        )
        for version, content in enumerate(contents, 1)
    )


def _wording(html):
    return {
        "suggestion-save_id": uuid.uuid4(),
        "suggestion-base": 0,
        "suggestion-language": "fr",
        "suggestion-part_answer-html": html,
    }


def test_the_plan_says_who_wrote_and_who_agreed_to_those_who_may_know(
    as_amina, client, project, paul, people, answer
):
    theirs = answer("1.1", THEIRS, by=paul)
    choose(as_amina, project, theirs)
    said = "Text by Paul Martin, version 1; agreed by Amina Diallo on"
    plan = address("plan_read", project)
    assert said in text(as_amina.get(plan))

    vera = User.objects.create_user("vera@example.org", name="Vera")
    Membership.objects.create(project=project, user=vera, role=Role.VIEWER)
    client.force_login(vera)
    assert said not in text(client.get(plan))
    export = reverse("export_plan", args=[project.pk, "pdf"])
    assert client.get(f"{export}?provenance=1").status_code == 403


def test_a_record_names_the_sources_of_every_text(
    as_amina, project, paul, people, answer
):
    first = answer("1.1", "<p>Un.</p>", by=paul)
    combine(
        OwnAnswer(
            project_id=project.pk,
            question=first.answer.question,
            parts=first.answer.question.parts.all(),
            language="fr",
            author=people.amina,
        ),
        Combination(
            content={"answer": "<p>Un.</p><p>Deux.</p>"},
            source_ids=[first.pk],
            base=None,
            answer_base=0,
            batch=uuid.uuid4(),
        ),
    )
    question = compose_plan(read_record(project.pk), "en").questions[0]

    assert question.provenance.writer == "Amina Diallo"
    assert question.provenance.sources == ("Paul Martin",)
    assert question.provenance.decided_by == "Amina Diallo"


def test_a_record_of_the_first_format_is_still_read(project, answer):
    answer("1.1", MINE)
    record = read_record(project.pk)
    kept = record["sections"][0]["questions"][0]["answers"]["fr"]
    for name in ("sources", "decision", "origin"):
        del kept[name]
    plan = compose_plan({**record, "format": 1}, "fr")

    assert plan.questions[0].is_answered
    assert plan.questions[0].provenance is None


def test_an_empty_combination_is_not_agreed_on(as_amina, project, paul, answer):
    answer("1.1", MINE, by=paul)
    response = as_amina.post(
        address("combine", project, "1.1"),
        {
            "do": "save",
            "in": "fr",
            "decision": "",
            "result-save_id": uuid.uuid4(),
            "result-base": 0,
            "result-language": "fr",
            "result-note": "",
            "result-part_answer-html": "",
        },
    )

    assert response.status_code == 422
    assert "The result is empty" in text(response)
    assert not Decision.objects.exists()


def test_a_combination_saved_again_with_another_text_is_not_passed_over(
    as_amina, project, paul, answer
):
    answer("1.1", MINE, by=paul)
    data = {
        "do": "save",
        "in": "fr",
        "decision": "",
        "result-save_id": uuid.uuid4(),
        "result-base": 0,
        "result-language": "fr",
        "result-note": "",
        "result-part_answer-html": "<p>Un.</p>",
    }
    combining = address("combine", project, "1.1")
    as_amina.post(combining, data)
    again = as_amina.post(
        combining, {**data, "result-part_answer-html": "<p>Deux.</p>"}
    )

    assert again.status_code == 409
    assert "This page was saved already, with another text." in text(again)
    assert "Deux." in text(again)
    assert "Un." in carried(project)[0]


def test_a_question_that_waits_for_its_author_is_not_counted_as_agreed(
    as_amina, project, paul, answer
):
    ask(as_amina, project, answer("1.1", MINE, by=paul))
    page = text(as_amina.get(address("review_queue", project)))

    assert "0 agreed" in page
    assert "Waiting for their authors" in page


def test_an_empty_queue_tells_of_the_review_only_before_it_begins(
    as_amina, project, paul, answer
):
    ask(as_amina, project, answer("1.1", MINE, by=paul))
    queue = address("review_queue", project)
    announced = "We will write to you when the plan is sent to review."
    assert announced in text(as_amina.get(queue))

    Project.objects.update(status=ProjectStatus.IN_REVIEW)
    page = text(as_amina.get(queue))
    assert announced not in page
    assert "Nothing waits for a decision until changes are made as asked." in page


def test_after_a_decision_the_next_question_that_waits_is_opened(
    as_amina, project, paul, answer
):
    for label in ("1.1", "1.3", "2.1"):
        answer(label, MINE)
        theirs = answer(label, THEIRS, by=paul)
        if label == "1.1":
            first = theirs
    here = choose(as_amina, project, first, then="next")
    assert here.url.startswith(address("review_question", project, "1.3"))

    here = choose(as_amina, project, theirs, label="2.1", then="next")
    assert here.url.startswith(address("review_question", project, "1.3"))


ENGLISH = (
    "<p>The working copy is on the network drive, and the service makes a backup of it "
    "every night. Nobody else has access to these files.</p>"
)


def test_a_proposed_wording_in_the_other_language_is_noticed(
    as_amina, project, paul, answer
):
    version = answer("1.1", THEIRS, by=paul)
    noticed = "is for the French answer, but seems to be in English"
    response = ask(as_amina, project, version, **_wording(ENGLISH))
    assert noticed in text(as_amina.get(response.url))

    response = ask(as_amina, project, version, body="Et encore?")
    assert noticed not in text(as_amina.get(response.url))


def test_what_a_proposed_wording_takes_over_is_not_noticed(
    as_amina, project, paul, answer
):
    """The author’s own text is in the other language already."""
    version = answer("1.1", ENGLISH, by=paul)
    wording = _wording(f"{ENGLISH}<p>Et ailleurs.</p>")
    response = ask(as_amina, project, version, **wording)

    assert "seems to be in" not in text(as_amina.get(response.url))
