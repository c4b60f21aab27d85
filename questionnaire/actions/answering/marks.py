"""An author’s private to-do marks on parts of an answer."""

from django.db import transaction

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.errors import NotFound
from questionnaire.models import TodoMark
from questionnaire.permissions import Permission


class NoSuchPart(NotFound):
    """The question has no part with this key."""

    code = "no_such_part"


@transaction.atomic
def mark_part(own: OwnAnswer, part_key: str, *, is_marked: bool) -> None:
    """Set or remove one’s own mark on a part of one’s answer.

    A mark is private, like a draft: it leaves no event in the project’s trail.
    Raises NotInTemplate and NoSuchPart.
    """
    _project, own = own.open(Permission.ANSWER_AUTOSAVE_OWN)
    if part_key not in {part.key for part in own.question.parts.all()}:
        raise NoSuchPart
    if is_marked:
        TodoMark.objects.get_or_create(answer=own.get_or_create(), part_key=part_key)
    else:
        TodoMark.objects.filter(**own.key("answer__"), part_key=part_key).delete()
