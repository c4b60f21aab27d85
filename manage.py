#!/usr/bin/env python
"""Run Django's management commands for DMP Studio."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmp_site.settings")
    from django.core.management import execute_from_command_line

    from dmp_site.production import refusal_in_words

    with refusal_in_words():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
