/* Leaving a page makes the version of its texts, however it is left.

   Links, forms and signing out wait until the server has the text, but only for a
   moment. What cannot wait (another address, back, reload, a closed tab) is sent while
   the page goes, and the next page of the tab makes sure that it arrived. */

import { keepSent, keepSentToo } from "studio/shared/outbox";

const MAX_WAIT = 1_500;

/** `saves`: the Autosaves of the page; `words`: partials/saving_words.html. */
export function saveBeforeLeaving(saves, words) {
  document.addEventListener("click", (event) => followLink(event, saves));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (/\/account\/logout\/$/.test(form.action)) signOut(event, saves, words);
    else if (form.matches("[data-leaves-draft]")) leaveDraft(event, saves);
    else if (form.matches("[data-saves-first]")) submitAfterSaving(event, saves);
  });
  // The next page is asked for after the first of these, and before the second: what
  // arrives in between may be missing on it.
  window.addEventListener("beforeunload", () => keepSent(sendAll(saves)));
  window.addEventListener("pagehide", () => keepSentToo(sendAll(saves)));
}

function sendAll(saves) {
  return saves
    .map((save) => [save.field.key, save.leave()])
    .filter(([, sent]) => sent?.kind === "version")
    .map(([key, { address, data }]) => ({ key, address, data }));
}

async function followLink(event, saves) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || !leadsAway(link, event)) return;
  const unsaved = saves.filter(isUnsaved);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved);
  location.assign(link.href);
}

const isDirty = (save) => save.isDirty;
const isUnsaved = (save) => save.isDirty || save.wantsVersion;

function leadsAway(link, event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (link.target && link.target !== "_self") return false;
  if (link.hasAttribute("download") || link.origin !== location.origin) return false;
  return link.pathname + link.search !== location.pathname + location.search;
}

/** A version of each text that was typed here. */
function flush(saves) {
  const sent = saves.map(async (save) => {
    await save.storeLocally();
    await save.save(save.wantsVersion ? "version" : "draft");
  });
  const timeout = new Promise((done) => setTimeout(done, MAX_WAIT));
  return Promise.race([Promise.all(sent), timeout]);
}

/** A form that goes on from the saved text waits until the server has it. */
async function submitAfterSaving(event, saves) {
  const unsaved = saves.filter(isUnsaved);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved);
  event.target.submit();
}

/** Going back to the version sets the draft aside: nothing of it is sent. */
async function leaveDraft(event, saves) {
  const save = saves.find(({ field }) => field.key === event.target.dataset.leavesDraft);
  if (!save) return;
  event.preventDefault();
  if (save.isDirty) await save.save("draft");
  save.isAbandoned = true;
  event.target.submit();
}

async function signOut(event, saves, words) {
  const unsaved = saves.filter(isUnsaved);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved);
  if (!unsaved.some(isDirty)) event.target.submit();
  else warnBeforeSigningOut(event.target, words);
}

function warnBeforeSigningOut(form, words) {
  document.querySelector("[data-unsaved]")?.remove();
  const warning = words.querySelector("template[data-leaving]").content.cloneNode(true);
  const button = warning.querySelector("[data-act=sign-out]");
  button.addEventListener("click", () => form.submit());
  document.getElementById("main").prepend(warning);
  button.focus();
}
