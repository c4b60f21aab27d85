"""An author’s own marks on parts of an answer: come back to this."""

from django.db import transaction

from questionnaire.actions.common import asked_now
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import NotFound
from questionnaire.models import Answer, TodoMark
from questionnaire.permissions import Permission


class NoSuchPart(NotFound):
    """The question has no part of that name."""

    code = "no_such_part"


@transaction.atomic
def mark_part(*, project_id, question, part_key, language, by, is_marked):
    """Set or take away one’s own mark on a part of one’s answer.

    A mark is private, like a draft: it leaves no line in the project’s trail.
    Raises NotInTemplate and NoSuchPart.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_AUTOSAVE_OWN
    ).project
    question = asked_now(project, question)
    if part_key not in {part.key for part in question.parts.all()}:
        raise NoSuchPart
    mine = {
        "project": project,
        "question": question,
        "author": by,
        "language": language,
    }
    if is_marked:
        answer, _is_new = Answer.objects.get_or_create(**mine)
        TodoMark.objects.get_or_create(answer=answer, part_key=part_key)
    else:
        marks = {f"answer__{name}": value for name, value in mine.items()}
        TodoMark.objects.filter(**marks, part_key=part_key).delete()
