"""Everything that writes: one function, and one transaction, for each action.

Each opens the project or institution that it writes in (see opening.py), which locks
it and checks the permission, writes the rows and an event in the trail, and returns
what it made. So each raises NoAccess, Forbidden and InvalidState (see
questionnaire.permissions); docstrings name what else is raised, and Forbidden only
where it has a further reason. tests/actions/test_every_writer.py enforces all this.
"""
