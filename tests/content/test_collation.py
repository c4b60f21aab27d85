"""Several texts passage by passage: who says what, in which words."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.content import collation, comparing
from questionnaire.content.blocks import Column, Paragraph, Run, Table
from questionnaire.content.collation import collate
from questionnaire.content.prose import prose_blocks

COPY = "La copie de travail se trouve sur le lecteur réseau de l’Université des Rives."
NIGHTLY = (
    "Le service informatique en fait une sauvegarde chaque nuit et la garde {} jours."
)
AWAY = (
    "Une troisième copie est faite le premier lundi de chaque mois sur un disque dur "
    "chiffré, puis envoyée à l’université partenaire."
)
CLOUD = "Une troisième copie est gardée dans l’espace infonuagique de l’établissement."
TEST = "Sofia Roy restaure un fichier au hasard deux fois par année."


def text(*paragraphs):
    return tuple(Paragraph((Run(paragraph),)) for paragraph in paragraphs)


def who_says_what(*texts, **options):
    """For each passage {text: letter}, as the page's table shows it."""
    return [
        {
            reader: letter
            for letter, variant in zip("ABCDEFGH", passage.variants, strict=False)
            for reader in variant.texts
        }
        for passage in collate(texts, **options)
    ]


def test_what_several_texts_say_word_for_word_is_one_passage_of_one_wording():
    assert who_says_what(
        text(COPY, TEST), text(COPY), text(TEST, COPY), text(COPY.replace("’", "'"))
    ) == [{0: "A", 1: "A", 2: "A", 3: "A"}, {0: "A", 2: "A"}]


def test_rival_wordings_of_the_same_passage_stand_together():
    assert who_says_what(
        text(COPY, NIGHTLY.format(30)),
        text(COPY, NIGHTLY.format(14)),
        text(COPY, NIGHTLY.format(30)),
        text(NIGHTLY.format(14)),
    ) == [{0: "A", 1: "A", 2: "A"}, {0: "A", 1: "B", 2: "A", 3: "B"}]


def test_a_wording_like_a_later_one_only_still_belongs_to_the_passage():
    """The third text has next to nothing of the first, but most of the second."""
    one, two, three = (
        "a b c d e f g h".upper(),
        "c d e f g h i k l m".upper(),
        "g h i k l m n o p".upper(),
    )
    assert who_says_what(text(one), text(two), text(three)) == [
        {0: "A", 1: "B", 2: "C"}
    ]


def test_what_begins_alike_at_the_same_place_is_rival_though_the_rest_differs():
    assert who_says_what(text(COPY, AWAY, TEST), text(COPY, CLOUD, TEST)) == [
        {0: "A", 1: "A"},
        {0: "A", 1: "B"},
        {0: "A", 1: "A"},
    ]
    assert len(who_says_what(text(AWAY, COPY), text(COPY, CLOUD))) == 3


def test_what_only_a_later_text_says_stands_beside_its_neighbour_there():
    passages = collate([text(COPY, AWAY), text(COPY, TEST, AWAY), text(TEST, CLOUD)])

    assert [each.texts for each in passages] == [(0, 1), (1, 2), (0, 1, 2)]


def test_what_comes_before_all_that_is_shared_stays_before_it():
    passages = collate([text(AWAY, COPY), text(TEST, COPY), text("Rien.")])

    assert [each.texts for each in passages] == [(0,), (1,), (0, 1), (2,)]


def test_one_paragraph_opposite_two_is_one_passage():
    both = f"{COPY} {AWAY}"
    for texts in (
        [text(COPY, AWAY, TEST), text(both, TEST), text(COPY, AWAY)],
        [text(both, TEST), text(COPY, AWAY, TEST), text(both)],
    ):
        passages = collate(texts)
        assert [len(each.variants) for each in passages] == [2, 1]
        assert passages[0].variants[0].texts == (0, 2)


def test_a_passage_that_a_text_repeats_is_there_twice():
    assert who_says_what(text(COPY, TEST, COPY), text(COPY)) == [
        {0: "A", 1: "A"},
        {0: "A"},
        {0: "A"},
    ]


def test_rows_of_tables_are_passages_recognised_by_their_first_cell():
    def rows(*sizes):
        columns = (Column("name", "Données"), Column("size", "Volume"))
        return [
            Table(columns, (((Run(name),), (Run(size),)),))
            for name, size in zip(("Entrevues", "Cartes"), sizes, strict=False)
        ]

    assert who_says_what(
        rows("2 To", "5 Go"), rows("900 Go", "5 Go"), rows("2 To")
    ) == [
        {0: "A", 1: "B", 2: "A"},
        {0: "A", 1: "A"},
    ]


def test_what_cannot_be_divided_is_one_passage():
    assert who_says_what(
        text("Oui"), text("Non"), (), text("Oui"), is_divisible=False
    ) == [{0: "A", 1: "B", 3: "A"}]


def test_nobody_who_says_anything_makes_no_passage():
    assert collate([]) == collate([(), ()]) == ()


PARAGRAPHS = st.lists(
    st.sampled_from([COPY, AWAY, CLOUD, TEST, f"{COPY} {AWAY}", "Oui.", "…"])
    | st.text("ab ", min_size=1, max_size=12).filter(str.strip),
    max_size=6,
)


@given(st.lists(PARAGRAPHS, max_size=5))
def test_every_paragraph_of_every_text_belongs_to_exactly_one_passage(paragraphs):
    texts = [text(*each) for each in paragraphs]
    passages = collate(texts)

    seen = dict.fromkeys(range(len(texts)), 0)
    for passage in passages:
        for variant in passage.variants:
            first = variant.texts[0]
            for number in variant.texts:
                seen[number] += len(variant.places)
            assert variant.places == tuple(sorted(variant.places))
            assert all(0 <= place < len(texts[first]) for place in variant.places)
    assert seen == {number: len(each) for number, each in enumerate(texts)}


@given(PARAGRAPHS, st.integers(2, 4))
def test_equal_texts_have_one_wording_of_each_passage_in_their_order(paragraphs, count):
    passages = collate([text(*paragraphs)] * count)

    assert [each.variants[0].places for each in passages] == [
        (place,) for place in range(len(paragraphs))
    ]
    assert {len(each.variants) for each in passages} <= {1}


def test_lists_and_quotations_are_passages_too():
    one = prose_blocks("<ul><li>Images, WAV</li><li>Cartes</li></ul><p>Fin.</p>")
    two = prose_blocks("<ul><li>Images, FLAC</li><li>Cartes</li></ul><p>Fin.</p>")

    assert who_says_what(one, two) == [{0: "A", 1: "B"}, {0: "A", 1: "A"}]


def test_very_long_texts_without_anything_in_common_take_bounded_work(monkeypatch):
    """What is equal is still found; what is alike no longer is."""
    aligned = []

    def pair_blocks(old, new):
        aligned.append(len(old) * len(new))
        return comparing.pair_blocks(old, new)

    monkeypatch.setattr(collation, "pair_blocks", pair_blocks)
    monkeypatch.setattr(collation, "_WORDS_LOOKED_AT", 300_000)
    texts = [
        text(*(f"{reader}x{number} {'mot ' * 20}" for number in range(40)), TEST)
        for reader in range(12)
    ]
    passages = collate(texts)

    assert sum(aligned) < 10_000
    assert [each.texts for each in passages if len(each.variants) == 1][-1] == (
        tuple(range(12))
    )
