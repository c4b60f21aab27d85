"""The files of a finished edition, made once by the worker and kept."""

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
def render_edition_files(edition_id):
    """Render what is missing of an edition: every format in both languages.

    May be run again, or twice at once: a file that is done, or being made by
    somebody else, is passed over. A file that fails stops none of the others.
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
