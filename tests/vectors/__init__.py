"""Examples that tests in Python and tests in the browser share."""

import json
from pathlib import Path


def vectors(name):
    """The examples of one subject."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))
