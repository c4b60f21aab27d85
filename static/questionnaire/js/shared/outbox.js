/* What a page sent as it was left.

   The page that the tab opens next was made before that arrived, as often as not. It
   sends it once more (the server stores a save once), and where it tells how answers
   stand, it is loaded again. */

import { Session } from "studio/shared/session";

const NAME = "sent-on-leaving";
// Signed out, offline, a server that fails: a later page may succeed.
const isLater = (status, { error }) =>
  [0, 401].includes(status) || status >= 500 || error === "csrf_failure";

/** Note what is being sent: [{ key, address, data }], instead of what was noted. */
export function keepSent(entries) {
  try {
    if (entries.length) sessionStorage.setItem(NAME, JSON.stringify(entries));
    else sessionStorage.removeItem(NAME);
  } catch {
    // Storage is refused or full: what was sent is not made sure of.
  }
}

/** Note these besides; of two texts of one answer, the later one. */
export function keepSentToo(entries) {
  const keys = entries.map(({ key }) => key);
  keepSent([...noted().filter(({ key }) => !keys.includes(key)), ...entries]);
}

/** Send again what the page before sent; a Map of each key to [entry, reply]. */
export async function makeSure(session) {
  const arrived = new Map();
  const later = [];
  for (const entry of noted()) {
    const { status, reply } = await session.post(entry.address, entry.data);
    if (status === 200) arrived.set(entry.key, [entry, reply]);
    else if (isLater(status, reply) && !reply.kept) later.push(entry);
  }
  keepSent(later);
  return arrived;
}

/** On a page without answers to write: make sure, and show how they stand now. */
export async function makeSureAndShow() {
  if (!noted().length || !document.querySelector("meta[name=csrf-token]")) return;
  if (document.querySelector("[data-saving]")) return; // does so itself
  const arrived = await makeSure(new Session());
  if (arrived.size && document.querySelector("[data-counts-answers]")) {
    location.reload();
  }
}

function noted() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? [];
  } catch {
    return [];
  }
}
