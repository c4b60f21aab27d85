/* What a page says of how its questions stand follows each version that is saved.

   The page is fetched anew, and each part that is marked [data-fresh] takes what the
   fresh one says. A part with role=status is announced when its words change. */

const SOON = 100; // several questions of a section are saved at once

export function followSavedVersions() {
  let timer = null;
  document.body.addEventListener("version-saved", () => {
    clearTimeout(timer);
    timer = setTimeout(showFreshStates, SOON);
  });
}

async function showFreshStates() {
  const page = await fetchThisPage();
  if (!page) return;
  document.title = page.title;
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) replaceContent(part, fresh);
  }
}

async function fetchThisPage() {
  try {
    const headers = { Accept: "text/html" };
    const options = { headers, cache: "no-store", redirect: "error" };
    const response = await fetch(location.href, options);
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null; // the page stays as it is until it is loaded again
  }
}

/** Who is on a link of the part stays on it. */
function replaceContent(part, fresh) {
  const { activeElement } = document;
  const address = part.contains(activeElement) && activeElement.getAttribute("href");
  part.replaceChildren(...fresh.childNodes);
  if (address) part.querySelector(`[href="${CSS.escape(address)}"]`)?.focus();
}
