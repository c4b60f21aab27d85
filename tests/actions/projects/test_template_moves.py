"""Moving a project to a newer version of its template: what moves, what stays."""

import uuid

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.copying import copy_version
from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.marks import mark_part
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.versions import name_version, restore_version
from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.projects.projects import (
    finish_plan,
    reopen_plan,
    submit_plan,
)
from questionnaire.actions.projects.template_moves import (
    MovedMeanwhile,
    NotANewerVersion,
    move_to_template,
)
from questionnaire.actions.review.decisions import (
    Choice,
    DecidedMeanwhile,
    decide,
    undo_decisions,
)
from questionnaire.actions.team.assignments import assign_question
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Comment,
    Decision,
    Draft,
    Event,
    Membership,
    Notice,
    PlanTemplate,
    Question,
)
from questionnaire.permissions import Forbidden, InvalidState
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.edition_changes import compare_plans
from questionnaire.plan.outline import read_outline
from questionnaire.plan.record import read_record, record_digest
from questionnaire.plan.review_record import read_review_record
from questionnaire.plan.standing import Stands
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.queries.review.decision_history import read_decisions
from questionnaire.queries.review.rounds import read_round
from questionnaire.vocabulary import NoticeKind, QuestionStatus, Role, Verb
from tests.change_requests import ask_for_changes
from tests.template_versions import (
    CHANGED_PARTS,
    DROPPED,
    DROPPED_PART,
    NEW,
    NEW_PART,
    move,
    publish_again,
    publish_next,
)


