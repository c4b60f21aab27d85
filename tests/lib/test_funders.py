"""Funders that have a name in each language."""

import pytest

from questionnaire.lib.funders import (
    find_funder,
    funder_key,
    funder_label,
    listed_funders,
)
from questionnaire.lib.ror import validate_ror


def test_every_listed_funder_has_both_names_and_a_valid_ror():
    for funder in listed_funders():
        validate_ror(funder.ror)
        for names in (funder.name, funder.abbreviation):
            assert set(names) == {"fr", "en"}
            assert all(names.values())
    texts = [text for funder in listed_funders() for text in funder.texts]
    assert len({funder_key(text) for text in texts}) == len(listed_funders())


@pytest.mark.parametrize(
    "text",
    ["CIHR", "IRSC", "irsc", "Instituts de recherche en sante du Canada"],
)
def test_a_funder_is_the_same_under_all_its_names(text):
    assert funder_key(text) == funder_key("CIHR")
    assert (funder_label(text, "fr"), funder_label(text, "en")) == ("IRSC", "CIHR")


def test_any_other_text_is_a_funder_of_its_own():
    assert find_funder("Fondation des lichens") is None
    assert funder_label("Fondation des lichens", "en") == "Fondation des lichens"
