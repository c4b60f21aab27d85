"""What may stand in an address."""

from django.urls import register_converter

# Where the pages of one project begin.
PROJECT = "projects/<uuid:project_id>/"
# Where the pages of one institution’s desk begin.
DESK = "library/<int:institution_id>/"


class QuestionLabelConverter:
    """A question's number as people see it: 2.3."""

    regex = r"[1-9][0-9]?\.[1-9][0-9]?"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class LanguageConverter(QuestionLabelConverter):
    """The language of an answer."""

    regex = "fr|en"


class FormatConverter(QuestionLabelConverter):
    """The extension of an exported file."""

    regex = "[a-z]{2,8}"


register_converter(QuestionLabelConverter, "label")
register_converter(LanguageConverter, "language")
register_converter(FormatConverter, "format")