@pytest.fixture
def team(project, people):
    """Paul writes with Amina."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def after(template):
    return publish_next(template)


def question(template, slug):
    return Question.objects.select_related("section").get(
        section__template=template, slug=slug
    )


def save(project, asked, by, base=0, **content):
    return save_version(
        OwnAnswer(
            project_id=project.pk,
            question=asked,
            parts=list(asked.parts.all()),
            language="fr",
            author=by,
        ),
        VersionSave(
            content=content,
            save_id=uuid.uuid4(),
            base=base,
        ),
    )


def agree(project, version, by, base=None, batch=None):
    [decision] = decide(
        project_id=project.pk,
        by=by,
        choices=[
            Choice(version.answer.question, version.answer.language, version.pk, base)
        ],
        batch=batch or uuid.uuid4(),
        note="Après lecture.",
    )
    return decision


def carried(project):
    """{slug: {language: content}} of the plan."""
    return {
        asked["slug"]: {
            language: answer["content"] for language, answer in asked["answers"].items()
        }
        for section in read_record(project.pk)["sections"]
        for asked in section["questions"]
        if asked["answers"]
    }


def statuses(project, user):
    project.refresh_from_db()
    return {
        entry.question.slug: entry.status
        for entry in read_outline(project, user).questions
    }


def test_answers_follow_their_questions_with_drafts_versions_and_marks(
    project, people, answer, after
):
    answer("2.2", "<p>CSV.</p>")
    answer("2.3", "<p>Premier.</p>")
    newest = answer("2.3", "<p>Deuxième.</p>", base=1)
    asked = newest.answer.question
    save_draft(
        OwnAnswer(
            project_id=project.pk,
            question=asked,
            parts=list(asked.parts.all()),
            language="fr",
            author=people.amina,
        ),
        DraftSave(
            content={"sharing-workflow": "<p>Un brouillon.</p>"},
            save_id=uuid.uuid4(),
            base=2,
        ),
    )
    mark_part(
        OwnAnswer(
            project_id=project.pk,
            question=asked,
            language="fr",
            author=people.amina,
        ),
        "sharing-workflow",
        is_marked=True,
    )
    move(project, after, people.amina)

    mine = Answer.objects.get(question=question(after, "naming-conventions"))
    assert mine.question.label == "2.2"
    assert [version.number for version in mine.versions.all()] == [2, 1]
    assert mine.draft.content == {"sharing-workflow": "<p>Un brouillon.</p>"}
    assert mine.todo_marks.get().part_key == "sharing-workflow"
    assert carried(project)["naming-conventions"]["fr"] == newest.content


def test_comments_and_assignments_follow_too(team, people, answer, after):
    asked = answer("2.3", by=people.paul).answer.question
    comment = add_comment(
        project_id=team.pk,
        by=people.amina,
        post=CommentPost(
            question=asked,
            body="Qui?",
            save_id=uuid.uuid4(),
        ),
    )
    assignment = assign_question(
        project_id=team.pk, question=asked, member=people.paul, by=people.amina
    )
    move(team, after, people.amina)

    now = question(after, "naming-conventions")
    assert Comment.objects.get(pk=comment.pk).question == now
    assert Assignment.objects.get(pk=assignment.pk).question == now


def test_what_was_agreed_stays_agreed_by_the_same_person_at_the_same_time(
    team, people, answer, after
):
    answer("2.3", "<p>D’Amina.</p>")
    theirs = answer("2.3", "<p>De Paul.</p>", by=people.paul)
    decision = agree(team, theirs, people.amina)
    newer = answer("3.1", by=people.paul)
    answer("3.1", "<p>D’Amina.</p>")
    agree(team, newer, people.amina)
    answer("3.1", "<p>De Paul, encore.</p>", base=1, by=people.paul)
    before, was = statuses(team, people.amina), carried(team)
    record = read_record(team.pk)
    move(team, after, people.amina)

    now = statuses(team, people.amina)
    assert now["naming-conventions"] is QuestionStatus.AGREED
    assert now["data-documentation"] is QuestionStatus.NEWER
    assert {slug: now[slug] for slug in before if slug in now} == {
        slug: status for slug, status in before.items() if slug in now
    }
    assert carried(team) == was
    copy = Decision.objects.get(carried_from=decision)
    assert (copy.decided_by, copy.decided_at, copy.note, copy.version) == (
        decision.decided_by,
        decision.decided_at,
        decision.note,
        decision.version,
    )
    later = read_record(team.pk)["sections"][1]["questions"][1]["answers"]["fr"]
    earlier = record["sections"][1]["questions"][2]["answers"]["fr"]
    assert later["decision"] == earlier["decision"]


def test_the_history_of_decisions_is_whole_after_two_moves(
    team, people, answer, template, after
):
    mine = answer("2.3", "<p>D’Amina.</p>")
    theirs = answer("2.3", "<p>De Paul.</p>", by=people.paul)
    first = agree(team, mine, people.amina)
    second = agree(team, theirs, people.amina, base=first.pk)
    move(team, after, people.amina)
    mine.answer.refresh_from_db()
    # The decision may be made on a page that was opened before the move.
    third = agree(team, mine, people.amina, base=second.pk)
    move(team, publish_again(after, "3.0"), people.amina)
    team.refresh_from_db()
    past = read_decisions(team, question(team.template, "naming-conventions"))

    assert [each.decision for each in past] == [third, second, first]
    assert [each.standing.stands for each in past] == [
        Stands.YES,
        Stands.NO_LONGER,
        Stands.NO_LONGER,
    ]


def test_undoing_a_step_works_across_a_move(team, people, answer, after):
    mine = answer("2.3", "<p>D’Amina.</p>")
    theirs = answer("2.3", "<p>De Paul.</p>", by=people.paul)
    first = agree(team, mine, people.amina)
    batch = uuid.uuid4()
    agree(team, theirs, people.amina, base=first.pk, batch=batch)
    move(team, after, people.amina)
    undoing = undo_decisions(project_id=team.pk, by=people.amina, batch=batch)
    [undone] = undoing.decisions

    assert undone.version == mine
    assert undone.question == question(after, "naming-conventions")
    assert carried(team)["naming-conventions"]["fr"] == mine.content


def test_sending_a_step_again_after_a_move_decides_nothing_twice(
    team, people, answer, after
):
    mine = answer("2.3", "<p>D’Amina.</p>")
    answer("2.3", "<p>De Paul.</p>", by=people.paul)
    batch = uuid.uuid4()
    first = agree(team, mine, people.amina, batch=batch)
    move(team, after, people.amina)
    mine = AnswerVersion.objects.get(pk=mine.pk)

    assert agree(team, mine, people.amina, batch=batch) == first
    assert Decision.objects.filter(carried_from=None).count() == 1


def test_a_concurrent_decision_is_reported_after_a_move_as_before(
    team, people, answer, after
):
    mine = answer("2.3", "<p>D’Amina.</p>")
    theirs = answer("2.3", "<p>De Paul.</p>", by=people.paul)
    decision = agree(team, mine, people.amina)
    move(team, after, people.amina)
    theirs = AnswerVersion.objects.get(pk=theirs.pk)

    with pytest.raises(DecidedMeanwhile) as caught:
        agree(team, theirs, people.amina, base=None)
    assert caught.value.newest == decision


def test_a_withdrawn_decision_stays_withdrawn(team, people, answer, after):
    mine = answer("2.3", "<p>D’Amina.</p>")
    answer("2.3", "<p>De Paul.</p>", by=people.paul)
    decision = agree(team, mine, people.amina)
    decide(
        project_id=team.pk,
        by=people.amina,
        choices=[Choice(mine.answer.question, "fr", None, decision.pk)],
        batch=uuid.uuid4(),
    )
    move(team, after, people.amina)

    assert statuses(team, people.amina)["naming-conventions"] is (
        QuestionStatus.TO_DECIDE
    )


def test_an_unsent_review_can_be_sent_after_the_move(team, people, answer, after):
    theirs = answer("2.3", "<p>De Paul.</p>", by=people.paul)
    agree(team, theirs, people.amina)
    move(team, after, people.amina)
    team.refresh_from_db()
    [paul] = read_round(team, people.amina)

    assert (paul.member, paul.used) == (people.paul, ["2.2"])


def test_the_record_of_the_review_has_the_numbers_of_its_plan(
    team, people, answer, after
):
    agree(team, answer("2.3", "<p>De Paul.</p>", by=people.paul), people.amina)
    agree(team, answer("2.1", "<p>De Paul.</p>", by=people.paul), people.amina)
    edition = finish(team, people.amina)
    reopen_plan(project_id=team.pk, by=people.amina, reason="Un partenaire.")
    move(team, after, people.amina)

    now = read_review_record(read_record(team.pk))
    then = read_review_record(edition.plan, edition.finished_at)
    assert [(each["label"], len(each["entries"])) for each in now] == [("2.2", 1)]
    assert [(each["label"], len(each["entries"])) for each in then] == [
        ("2.1", 1),
        ("2.3", 1),
    ]


def finish(project, by):
    project.refresh_from_db()
    if project.status == "drafting":
        submit_plan(project_id=project.pk, by=by)
    return finish_plan(project_id=project.pk, by=by, accept_gaps=True)


def test_data_of_a_dropped_question_is_kept_and_calls_for_no_action(
    team, people, answer, after
):
    version = answer("2.1", "<p>De Paul.</p>", by=people.paul)
    asked = version.answer.question
    ask_for_changes(version, people.amina)
    assign_question(
        project_id=team.pk, question=asked, member=people.paul, by=people.amina
    )
    move(team, after, people.amina)
    team.refresh_from_db()

    version.answer.refresh_from_db()
    assert version.answer.question == asked
    assert DROPPED not in carried(team)
    assert read_change_requests(team) == []
    assert read_round(team, people.amina) == []
    for act in (
        lambda: save(team, asked, people.paul, base=1, answer="<p>Encore.</p>"),
        lambda: restore_version(
            project_id=team.pk,
            version_id=version.pk,
            by=people.paul,
            save_id=uuid.uuid4(),
        ),
        lambda: copy_version(
            project_id=team.pk,
            version_id=version.pk,
            by=people.amina,
            save_id=uuid.uuid4(),
        ),
        lambda: name_version(
            project_id=team.pk, version_id=version.pk, by=people.paul, name="Une"
        ),
    ):
        with pytest.raises(NotInTemplate):
            act()


def test_actions_concurrent_with_a_move_apply_to_the_new_question(
    team, people, answer, template, after
):
    """The project moved after a view read the question, before the action locked it."""
    asked = question(template, CHANGED_PARTS)
    theirs = answer("2.2", "<p>De Paul.</p>", by=people.paul)
    move(team, after, people.amina)
    now = question(after, CHANGED_PARTS)
    content = {part.key: "<p>Tapé.</p>" for part in asked.parts.all()}
    saved = save(team, asked, people.amina, **content)
    comment = add_comment(
        project_id=team.pk,
        by=people.paul,
        post=CommentPost(
            question=asked,
            body="Qui?",
            save_id=uuid.uuid4(),
            version_id=theirs.pk,
        ),
    )
    assignment = assign_question(
        project_id=team.pk, question=asked, member=people.paul, by=people.amina
    )
    [decision] = decide(
        project_id=team.pk,
        by=people.amina,
        choices=[Choice(asked, "fr", theirs.pk, None)],
        batch=uuid.uuid4(),
    )

    assert saved.version.answer.question == now
    assert saved.version.content.keys() == content.keys() - {DROPPED_PART}
    assert {each.question for each in (comment, assignment, decision)} == {now}
    named = Event.objects.filter(target__startswith="question:")
    assert {
        (event.target, event.data["label"])
        for event in named.exclude(verb=Verb.ANSWER_SAVED)
    } == {(f"question:{CHANGED_PARTS}", "2.1")}


def test_a_question_that_comes_back_finds_its_answers_and_decisions(
    team, people, answer, template, after
):
    version = answer("2.1", "<p>De Paul.</p>", by=people.paul)
    answer("2.1", "<p>D’Amina.</p>")
    agree(team, version, people.amina)
    move(team, after, people.amina)
    back = publish_again(template, "3.0")
    move(team, back, people.amina)

    assert carried(team)[DROPPED]["fr"] == version.content
    assert statuses(team, people.amina)[DROPPED] is QuestionStatus.AGREED


def test_a_dropped_part_stays_in_its_version_and_out_of_the_plan(
    project, people, answer, after
):
    version = answer("2.2", "<p>Des formats.</p>")
    move(project, after, people.amina)

    stored = AnswerVersion.objects.get(pk=version.pk)
    assert stored.content[DROPPED_PART] == "<p>Des formats.</p>"
    assert DROPPED_PART not in carried(project)[CHANGED_PARTS]["fr"]


def test_saving_an_unchanged_page_makes_no_version(project, people, answer, after):
    version = answer("2.2", "<p>Des formats.</p>")
    move(project, after, people.amina)
    asked = question(after, CHANGED_PARTS)
    shown = {
        part.key: version.content[part.key]
        for part in asked.parts.all()
        if part.key in version.content
    }
    saved = save(project, asked, people.amina, base=1, **shown)

    assert (saved.version, saved.is_new) == (version, False)


def test_restoring_and_copying_keep_the_parts_that_are_still_asked(
    team, people, answer, after
):
    old = answer("2.2", "<p>Ancien.</p>")
    theirs = answer("2.2", "<p>De Paul.</p>", by=people.paul)
    move(team, after, people.amina)
    asked = question(after, CHANGED_PARTS)
    save(team, asked, people.amina, base=1, **{NEW_PART: "<p>Tout le monde.</p>"})
    restored, _source = restore_version(
        project_id=team.pk, version_id=old.pk, by=people.amina, save_id=uuid.uuid4()
    )
    copied, _source = copy_version(
        project_id=team.pk, version_id=theirs.pk, by=people.amina, save_id=uuid.uuid4()
    )

    assert restored.left_out and copied.left_out
    assert restored.version.content == without(old.content, DROPPED_PART)
    assert copied.version.content == {
        key: f"{value}<p>De Paul.</p>"
        for key, value in restored.version.content.items()
    }


def without(content, key):
    return {each: value for each, value in content.items() if each != key}


def test_a_text_that_is_no_longer_asked_for_does_not_empty_an_answer(
    project, people, template, after
):
    asked = question(template, CHANGED_PARTS)
    save(project, asked, people.amina, **{DROPPED_PART: "<p>Ancien.</p>"})
    save(project, asked, people.amina, 1, **{"ease-of-sharing": "<p>Facile.</p>"})
    move(project, after, people.amina)
    old = AnswerVersion.objects.get(number=1)

    with pytest.raises(ValidationError, match="no longer asks"):
        restore_version(
            project_id=project.pk,
            version_id=old.pk,
            by=people.amina,
            save_id=uuid.uuid4(),
        )


def test_a_draft_with_a_dropped_part_becomes_a_version_and_is_kept_whole(
    project, people, answer, template, after
):
    old = answer("2.2", "<p>Ancien.</p>")
    asked = question(template, CHANGED_PARTS)
    content = {"ease-of-sharing": "<p>Facile.</p>", DROPPED_PART: "<p>Perdu?</p>"}
    save_draft(
        OwnAnswer(
            project_id=project.pk,
            question=asked,
            parts=list(asked.parts.all()),
            language="fr",
            author=people.amina,
        ),
        DraftSave(
            content=content,
            save_id=uuid.uuid4(),
            base=1,
        ),
    )
    move(project, after, people.amina)
    restore_version(
        project_id=project.pk, version_id=old.pk, by=people.amina, save_id=uuid.uuid4()
    )

    texts = [version.content for version in old.answer.versions.order_by("number")]
    assert texts[1] == without(content, DROPPED_PART)
    assert old.answer.recovered_drafts.get().content == content
    assert not Draft.objects.exists()


def test_an_edition_stays_with_the_template_that_it_was_made_with(
    project, people, answer, after
):
    answer("2.1", "<p>Des récits.</p>")
    answer("2.3", "<p>Des noms.</p>")
    first = finish(project, people.amina)
    frozen = dict(first.plan)
    reopen_plan(project_id=project.pk, by=people.amina, reason="Un partenaire.")
    move(project, after, people.amina)
    second = finish(project, people.amina)
    first.refresh_from_db()

    assert first.plan == frozen
    assert record_digest(first.plan) == first.sha256
    assert first.plan["template"]["version"] == "1.0"
    assert second.plan["template"]["version"] == "2.0"
    changes = compare_plans(
        compose_plan(first.plan, "en"), compose_plan(second.plan, "en")
    )
    [dropped] = changes.changed
    assert (dropped.old.slug, dropped.new) == (DROPPED, None)
    same = {each.new.slug: each for each in changes.unchanged}
    assert same["naming-conventions"].old.label == "2.3"
    assert same["naming-conventions"].new.label == "2.2"


def test_a_move_is_in_the_trail_and_members_are_notified_once(
    team, people, template, after, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        move(team, after, people.amina)
    event = Event.objects.get(verb=Verb.TEMPLATE_MOVED)
    [notice] = Notice.objects.filter(kind=NoticeKind.TEMPLATE_MOVED)

    assert event.actor == people.amina
    assert event.data == {
        "from": "1.0",
        "to": "2.0",
        "labels": {"2.1": None, "2.2": "2.1", "2.3": "2.2"},
    }
    assert notice.recipient == people.paul
    [message] = mail.outbox
    assert "moved the plan to a newer version of its template" in message.subject
    assert "1 question is new." in message.body
    assert "1 question is no longer asked; answers to it are kept." in message.body
    assert f"/projects/{team.pk}/template/" in message.body


def test_unsent_mail_refers_to_questions_by_their_new_numbers(
    team, people, answer, after
):
    people.paul.mail_rhythm = "daily"
    people.paul.save()
    asked = answer("2.3").answer.question
    assign_question(
        project_id=team.pk, question=asked, member=people.paul, by=people.amina
    )
    Notice.objects.create(
        recipient=people.paul,
        project=team,
        kind=NoticeKind.NUDGE,
        actor=people.amina,
        data={"label": "2.3"},  # as notices were written before they had slugs
    )
    move(team, after, people.amina)

    for kind in (NoticeKind.ASSIGNED, NoticeKind.NUDGE):
        data = Notice.objects.get(kind=kind).data
        assert (data["slug"], data["label"]) == ("naming-conventions", "2.2")


def test_new_questions_are_new_until_they_are_answered(project, people, answer, after):
    move(project, after, people.amina)
    project.refresh_from_db()

    def new():
        return [
            entry.question.slug
            for entry in read_outline(project, people.amina).questions
            if entry.is_new
        ]

    assert new() == [NEW]
    answer("1.4")
    assert new() == []


@pytest.mark.parametrize("other", ["the same", "older", "another", "unpublished"])
def test_only_a_newer_published_version_of_the_template_is_moved_to(
    project, people, template, small_template, after, other
):
    move(project, after, people.amina)
    before = snapshot(project)
    target = {
        "the same": after,
        "older": template,
        "another": small_template,
        "unpublished": PlanTemplate.objects.create(
            slug=template.slug,
            version="9",
            **{
                f"{name}_{language}": "x"
                for name in ("title", "summary", "summary_heading", "audience")
                for language in ("fr", "en")
            },
        ),
    }[other]

    with pytest.raises(NotANewerVersion):
        move(project, target, people.amina)
    assert snapshot(project) == before


def test_a_page_opened_before_another_move_moves_nothing(
    project, people, template, after
):
    newest = publish_again(template, "3.0")
    move(project, after, people.amina)
    before = snapshot(project)

    with pytest.raises(MovedMeanwhile):
        move_to_template(
            project_id=project.pk,
            by=people.amina,
            template_id=newest.pk,
            seen_id=template.pk,
        )
    assert snapshot(project) == before


def test_only_those_who_edit_the_project_move_it_and_not_once_it_is_finished(
    team, people, answer, after
):
    with pytest.raises(Forbidden):
        move(team, after, people.paul)
    finish(team, people.amina)
    with pytest.raises(InvalidState):
        move(team, after, people.amina)


def snapshot(project):
    project.refresh_from_db()
    return (
        project.template_id,
        project.former_template_id,
        project.updated_at,
        Event.objects.count(),
        Decision.objects.count(),
    )


def test_notices_in_the_list_name_questions_by_their_new_numbers_too(
    team, people, template, after
):
    asked = {"slug": "naming-conventions", "label": "2.3"}
    for data in (asked, {"questions": [asked]}, {"requests": [asked]}):
        Notice.objects.create(
            recipient=people.paul,
            project=team,
            kind=NoticeKind.NUDGE,
            data=data,
            sent_at=timezone.now(),
        )
    move(team, after, people.amina)

    now = {**asked, "label": "2.2"}
    assert [each.data for each in Notice.objects.filter(kind=NoticeKind.NUDGE)] == [
        now,
        {"questions": [now]},
        {"requests": [now]},
    ]
