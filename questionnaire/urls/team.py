"""Members, invitations, assignments, and what the team has answered."""

from django.urls import path

from questionnaire.urls.converters import PROJECT, QUESTION
from questionnaire.views.team import answers, assignments, invitations, members

urlpatterns = [
    path(
        f"{QUESTION}team/",
        answers.team_answers,
        name="team_answers",
    ),
    path(
        f"{QUESTION}team/copy/",
        answers.copy_answer,
        name="copy_answer",
    ),
    path(f"{PROJECT}assign/", assignments.assign_many, name="assign_questions"),
    path(f"{QUESTION}assign/", assignments.assign, name="assign"),
    path(
        f"{QUESTION}assign/<int:assignment_id>/take-back/",
        assignments.unassign,
        name="unassign",
    ),
    path(
        f"{QUESTION}assign/<int:assignment_id>/remind/",
        assignments.nudge,
        name="nudge",
    ),
    path(f"{PROJECT}members/", members.members, name="members"),
    path(f"{PROJECT}members/leave/", members.leave, name="leave"),
    path(f"{PROJECT}members/mail/", members.mute, name="mute"),
    path(f"{PROJECT}members/<int:member_id>/", members.member, name="member"),
    path(
        f"{PROJECT}members/<int:member_id>/credit/",
        members.member_credit,
        name="member_credit",
    ),
    path(
        f"{PROJECT}members/<int:member_id>/role/",
        members.member_role,
        name="member_role",
    ),
    path(
        f"{PROJECT}members/<int:member_id>/hand-over/",
        members.member_hand_over,
        name="member_hand_over",
    ),
    path(
        f"{PROJECT}members/<int:member_id>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        f"{PROJECT}members/invitations/<int:invitation_id>/resend/",
        members.invitation_resend,
        name="invitation_resend",
    ),
    path(
        f"{PROJECT}members/invitations/<int:invitation_id>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
