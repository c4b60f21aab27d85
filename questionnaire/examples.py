"""Example answers of questions that are answered part by part."""

import re


def examples_by_letter(text, letters):
    """Split "A. … B. …" into {"A": "…", "B": "…"}, one entry per letter of `letters`.

    {} when the text is not written so, or leaves a letter out.
    """
    marks = r"\s+".join(rf"{letter}\.\s+(.+?)" for letter in letters)
    match = re.fullmatch(marks, text.strip(), flags=re.DOTALL) if letters else None
    return dict(zip(letters, match.groups(), strict=True)) if match else {}
