"""manage.py export_plan: write a plan, or one of its editions, to a file."""

import os
import tempfile
from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from questionnaire.exports import FORMATS
from questionnaire.exports.store.files import render_now
from questionnaire.exports.store.rendering import RenderingFailed, RenderingTooLong
from questionnaire.exports.store.sources import frozen_plan, live_plan
from questionnaire.management.base import StudioCommand
from questionnaire.models import Edition, Project
from questionnaire.permissions import NoAccess, find_project
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import Language


class Command(StudioCommand):
    """`manage.py export_plan PROJECT --format pdf --language fr --output plan.pdf`"""

    help = "Write a plan to a PDF or Word file, in French or in English."

    def add_arguments(self, parser):
        parser.add_argument("project", nargs="?", help="UUID of the project")
        parser.add_argument(
            "--list", action="store_true", help="list the projects and their editions"
        )
        parser.add_argument("--format", choices=list(FORMATS), default="pdf")
        parser.add_argument("--language", choices=Language.values, default="fr")
        parser.add_argument("--output", type=Path, metavar="FILE")
        parser.add_argument(
            "--edition", type=int, metavar="N", help="without it, the plan as it stands"
        )
        parser.add_argument(
            "--guidance", action="store_true", help="print the guidance too"
        )
        parser.add_argument(
            "--no-unanswered", action="store_true", help="leave out open questions"
        )
        parser.add_argument(
            "--no-contributors", action="store_true", help="leave out the contributors"
        )

    def handle(self, **options):
        if options["list"]:
            return self._list()
        if not options["project"] or not options["output"]:
            raise CommandError(_("Name a project and an output file, or use --list."))
        project = _find_project(options["project"])
        edition = _find_edition(project, options["edition"])
        try:
            file = render_now(
                frozen_plan(edition) if edition else live_plan(project),
                options["format"],
                options["language"],
                ExportOptions(
                    guidance=options["guidance"],
                    unanswered=not options["no_unanswered"],
                    contributors=not options["no_contributors"],
                ),
            )
        except RenderingTooLong as error:
            raise CommandError(_("The plan is too long to be laid out.")) from error
        except RenderingFailed as error:
            raise CommandError(_("The file could not be made: see the log.")) from error
        _write(options["output"], bytes(file.content))
        self.stdout.write(
            _("%(path)s is written: %(size)s bytes.")
            % {"path": options["output"], "size": len(file.content)}
        )

    def _list(self):
        numbered = Edition.objects.only("project_id", "number")
        projects = (
            Project.objects.live()
            .order_by("title", "id")
            .prefetch_related(Prefetch("editions", numbered))
        )
        for project in projects:
            numbers = sorted(edition.number for edition in project.editions.all())
            editions = ", ".join(map(str, numbers)) or "-"
            self.stdout.write(f"{project.pk}  {project.title}  [{editions}]")


def _find_project(text):
    try:
        return find_project(UUID(text))
    except ValueError:
        raise CommandError(
            _("%(text)s is not the UUID of a project.") % {"text": text}
        ) from None
    except NoAccess:
        raise CommandError(
            _("There is no project %(text)s.") % {"text": text}
        ) from None


def _find_edition(project, number):
    if number is None:
        return None
    try:
        return project.editions.get(number=number)
    except Edition.DoesNotExist:
        raise CommandError(
            _("This project has no edition %(number)s.") % {"number": number}
        ) from None


def _write(path, content):
    """Write the file atomically, so that a reader never sees half of it."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            # Readable like any new file, because temporary files are private.
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(
            _("%(path)s can’t be written: %(reason)s.")
            % {"path": path, "reason": error.strerror}
        ) from error
