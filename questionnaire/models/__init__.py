"""Every record of the application; one file a subject."""

from questionnaire.models.answer import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Draft,
)
from questionnaire.models.calendar import CalendarFeed
from questionnaire.models.comment import Comment
from questionnaire.models.edition import Edition, EditionFile
from questionnaire.models.event import Event
from questionnaire.models.notice import Notice
from questionnaire.models.people import Institution, InstitutionRole, User
from questionnaire.models.project import Membership, Project, Reminder
from questionnaire.models.review import Decision
from questionnaire.models.team import (
    Assignment,
    Invitation,
    RecoveredDraft,
    TodoMark,
    VersionName,
)
from questionnaire.models.template import (
    Guidance,
    Part,
    PlanTemplate,
    Question,
    QuestionAddition,
    Section,
)

__all__ = [
    "Answer",
    "AnswerVersion",
    "AnswerVersionSource",
    "Assignment",
    "CalendarFeed",
    "Comment",
    "Decision",
    "Draft",
    "Edition",
    "EditionFile",
    "Event",
    "Guidance",
    "Institution",
    "InstitutionRole",
    "Invitation",
    "Membership",
    "Notice",
    "Part",
    "PlanTemplate",
    "Project",
    "Question",
    "QuestionAddition",
    "RecoveredDraft",
    "Reminder",
    "Section",
    "TodoMark",
    "User",
    "VersionName",
]
