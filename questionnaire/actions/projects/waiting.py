"""Keeping how many things wait for a person, for the masthead of every page."""

from questionnaire.models import User


def keep_waiting_count(user: User, count: int) -> None:
    """Keep the number that was counted in the state that this request found.

    The masthead shows it until that state changes (see accounts.EmailBackend).
    """
    if (user.waiting_count, user.waiting_state) == (count, user.current_state):
        return
    user.waiting_count, user.waiting_state = count, user.current_state
    User.objects.filter(pk=user.pk).update(
        waiting_count=count, waiting_state=user.current_state
    )
