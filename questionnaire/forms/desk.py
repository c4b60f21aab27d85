"""Choosing plans at an institution’s desk."""


def read_filters(data):
    """(a form, the filters): what an address asks of the desk."""
    return None, data
