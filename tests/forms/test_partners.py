"""Partner institutions are typed one a line, and those of the site are recognised."""

import pytest
from django.core.exceptions import ValidationError

from questionnaire.forms.partners import PartnersField, partner_lines

MCGILL = "https://ror.org/01pxwe438"

pytestmark = pytest.mark.django_db


def read(text):
    return PartnersField(required=False).clean(text)


def test_a_line_is_a_name_with_an_identifier_or_without():
    partners = read(f"McGill University {MCGILL}\n\nInstitut du Nord\n")

    assert [(each.name, each.ror) for each in partners] == [
        ("McGill University", MCGILL),
        ("Institut du Nord", ""),
    ]
    assert partner_lines(partners) == f"McGill University {MCGILL}\nInstitut du Nord"


@pytest.mark.parametrize(
    "line", ["Universite du fleuve", "Rivière University", f"Autre nom ({MCGILL})"]
)
def test_an_institution_of_the_site_is_known_by_either_name_and_by_its_identifier(
    institution, line
):
    institution.ror = MCGILL
    institution.save()

    [partner] = read(line)

    assert partner.institution == institution
    assert (partner.name, partner.ror) == ("", "")


def test_an_institution_named_twice_is_one_partner(institution):
    assert len(read("Rivière University\nUniversité du Fleuve\nAutre\nautre")) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("McGill https://ror.org/01pxwe439", "this is no ROR identifier"),
        (MCGILL, "name the institution, too"),
        ("x" * 201, "longer than 200"),
        ("\n".join(f"Institut {each}" for each in range(31)), "at most 30"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_line(text, fault):
    with pytest.raises(ValidationError, match=fault):
        read(text)
