"""Placeholder until the exports land."""


def request_file(*args, **kwargs):
    raise NotImplementedError
