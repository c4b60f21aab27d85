"""Which language a text is plainly written in: French, English, or no way to tell.

Small words decide (“les”, “dans”; “the”, “with”), because lists of formats, names and
code have none. What is quoted is not the author’s own, and titles and names are
written in their own language: neither counts. When in doubt, the answer is None:
people are told that a text seems to be in another language, and a false alarm is
worse than silence.
"""

import re
from collections.abc import Iterable, Sequence

from questionnaire.vocabulary import Language

# Fewer letters than this tell too little.
MIN_LETTERS = 40
# The beginning of a long text tells enough.
MAX_LENGTH = 20_000
# How many small words it takes, how many for each of the other language, and how many
# of all words they must be.
MIN_EVIDENCE = 3.0
MIN_RATIO = 5.0
MIN_SHARE = 0.2
# How many of the other words may be capitalised: more are a list of names or a title.
MAX_NAMES = 0.7

# Words that the other language does not have. Left out are “on”, “an”, “as”, “or”,
# “but”, “son”, “me”, “a” and the like, which both have.
_FRENCH = frozenset(
    """
    afin ainsi alors après au aucun aucune aussi autre autres aux avant avec avoir
    avons car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme dans
    de depuis des doit doivent donc dont du elle elles en entre est et été être eux fait
    faire il ils jusque la le les leur leurs lors lorsque même nos notre nous où par
    parce pas pendant peut peuvent peu plusieurs pour puis quand que quel quelle quelles
    quels qui quoi sa sans selon sera seront ses soit sont sous sur toujours tous tout
    toute toutes très un une vers vos votre vous à était étaient
    """.split()
)
_ENGLISH = frozenset(
    """
    about after all also and any are at be because been before being between both by
    could did do does during each every for from had has have he her here him his how
    if in into is it its more most must no not of only other our over she should so
    some such than that the their them then there these they this those through to
    under until us was we were what when where which while who whose will with within
    would you your
    """.split()
)
# Spanish, Italian and names of French institutions have these, too.
_SHARED = frozenset("de en entre la que sa un".split())
# “l’équipe”, “qu’il”, “d’un”: two words, of which the first is French.
_ELIDED = frozenset("c d j jusqu l lorsqu m n puisqu qu quoiqu s t".split())
_ACCENTS = frozenset("àâäçéèêëîïôöùûüœ")
# What tells less: shared words, and an accent alone, because English borrows.
_HALF = 0.5

_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"|„[^„“”]*[“”]")
# Addresses, paths, file names: no words.
_ADDRESS = re.compile(r"[@/\\_]|\w\.\w|\d")
_CODE = re.compile(r"[{}\[\]=<>$|*_\\^~`#]")
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> Language | None:
    """The language that a text is plainly written in; None when it is hard to tell."""
    text = text[:MAX_LENGTH]
    letters = sum(character.isalpha() for character in text)
    if letters < MIN_LETTERS or len(_CODE.findall(text)) * 25 > letters:
        return None
    text = " ".join(
        word for word in _QUOTED.sub(" ", text).split() if not _ADDRESS.search(word)
    )
    words = _WORD.findall(text)
    if sum(map(len, words)) < MIN_LETTERS or _is_made_of_names(words):
        return None
    evidence = {
        Language.FR: _evidence_of_french(words, text),
        Language.EN: float(sum(word.casefold() in _ENGLISH for word in words)),
    }
    found = max(evidence, key=lambda language: evidence[language])
    if evidence[found] < max(MIN_EVIDENCE, MIN_SHARE * len(words)):
        return None
    return found if evidence[found] >= MIN_RATIO * evidence[found.other] else None


def _evidence_of_french(words: Iterable[str], text: str) -> float:
    small = [word.casefold() for word in words if word.casefold() in _FRENCH]
    shared = sum(word in _SHARED for word in small)
    elided = sum(
        found[1].casefold() in _ELIDED
        for found in re.finditer(r"\b([^\W\d_]+)[’'](?=[^\W\d_]{2})", text)
    )
    accented = sum(
        word.islower() and word not in _FRENCH and not _ACCENTS.isdisjoint(word)
        for word in words
    )
    return len(small) + elided + _HALF * (accented - shared)


def _is_made_of_names(words: Sequence[str]) -> bool:
    """Whether most words of substance are capitalised, as in names and titles."""
    substance = [
        word
        for word in words
        if len(word) > 2 and word.casefold() not in _FRENCH | _ENGLISH
    ]
    names = sum(word[0].isupper() and not word.isupper() for word in substance)
    return not substance or names > MAX_NAMES * len(substance)
