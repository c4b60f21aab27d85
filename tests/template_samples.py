"""The template file that fixtures/README.md shows, and variants of it."""

from pathlib import Path

README = Path(__file__).resolve().parent.parent / "fixtures/README.md"


def readme_sample():
    """The sample as it is printed, so that what is documented is what is tested."""
    text = README.read_text(encoding="utf-8")
    return text.partition("```yaml\n")[2].partition("```")[0]


def write_sample(folder, *changes):
    """Write the sample with (old, new) pieces replaced; each must be there once."""
    text = readme_sample()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "template.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(piece):
    """The line of the sample on which a piece of text stands."""
    before, found, _after = readme_sample().partition(piece)
    assert found, piece
    return before.count("\n") + 1
