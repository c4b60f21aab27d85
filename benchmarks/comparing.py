"""The CPU time of comparing two long texts, in milliseconds.

    .venv/bin/python benchmarks/comparing.py [--against PATH] [--rounds 5]

Measures this checkout and the one at PATH, for example of an earlier commit, each in
its own process; they take turns, so that whatever else the machine does affects both
alike. The texts have 107 KB, and words as frequent as in a language; tables have 500
rows.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARAGRAPHS, WORDS = 215, 80


def main():
    options = _options()
    if options.serve:
        return serve()
    names = [name for name in CASES if options.only in name]
    sides = {"this checkout": ROOT}
    if options.against:
        sides["against"] = options.against.resolve()
    sites = {name: Comparer(checkout) for name, checkout in sides.items()}
    width = max(map(len, names))
    print(f"{'':<{width}} {'  '.join(sides)}  ratio")
    for case in names:
        taken = {name: [] for name in sites}
        for _round in range(options.rounds):
            for name, site in sites.items():
                taken[name].append(site.milliseconds(case))
        least = [min(figures) for figures in taken.values()]
        figures = "  ".join(f"{each:11.1f}" for each in least)
        ratio = statistics.median(
            now / before
            for now, before in zip(
                taken["this checkout"], list(taken.values())[-1], strict=True
            )
        )
        print(f"{case:<{width}} {figures}  {ratio:5.2f}", flush=True)
    for site in sites.values():
        site.process.communicate()
    return 0


class Comparer:
    """A checkout in its own process, which measures on request."""

    def __init__(self, checkout):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), "--serve"],
            cwd=checkout,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def milliseconds(self, case):
        print(case, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit("A checkout could not be measured; its error is above.")
        return float(line)


# --- In the process of a checkout -----------------------------------------------------


def serve():
    """Compare the texts of the cases named on the lines of input."""
    sys.path.insert(0, os.getcwd())
    from questionnaire.content.comparing import compare_blocks

    for line in sys.stdin:
        old, new = CASES[line.strip()](random.Random(7))
        started = time.process_time()
        comparison = compare_blocks(old, new)
        _ = comparison.added, comparison.removed, comparison.is_equal
        print((time.process_time() - started) * 1000, flush=True)
    return 0


def _blocks(paragraphs):
    from questionnaire.content.blocks import Paragraph, Run

    return tuple(Paragraph((Run(" ".join(words)),)) for words in paragraphs)


def _table(rows):
    from questionnaire.content.blocks import Column, Run, Table

    columns = tuple(Column(f"c{n}", f"Column {n}") for n in range(len(rows[0])))
    return (Table(columns, tuple(tuple((Run(cell),) for cell in r) for r in rows)),)


def _text(chance, paragraphs=PARAGRAPHS, words=WORDS):
    """Paragraphs of words of which, as in a language, few are frequent."""
    vocabulary = [f"m{n}" + "aeiou"[n % 5] * (n % 7) for n in range(4_000)]
    weights = [1 / (n + 1) for n in range(len(vocabulary))]
    return [
        chance.choices(vocabulary, weights, k=words) for _paragraph in range(paragraphs)
    ]


def _with_changes(chance, text, share):
    return [
        [f"x{chance.random()}" if chance.random() < share else w for w in words]
        for words in text
    ]


def _shuffled(chance, items):
    return chance.sample(items, len(items))


def _rows(chance):
    formats, places = ["CSV", "TIFF", "WAV", "plain text"], ["office", "cloud", "tape"]
    return [
        [
            f"Survey plot {n}",
            str(chance.randrange(5_000)),
            chance.choice(formats),
            chance.choice(places),
            chance.choice(["Yes", "No"]),
        ]
        for n in range(500)
    ]


def one_word(chance):
    text = _text(chance)
    changed = [list(words) for words in text]
    changed[100][40] = "changed"
    return _blocks(text), _blocks(changed)


def some_words_everywhere(chance):
    text = _text(chance)
    return _blocks(text), _blocks(_with_changes(chance, text, 0.05))


def half_rewritten(chance):
    text = _text(chance)
    return _blocks(text), _blocks(_with_changes(chance, text, 0.5))


def two_texts(chance):
    return _blocks(_text(chance)), _blocks(_text(chance))


def nothing_in_common(chance):
    text = _text(chance)
    return _blocks(text), _blocks(_with_changes(chance, text, 1))


def shuffled(chance):
    text = _text(chance)
    return _blocks(text), _blocks(_shuffled(chance, text))


def shuffled_and_changed(chance):
    text = _text(chance)
    return _blocks(text), _blocks(_shuffled(chance, _with_changes(chance, text, 0.05)))


def five_hundred_shuffled_and_changed(chance):
    text = _text(chance, paragraphs=500, words=35)
    return _blocks(text), _blocks(_shuffled(chance, _with_changes(chance, text, 0.1)))


def divided(chance):
    text = _text(chance)
    halves = [half for words in text for half in (words[:40], words[40:])]
    return _blocks(text), _blocks(halves)


def one_paragraph(chance):
    text = _text(chance, paragraphs=1, words=PARAGRAPHS * WORDS)
    return _blocks(text), _blocks(_with_changes(chance, text, 0.01))


def lines_alike(chance):
    """Many short paragraphs of the same few words."""
    text = _text(chance, paragraphs=3_000, words=5)
    return _blocks(text), _blocks(_shuffled(chance, _with_changes(chance, text, 0.2)))


def one_cell(chance):
    rows = _rows(chance)
    changed = [list(row) for row in rows]
    changed[250][1] = "changed"
    return _table(rows), _table(changed)


def rows_shuffled_and_changed(chance):
    rows = _rows(chance)
    changed = [[*row[:2], "FLAC", *row[3:]] for row in rows]
    return _table(rows), _table(_shuffled(chance, changed))


def rows_of_the_same_words(chance):
    """Rows that nothing tells apart."""
    rows = [["Copy", *row[2:]] for row in _rows(chance)]
    changed = [[*row[:2], chance.choice(["disk", "tape"]), row[3]] for row in rows]
    return _table(rows), _table(_shuffled(chance, changed))


CASES = {
    case.__name__.replace("_", " "): case
    for case in (
        one_word,
        some_words_everywhere,
        half_rewritten,
        two_texts,
        nothing_in_common,
        shuffled,
        shuffled_and_changed,
        five_hundred_shuffled_and_changed,
        divided,
        one_paragraph,
        lines_alike,
        one_cell,
        rows_shuffled_and_changed,
        rows_of_the_same_words,
    )
}


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="cases with this in their name")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
