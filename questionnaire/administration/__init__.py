"""The pages of site administrators, on Django's own administration.

`lists` are Django's change lists, read-only; changes are made on pages of our own,
which call actions. Nothing here edits answers, versions, decisions or editions.
"""

from questionnaire.administration.site import studio_admin

__all__ = ["studio_admin"]
