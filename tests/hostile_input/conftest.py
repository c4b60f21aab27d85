"""A project in which every form of the site has something to act on."""

import uuid

import pytest
from allauth.account.models import EmailAddress

from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.library.desk import save_remark, save_view
from questionnaire.actions.library.feedback import ask_for_feedback
from questionnaire.actions.projects.projects import (
    finish_plan,
    reopen_plan,
    submit_plan,
)
from questionnaire.models import (
    AnswerVersion,
    Assignment,
    CannedRemark,
    Draft,
    Invitation,
    Membership,
    MoveCheck,
    Notice,
    Project,
    RecoveredDraft,
    SavedView,
    User,
)
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import (
    CheckKind,
    FeedbackState,
    NoticeKind,
    ProjectStatus,
    Role,
)
from tests.change_requests import ask_for_changes

ROWS = [{"dataset": "Capteurs", "volume": "3"}, {"dataset": "Images", "cost": "12"}]
OTHER_ROWS = [{"dataset": "Entrevues", "volume": "4"}]


@pytest.fixture
def world(tables_project, rows_saved, people, institution):
    """{"project", "people": {name: account}, "arguments": those of addresses}."""
    project = tables_project
    amina, paul, louise = people.amina, people.paul, people.louise
    staff = User.objects.create_user("staff@example.org", name="Staff", is_staff=True)
    guest = _member(project, "guest@example.org")
    EmailAddress.objects.create(
        user=amina, email=amina.email, verified=True, primary=True
    )
    mine = rows_saved(ROWS)
    theirs = rows_saved(OTHER_ROWS, by=paul)
    submit_plan(project_id=project.pk, by=amina)
    finish_plan(project_id=project.pk, by=amina, accept_gaps=True)
    reopen_plan(project_id=project.pk, by=amina, reason="Encore.")
    rows_saved(OTHER_ROWS, base=1)
    question = read_template(project.template_id).by_slug["datasets"]
    said = add_comment(
        project_id=project.pk,
        by=amina,
        post=CommentPost(question, "Un commentaire.", uuid.uuid4()),
    )
    asked = ask_for_changes(theirs, amina, "Précisez.", suggestion={"datasets": ROWS})
    Notice.objects.create(recipient=amina, project=project, kind=NoticeKind.SUBMITTED)
    submit_plan(project_id=project.pk, by=amina)
    ask_for_feedback(project_id=project.pk, by=amina)
    desk = {"institution_id": institution.pk, "by": louise}
    save_view(**desk, name="Ma vue", query="show=all")
    save_remark(**desk, title="Volume", body_fr="Combien?", body_en="How much?")
    Draft.objects.create(answer=mine.answer, content={"datasets": ROWS}, base_version=2)
    kept = RecoveredDraft.objects.create(
        answer=mine.answer,
        content={"datasets": ROWS},
        content_digest="-",
        kept_until="2099-01-01T00:00Z",
    )
    return {
        "project": project,
        "people": {
            "amina": amina,
            "paul": paul,
            "louise": louise,
            "staff": staff,
            "nobody": None,
        },
        "arguments": {
            "project_id": project.pk,
            "institution_id": institution.pk,
            "pk": guest.pk,
            "slug": question.slug,
            "label": "1.1",
            "number": 1,
            "language": "fr",
            "version_id": AnswerVersion.objects.latest("pk").pk,
            "comment_id": said.pk,
            "request_id": asked.pk,
            "recovered_id": kept.pk,
            "member_id": Membership.objects.get(user=guest).pk,
            "invitation_id": _invitation(project, amina).pk,
            "token": _token(project, amina),
            "assignment_id": _assignment(project, question, guest, amina).pk,
            "view_id": SavedView.objects.get().pk,
            "remark_id": CannedRemark.objects.get().pk,
            "check_id": MoveCheck.objects.create(
                project=project, question_slug=question.slug, kind=CheckKind.UNIT
            ).pk,
            "template": project.template.slug,
            "question": question.slug,
        },
        # Where an argument of this name means something else.
        "own_arguments": {
            "admin:project_institution": {"pk": project.pk},
            **dict.fromkeys(
                ("admin:institution_edit", "admin:librarian_appoint"),
                {"pk": institution.pk},
            ),
        },
        # What the address of a page must say for it to offer its form.
        "queries": {"review_request": f"?version={theirs.pk}"},
        "states": [_state_of(project, status) for status in ProjectStatus]
        + [_without_feedback(project)],
    }


def _state_of(project, status):
    def prepare():
        Project.objects.filter(pk=project.pk).update(status=status)

    return prepare


def _without_feedback(project):
    def prepare():
        _state_of(project, ProjectStatus.IN_REVIEW)()
        project.feedback_requests.update(state=FeedbackState.GIVEN)

    return prepare


def _member(project, email):
    user = User.objects.create_user(email, name="Guest")
    Membership.objects.create(project=project, user=user, role=Role.CONTRIBUTOR)
    return user


def _assignment(project, question, member, by):
    return Assignment.objects.create(
        project=project, question=question, member=member, assigned_by=by
    )


def _invitation(project, by, token=""):
    return Invitation.objects.create(
        project=project,
        email=f"{token or 'new'}@example.org",
        role=Role.CONTRIBUTOR,
        language="fr",
        token_digest=Invitation.digest_of(token) if token else uuid.uuid4().hex,
        invited_by=by,
        expires_at="2099-01-01T00:00Z",
    )


def _token(project, by):
    _invitation(project, by, token="jeton")
    return "jeton"
