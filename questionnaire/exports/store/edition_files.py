"""The files of a finished edition, rendered once by the worker and kept."""

import logging

from django_tasks import task

from questionnaire.exports import FORMATS
from questionnaire.exports.store.files import render_if_waiting
from questionnaire.exports.store.rendering import RenderingFailed
from questionnaire.exports.store.sources import frozen_plan
from questionnaire.models import Edition
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import Language

logger = logging.getLogger(__name__)


@task()
def render_edition_files(edition_id: int) -> None:
    """Render the missing files of an edition: every format in both languages.

    May run again, or twice in parallel: a file that is done, or being rendered by
    another process, is skipped. A failure does not stop the others.
    """
    edition = Edition.objects.select_related("project").get(pk=edition_id)
    source = frozen_plan(edition)
    for file_format in FORMATS:
        for language in Language.values:
            try:
                render_if_waiting(source, file_format, language, ExportOptions())
            except RenderingFailed:
                logger.warning(
                    "edition %s: no %s in %s", edition_id, file_format, language
                )
