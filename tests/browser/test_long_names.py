"""The longest names that the site takes, on every page: everything keeps its place."""

from itertools import cycle

import pytest

from questionnaire.models import (
    CannedRemark,
    Faculty,
    Institution,
    Partner,
    Project,
    SavedView,
    User,
)
from tests.browser import variants
from tests.browser.variants import NARROW, WIDE
from tests.browser.waiting import wait_until_idle
from tests.demonstration import (
    PEOPLE,
    load_demonstration,
    pages_from_home,
    read_demonstration,
)

# One of a kind is enough: names are the same in all states.
PAGES_OF_A_KIND = 2

# The innermost elements that stick out of the window, with everything unfolded.
STICKING_OUT = """() => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const named = (element) => [element.localName, ...element.classList].join(".");
  const isOut = (element) => element.getBoundingClientRect().right > innerWidth;
  return [...document.querySelectorAll("body *")]
    .filter((element) => isOut(element) && ![...element.children].some(isOut))
    .slice(0, 3)
    .map((each) => `${named(each.parentElement)} > ${named(each)}`);
}"""

# Short words that are broken over two lines: long ones have squeezed their box.
BROKEN = """() => {
  const isSeen = (element) =>
    element.checkVisibility() && !element.closest("thead, ins, .visually-hidden");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const broken = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!isSeen(text.parentElement)) continue;
    for (const { 0: word, index } of text.data.matchAll(WORDS)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
      if (new Set(tops).size > 1) broken.push(word);
    }
  }
  return broken;
}""".replace("WORDS", r"/(?<=^|\s)\p{L}{2,14}(?=$|\s|[,.;:])/gu")


def long_words(text, length):
    """The text again and again."""
    return (f"{text} " * length)[:length].strip()


def long_word(text, length):
    """One word, which no line can hold."""
    return ("".join(text.split()) * length)[:length]


def longest(model, field, text, stretch):
    return stretch(text, model._meta.get_field(field).max_length)


@pytest.fixture
def demo(template):
    """The demonstration with names as long as possible, with and without spaces."""
    demo = read_demonstration()
    place = demo["institution"]
    place["name"] = {
        "fr": longest(Institution, "name_fr", place["name"]["fr"], long_word),
        "en": longest(Institution, "name_en", place["name"]["en"], long_words),
    }
    place["contact_name"] = longest(Institution, "contact_name", "Service", long_word)
    for remark, stretch in zip(place["remarks"], cycle([long_word, long_words])):
        remark["title"] = longest(CannedRemark, "title", remark["title"], stretch)
    for person, stretch in zip(demo["people"], cycle([long_word, long_words])):
        person["name"] = longest(User, "name", person["name"], stretch)
    for project, stretch in zip(demo["projects"], cycle([long_word, long_words])):
        for field in ("title", "department", "funder", "grant_number"):
            text = project[field] or "Sans nom"
            project[field] = longest(Project, field, text, stretch)
    # A short name stands in for the title where there is one.
    demo["projects"][0]["acronym"] = demo["projects"][1]["acronym"] = ""
    demo["projects"][2]["acronym"] = longest(Project, "acronym", "Voix", long_word)
    load_demonstration(demo, longest(User, "name", "Ada", long_word))
    for project in Project.objects.all():
        for position, stretch in enumerate([long_word, long_words], 1):
            name = longest(Partner, "name", "Institut", stretch)
            Partner.objects.create(project=project, position=position, name=name)
    name = longest(Faculty, "name_fr", "Faculté", long_word)
    for institution in Institution.objects.all():
        Faculty.objects.create(institution=institution, name_fr=name, name_en=name)
    SavedView.objects.update(name=longest(SavedView, "name", "Vue", long_word))


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_is_wider_than_the_screen_or_squeezed_by_a_name(
    new_page, sign_in, demo, person
):
    email = f"{person}@rives.example"
    addresses = [page.address for page in pages_from_home(email, PAGES_OF_A_KIND)]
    page = new_page()
    sign_in(page, User.objects.get(email=email))
    faults = {}
    for address, language in zip(addresses, cycle(variants.LANGUAGES)):
        page.goto(address.replace("/en/", f"/{language}/", 1))
        wait_until_idle(page)
        for width in (NARROW, WIDE):
            page.set_viewport_size(variants.viewport(width))
            found = page.evaluate(STICKING_OUT) + page.evaluate(BROKEN)
            if found:
                faults[width, address] = found

    assert len(addresses) > 20
    assert faults == {}
