/* How many things wait, in the masthead: asked for where the page could not know. */

/** `page`: this one, or one that was fetched. */
export async function fillWaitingCounts(page = document) {
  const places = page.querySelectorAll("[data-waiting-count]");
  if (!places.length) return;
  const count = await waitingCount(places[0].dataset.waitingCount);
  for (const place of places) {
    place.textContent = count;
    place.hidden = !count;
    place.nextElementSibling.hidden = !count;
  }
}

/** The number, or 0 when nobody is signed in or nothing came back. */
async function waitingCount(address) {
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { headers, redirect: "error" });
    return response.ok ? (await response.json()).count : 0;
  } catch {
    return 0;
  }
}
