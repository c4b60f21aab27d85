"""All models of the application, one module for each subject."""

from questionnaire.models.answer import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Draft,
    EarlierText,
    RecoveredDraft,
    TodoMark,
    Translation,
    VersionName,
)
from questionnaire.models.bulk_export import BulkExport, BulkExportItem
from questionnaire.models.calendar import CalendarFeed
from questionnaire.models.comment import Comment
from questionnaire.models.draft import FormDraft
from questionnaire.models.edition import Edition, EditionFile
from questionnaire.models.event import Event, SiteEvent
from questionnaire.models.holding import Holding
from questionnaire.models.institution import (
    Faculty,
    Institution,
    InstitutionLogo,
    InstitutionRole,
)
from questionnaire.models.library import (
    CannedRemark,
    FeedbackRequest,
    LocalGuidance,
    SavedView,
)
from questionnaire.models.move import MoveCheck
from questionnaire.models.notice import Notice
from questionnaire.models.operation import AccountMail, WorkerBeat
from questionnaire.models.people import User
from questionnaire.models.project import Membership, Partner, Project, Reminder
from questionnaire.models.review import Decision
from questionnaire.models.search import PlanText
from questionnaire.models.team import (
    Assignment,
    Invitation,
)
from questionnaire.models.template import (
    Guidance,
    InventedDetails,
    Part,
    PlanTemplate,
    Question,
    QuestionAddition,
    Section,
    invented_details,
)

__all__ = [
    "AccountMail",
    "Answer",
    "AnswerVersion",
    "AnswerVersionSource",
    "Assignment",
    "BulkExport",
    "BulkExportItem",
    "CalendarFeed",
    "CannedRemark",
    "Comment",
    "Decision",
    "Draft",
    "EarlierText",
    "Edition",
    "EditionFile",
    "Event",
    "Faculty",
    "FeedbackRequest",
    "FormDraft",
    "Guidance",
    "Holding",
    "Institution",
    "InstitutionLogo",
    "InstitutionRole",
    "InventedDetails",
    "Invitation",
    "LocalGuidance",
    "Membership",
    "MoveCheck",
    "Notice",
    "Part",
    "Partner",
    "PlanTemplate",
    "PlanText",
    "Project",
    "Question",
    "QuestionAddition",
    "RecoveredDraft",
    "Reminder",
    "SavedView",
    "Section",
    "SiteEvent",
    "TodoMark",
    "Translation",
    "User",
    "VersionName",
    "WorkerBeat",
    "invented_details",
]
