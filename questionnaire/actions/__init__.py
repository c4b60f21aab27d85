"""The writers: one function for each thing that people do, in one transaction.

Each opens what it writes in (see opening.py), which locks it and asks for the
right, writes the rows and a line of the trail, and returns what was made. So each
raises NoAccess, Forbidden and InvalidState (see questionnaire.permissions);
docstrings name what else is refused, and Forbidden where it has a reason of its
own. tests/actions/test_every_writer.py holds them to it.
"""
