"""`manage.py load_template FILE`: publish a plan template from its file."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.actions.templates.publish import (
    publish_template,
)
from questionnaire.bilingual import active_language
from questionnaire.imports.template_file import TemplateFileError, read_template_file
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    def add_arguments(self, parser):
        # Not in `help`: argparse takes no lazy text, and here the language is known.
        parser.description = _(
            "Check a plan template file and publish it. Nothing is loaded when "
            "anything is wrong; loading the same file again changes nothing."
        )
        parser.add_argument("file", help=_("a file as fixtures/README.md describes"))
        parser.add_argument(
            "--check", action="store_true", help=_("check the file only")
        )

    def handle(self, *args, file, check, verbosity, **options):
        try:
            description = read_template_file(file)
            if check:
                message = _("No mistakes in %(template)s.")
            elif publish_template(description).created:
                message = _("Loaded %(template)s.")
            else:
                message = _("Unchanged: %(template)s.")
        except TemplateFileError as error:
            count = len(error.problems)
            title = ngettext(
                "One problem in %(file)s; nothing was loaded.",
                "%(count)d problems in %(file)s; nothing was loaded.",
                count,
            ) % {"count": count, "file": file}
            raise CommandError(f"{title}\n{error}") from error
        if verbosity:
            self.stdout.write(message % {"template": _summarize(description)})


def _summarize(description):
    sections, questions = len(description.sections), len(description.questions)
    return _("“%(title)s” (%(version)s): %(sections)s, %(questions)s") % {
        "title": getattr(description.title, active_language()),
        "version": description.version,
        "sections": ngettext("%d section", "%d sections", sections) % sections,
        "questions": ngettext("%d question", "%d questions", questions) % questions,
    }
