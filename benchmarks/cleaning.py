"""How long the cleaning of prose takes, here and in another checkout.

    python benchmarks/cleaning.py [PATH OF ANOTHER CHECKOUT]

Each text is cleaned in a process of its own, this checkout and the other by turns, so
that a busy machine slows both alike. A text that takes longer than a minute is stopped.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
LONGEST = 60
TEXTS = {
    "100,000 ampersands": '"&" * 100_000',
    "300,000 ampersands": '"&" * 300_000',
    "900,000 ampersands": '"&" * 900_000',
    "150,000 non-breaking spaces": '"a\\u00a0" * 75_000',
    "900,000 non-breaking spaces": '"\\u00a0" * 900_000',
    "900,000 brackets": '">" * 900_000',
    "140,000 references in a paragraph": '"<p>" + "a &amp;" * 140_000 + "</p>"',
    "a million characters of words": '"<p>" + "mot " * 249_000 + "</p>"',
    "as many in paragraphs": '"<p>mot</p>" * 99_000',
}
CODE = """
import time
from questionnaire.content.prose.cleaning import clean_prose
html = {text}
began = time.process_time()
try:
    outcome = f"{{len(clean_prose(html)):,}} characters"
except Exception as error:
    outcome = getattr(error, "code", type(error).__name__)
print(f"{{time.process_time() - began:8.2f}} s  {{outcome}}")
"""


def measure(checkout, text):
    """A line: seconds of processor, and what became of the text."""
    code = "import django; django.setup()\n" + CODE.format(text=text)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "dmp_site.settings"}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"  over {LONGEST} s"
    return done.stdout.rstrip() or done.stderr.strip().splitlines()[-1]


def main():
    others = [Path(each).resolve() for each in sys.argv[1:2]]
    for name, text in TEXTS.items():
        print(name)
        for checkout in [*others, HERE]:
            place = "here" if checkout == HERE else "there"
            print(f"  {place:5} {measure(checkout, text)}")


if __name__ == "__main__":
    main()
