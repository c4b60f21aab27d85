"""Quoted passages are found in every element that an answer may hold."""

import pytest

from questionnaire.content.kinds import KINDS
from questionnaire.models import Part
from questionnaire.queries.conversation.quoting import find_passage, version_text

ANSWER = (
    "<h3>Where we keep</h3><p>About 10<sup>6</sup> reads</p>"
    "<table><tr><th>Data</th><th>Format</th></tr><tr><td>Plates</td><td>CSV</td></tr>"
    "</table><pre>reef\n  raw.csv</pre>"
)


@pytest.mark.parametrize(
    "passage", ["Where we keep", "About 106 reads", "Plates\tCSV", "Format", "raw.csv"]
)
def test_a_passage_is_found_wherever_it_stands(passage):
    part = Part(key="text", kind="prose", options={})

    text = version_text({"text": KINDS["prose"].clean(ANSWER, {})}, [part], "en")

    assert find_passage(passage, text) == passage
