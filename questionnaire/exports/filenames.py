"""Placeholder until the exports land."""


def file_name(*args):
    raise NotImplementedError
