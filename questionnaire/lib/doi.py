"""DOIs, as people write them: alone, after “doi:”, or as an address."""

import re

PREFIX = "https://doi.org/"
_FORM = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)",
    re.ASCII | re.IGNORECASE,
)


def normalize_doi(text: str) -> str:
    """Write a DOI as `https://doi.org/10.5683/SP3/ABC`; return other text unchanged."""
    match = _FORM.fullmatch(text.strip())
    return PREFIX + match[1] if match else text.strip()


def short_form(address: str) -> str:
    """An address as it is shown: a DOI without what comes before it."""
    return address.removeprefix(PREFIX)
