"""What the examples beside questions make up, as the editors mark it."""

from collections.abc import Iterable

from questionnaire.content.invented import without_names
from questionnaire.models import Question, User, invented_details
from questionnaire.permissions import Permission, ProjectAccess


def read_invented(
    access: ProjectAccess, user: User, questions: Iterable[Question]
) -> dict[int, str]:
    """{id of a question: what its example makes up, for the script of the page}.

    Without the names of the project's members. Of questions whose examples make
    something up, for people who may write. One query in a team, if there are any.
    """
    if not access.may(Permission.ANSWER_SAVE_OWN):
        return {}
    found = {
        question.pk: details
        for question in questions
        if (details := invented_details(question))
    }
    if not found:
        return {}
    people = {user.name}
    if not access.is_alone:
        members = User.objects.filter(memberships__project=access.project)
        people = set(members.values_list("name", flat=True))
    return {
        question_id: "\n".join(each.line for each in without_names(details, people))
        for question_id, details in found.items()
    }
