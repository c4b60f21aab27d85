/* What every page does: keep one's place when the language changes, lead to the
   errors of a form, show a password. The page is whole without it. */
(() => {
  const PLACE = "place-in-other-language";

  function keepPlaceAcrossLanguages() {
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

  function returnToPlace() {
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

  function leadToErrors() {
    document.querySelector(".error-summary")?.focus();
  }

  function offerToShowPasswords() {
    for (const button of document.querySelectorAll("[data-show-password]")) {
      const field = document.getElementById(button.getAttribute("aria-controls"));
      const [show, hide] = button.children;
      button.hidden = false;
      button.addEventListener("click", () => {
        const shown = field.type === "password";
        field.type = shown ? "text" : "password";
        show.hidden = shown;
        hide.hidden = !shown;
      });
    }
  }

  keepPlaceAcrossLanguages();
  returnToPlace();
  leadToErrors();
  offerToShowPasswords();
})();
