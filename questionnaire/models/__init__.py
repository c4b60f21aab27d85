"""Every record of the application; one file a subject."""

from questionnaire.models.answer import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Draft,
)
from questionnaire.models.edition import Edition, EditionFile
from questionnaire.models.event import Event
from questionnaire.models.people import Institution, InstitutionRole, User
from questionnaire.models.project import Membership, Project
from questionnaire.models.review import Decision
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
    "Decision",
    "Draft",
    "Edition",
    "EditionFile",
    "Event",
    "Guidance",
    "Institution",
    "InstitutionRole",
    "Membership",
    "Part",
    "PlanTemplate",
    "Project",
    "Question",
    "QuestionAddition",
    "Section",
    "User",
]
