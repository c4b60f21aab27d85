"""Asking for changes, as a reviewer does."""

import uuid

from questionnaire.actions.review.change_requests import (
    RequestedChanges,
    request_changes,
)


def ask_for_changes(version, by, body="Pourquoi?", suggestion=None):
    """Request changes to a version, with a wording if one is suggested; the Comment."""
    question = version.answer.question
    return request_changes(
        project_id=version.answer.project_id,
        by=by,
        asked=RequestedChanges(
            question=question,
            parts=list(question.parts.all()),
            version_id=version.pk,
            body=body,
            save_id=uuid.uuid4(),
            suggestion=suggestion,
        ),
    )
