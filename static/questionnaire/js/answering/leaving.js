/* Leaving a page on purpose: links, forms and signing out wait until the server has
   the text, but only for a moment. */

const MAX_WAIT = 1_500;

/** `saves`: the Autosaves of the page; `words`: partials/saving_words.html. */
export function saveBeforeLeaving(saves, words) {
  document.addEventListener("click", (event) => followLink(event, saves));
  document.addEventListener("submit", (event) => {
    if (/\/account\/logout\/$/.test(event.target.action)) signOut(event, saves, words);
    else if (event.target.matches("[data-saves-first]")) submitAfterSaving(event, saves);
  });
}

async function followLink(event, saves) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || !leadsAway(link, event)) return;
  const isLanguageSwitch = link.matches("a.language-toggle");
  const unsaved = saves.filter(isLanguageSwitch ? isDirty : isUnsaved);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved, { asVersions: !isLanguageSwitch });
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

/** A version of each text, or a draft when only the page's language changes. */
function flush(saves, { asVersions }) {
  const sent = saves.map(async (save) => {
    await save.storeLocally();
    await save.save(asVersions && save.wantsVersion ? "version" : "draft");
  });
  const timeout = new Promise((done) => setTimeout(done, MAX_WAIT));
  return Promise.race([Promise.all(sent), timeout]);
}

/** A form that goes on from the saved text waits until the server has it. */
async function submitAfterSaving(event, saves) {
  const unsaved = saves.filter(isUnsaved);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved, { asVersions: true });
  event.target.submit();
}

async function signOut(event, saves, words) {
  const unsaved = saves.filter(isDirty);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved, { asVersions: false });
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
