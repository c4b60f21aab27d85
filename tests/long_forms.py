"""The forms in which more than a line is typed, each in a project where it is shown."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.library.feedback import ask_for_feedback, take_feedback
from questionnaire.actions.projects.projects import finish_plan, submit_plan
from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.models import CannedRemark, Membership, User
from questionnaire.vocabulary import FormName, Role
from tests.questions import page_address


@dataclass(frozen=True)
class World:
    """A project of Amina and Paul, with answers, comments and a remark."""

    project: Any
    people: Any
    version: Any  # Paul's answer to 1.1
    remark: CannedRemark

    def page(self, name, *args):
        return page_address(name, self.project, *args)


def make_world(project, people, answer, institution):
    """Answers of two to 1.1, a thread, a decision that the team was not told of."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1", "<p>Sur le réseau.</p>")
    version = answer("1.1", "<p>Sur un disque chiffré.</p>", by=people.paul)
    question = version.answer.question
    add_comment(
        project_id=project.pk,
        by=people.amina,
        post=CommentPost(question, "Où?", save_id=uuid.uuid4()),
    )
    remark = CannedRemark.objects.create(
        institution=institution, title="Dépôt", body_fr="Lequel?", body_en="Which?"
    )
    return World(project, people, version, remark)


def _drafting(world):
    pass


def _in_review(world):
    submit_plan(project_id=world.project.pk, by=world.people.amina)


def _decided(world):
    _in_review(world)
    decide(
        project_id=world.project.pk,
        by=world.people.amina,
        choices=[Choice(world.version.answer.question, "fr", world.version.pk, None)],
        batch=uuid.uuid4(),
    )


def _looked_at(world):
    _in_review(world)
    ask_for_feedback(project_id=world.project.pk, by=world.people.amina, message="1.1?")
    take_feedback(project_id=world.project.pk, by=world.people.louise)


def _finished(world):
    _in_review(world)
    finish_plan(project_id=world.project.pk, by=world.people.amina, accept_gaps=True)


def _administered(world):
    User.objects.filter(pk=world.people.louise.pk).update(is_staff=True)


@dataclass(frozen=True)
class LongForm:
    """A form: who sees it where, in which state of the project.

    `number` is the end of its key, where a page has several of its name.
    """

    name: FormName
    who: str
    prepare: Any
    address: Any
    number: Any = lambda world: ""

    def __str__(self):
        return self.name.value

    def key(self, world):
        """The end of its draft's key, after “#”."""
        number = self.number(world)
        return f"{self.name}-{number}" if number else self.name.value


def _project(name, *args, query=""):
    return lambda world: world.page(name, *args) + query


def _desk(name, *args):
    return lambda world: reverse(name, args=[world.project.institution_id, *args])


def _comment(world):
    return world.project.comments.get().pk


LONG_FORMS = [
    LongForm(
        FormName.PROJECT, "amina", _drafting, lambda world: reverse("project_new")
    ),
    LongForm(FormName.PROJECT, "amina", _drafting, _project("project_edit")),
    LongForm(FormName.INVITATION, "amina", _drafting, _project("members")),
    LongForm(FormName.COMMENT, "amina", _drafting, _project("comments", "1.1")),
    LongForm(FormName.REPLY, "amina", _drafting, _project("comments", "1.1"), _comment),
    LongForm(
        FormName.CORRECTION, "amina", _drafting, _project("comments", "1.1"), _comment
    ),
    LongForm(
        FormName.PASSAGE,
        "amina",
        _drafting,
        lambda world: world.page("comment_passage", "1.1", world.version.pk),
    ),
    LongForm(
        FormName.DECISION, "amina", _in_review, _project("review_question", "1.1")
    ),
    LongForm(
        FormName.REQUEST,
        "amina",
        _in_review,
        lambda world: (
            world.page("review_request", "1.1") + f"?version={world.version.pk}"
        ),
        lambda world: world.version.answer_id,
    ),
    LongForm(
        FormName.COMBINATION,
        "amina",
        _in_review,
        _project("combine", "1.1", query="?in=fr"),
        lambda world: "fr",
    ),
    LongForm(FormName.ROUND, "amina", _decided, _project("review_send")),
    LongForm(FormName.SUBMISSION, "paul", _drafting, _project("submit")),
    LongForm(FormName.EDITION, "amina", _in_review, _project("finish")),
    LongForm(FormName.REOPENING, "amina", _finished, _project("reopen")),
    LongForm(FormName.FEEDBACK_REQUEST, "amina", _in_review, _project("feedback")),
    LongForm(FormName.FEEDBACK, "louise", _looked_at, _project("feedback")),
    LongForm(
        FormName.GUIDANCE,
        "louise",
        _drafting,
        _desk("guidance_question", "open-science-workflows", "data-responsibility"),
    ),
    LongForm(FormName.REMARK, "louise", _drafting, _desk("desk_remarks")),
    LongForm(
        FormName.REMARK,
        "louise",
        _drafting,
        lambda world: _desk("desk_remark", world.remark.pk)(world),
    ),
    LongForm(
        FormName.INSTITUTION,
        "louise",
        _administered,
        lambda world: reverse(
            "admin:institution_edit", args=[world.project.institution_id]
        ),
    ),
]
