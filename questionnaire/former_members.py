"""What stands for the name of somebody whose data was erased at their request.

Stored as one text in both languages, so that nothing that shows a name can fail;
pages and exports say it in theirs.
"""

_WORDS = {"fr": "Ancien membre", "en": "Former member"}
FORMER_MEMBER = " / ".join(_WORDS.values())


def name_in(name: str, language: str) -> str:
    """A stored name as it is shown in "fr" or "en"."""
    return _WORDS[language] if name == FORMER_MEMBER else name
