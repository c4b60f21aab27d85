/* Switching the language of a page leaves the reader where they were. */

const PLACE = "place-in-other-language";

export function keepPlaceAcrossLanguages() {
  let part = null;
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches("a.language-toggle")) part = event.target.id;
  });
  for (const link of document.querySelectorAll("a.language-toggle")) {
    link.addEventListener("click", () => {
      link.hash = location.hash;
      const place = { path: link.pathname, scroll: window.scrollY, part };
      try {
        sessionStorage.setItem(PLACE, JSON.stringify(place));
      } catch {
        // Storage is refused: the link stays a plain link.
      }
    });
  }
}

export function returnToPlace() {
  let place = null;
  try {
    place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
  if (place?.path !== location.pathname) return;
  document.getElementById(place.part)?.focus({ preventScroll: true });
  window.scrollTo(0, place.scroll);
}
