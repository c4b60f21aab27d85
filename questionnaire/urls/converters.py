"""Path converters, and the prefixes that addresses share."""

from django.urls import register_converter

# Where the pages of one project begin.
PROJECT = "projects/<uuid:project_id>/"
# Where the pages of one question of a project begin.
QUESTION = f"{PROJECT}questions/<question:slug>/"
# The same in the days when addresses had the question's number, as older mail has.
NUMBERED_QUESTION = f"{PROJECT}questions/<label:label>/"
# Where the pages of one institution’s desk begin.
DESK = "library/<int:institution_id>/"


class QuestionConverter:
    """A question's slug, the same in every version of a template: backup-schedule."""

    regex = "[-a-zA-Z0-9_]{1,80}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class QuestionLabelConverter(QuestionConverter):
    """A question's number as people see it: 2.3. No slug has a full stop."""

    regex = r"[1-9][0-9]?\.[1-9][0-9]?"


class LanguageConverter(QuestionConverter):
    """The language of an answer."""

    regex = "fr|en"


class FormatConverter(QuestionConverter):
    """The extension of an exported file."""

    regex = "[a-z]{2,8}"


register_converter(QuestionConverter, "question")
register_converter(QuestionLabelConverter, "label")
register_converter(LanguageConverter, "language")
register_converter(FormatConverter, "format")
