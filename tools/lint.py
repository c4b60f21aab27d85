"""Check code style, types, templates, migrations and translations."""

import sys

import environment
from environment import run, say

CHECKS = [
    ("Python", ("-m", "ruff", "check", ".")),
    ("layout of Python", ("-m", "ruff", "format", "--check", ".")),
    ("types", ("-m", "mypy")),
    ("templates", ("-m", "djlint", "templates", "--lint", "--quiet")),
    ("migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    ("translations", ("manage.py", "update_translations", "--check")),
]


def main():
    environment.prepare("requirements-dev.txt")
    failed = []
    for name, command in CHECKS:
        say("Checking: " + name)
        if run(*command, DJANGO_SETTINGS_MODULE="tests.settings"):
            failed.append(name)
    if failed:
        say("\nTo be mended: " + ", ".join(failed))
        return 1
    say("\nNothing to mend.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
