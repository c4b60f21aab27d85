/* What a page says of how its questions stand follows each save: here, in another
   window of this browser, or anywhere once one comes back to the page.

   The page is fetched anew, and so are the parts that htmx loaded into it. Each element
   that is marked [data-fresh] then takes what the fresh one says: that of the same id,
   or else the one in the same place. One that is marked "goes" only disappears: what
   it says is for whoever opens the page, and would push away what is being typed. One
   with role=status is announced when its words change. */

import { fillWaitingCounts } from "studio/site/waiting_count";

const SOON = 100; // several questions of a section are saved at once
const MARKED = "[data-fresh]";

export function followSaves() {
  const others = new BroadcastChannel("states");
  let timer = null;
  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(showFreshStates, SOON);
  };
  document.body.addEventListener("states-changed", () => {
    refresh();
    others.postMessage("changed");
  });
  others.addEventListener("message", refresh);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
  });
}

async function showFreshStates() {
  const page = await fetchPage(location.href);
  if (!page) return;
  document.title = page.title;
  await fillWaitingCounts(page);
  takeFrom(page, marked(document).filter((part) => !loadedInto(part)));
  const places = document.querySelectorAll("[hx-get]");
  await Promise.all([...places].map(refreshLoaded));
}

/** An element that htmx loaded from an address of its own, if it has states. */
async function refreshLoaded(place) {
  const parts = marked(place).filter((part) => loadedInto(part) === place);
  if (!parts.length) return;
  const fragment = await fetchPage(place.getAttribute("hx-get"), true);
  if (fragment) takeFrom(fragment, parts);
}

const marked = (root) => [...root.querySelectorAll(MARKED)];
const loadedInto = (part) => part.closest("[hx-get]");

function takeFrom(page, parts) {
  const unnamed = marked(page).filter(({ id }) => !id);
  for (const part of parts) {
    const fresh = part.id ? page.getElementById(part.id) : unnamed.shift();
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    if (part.dataset.fresh === "goes" && fresh.firstElementChild) continue;
    // What was sent from it brings its own answer, which needs the form that asked.
    if (part.querySelector(".htmx-request")) continue;
    replaceContent(part, fresh);
  }
}

async function fetchPage(address, isFragment = false) {
  try {
    const headers = { Accept: "text/html" };
    if (isFragment) headers["HX-Request"] = "true";
    const options = { headers, cache: "no-store", redirect: "error" };
    const response = await fetch(address, options);
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null; // the page stays as it is until it is loaded again
  }
}

/** Who is on a link or button of the part stays on it, and what is open stays open. */
function replaceContent(part, fresh) {
  const { activeElement } = document;
  const focused = part.contains(activeElement) && sameIn(fresh, part, activeElement);
  for (const each of part.querySelectorAll("details")) {
    const same = sameIn(fresh, part, each);
    if (same) same.open = each.open;
  }
  part.replaceChildren(...fresh.childNodes);
  window.htmx?.process(part);
  if (focused) focused.focus();
}

/** The element of `fresh` that says the same as `element` does in `part`. */
function sameIn(fresh, part, element) {
  const href = element.getAttribute("href");
  const isSame = (each) =>
    href ? each.getAttribute("href") === href : each.textContent === element.textContent;
  return [...fresh.querySelectorAll(element.localName)].find(isSame);
}
