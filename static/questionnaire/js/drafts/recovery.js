/* Text of a form that was not sent: it is put back, or offered beside what stands
   there. Whatever its person chooses, the other text goes to the recovered drafts. */

import { announce } from "studio/shared/announce";
import { formatMoment } from "studio/shared/wording";

/** Put the newest text back into the form, and offer what else was found.

    `records` are texts of this device, newest first (see LocalDrafts). */
export async function recoverText(save, records, words) {
  const { field, drafts } = save;
  const { saved } = field.root.dataset;
  const found = records.map((record) => ({
    ...record,
    moment: formatMoment(record.at),
  }));
  if (field.isReturned) {
    // What was sent last stands on the page; the site sets the other text aside.
    if (field.stored && !field.holds(field.stored)) save.replaceKept();
  } else if (field.wasTypedEarly) {
    if (field.stored) found.push({ fields: field.stored, moment: saved });
  } else if (found.length && goesOn(save, found[0])) {
    const record = found.shift();
    await showRecord(save, record);
    if (record.id !== drafts.idOf(field.key)) {
      await drafts.remove(field.key, record.id);
      tellRestored(save, record.moment, words);
    }
  } else if (field.stored) {
    showStored(save);
    tellRestored(save, saved, words);
  }
  for (const record of found) {
    if (!field.holds(record.fields)) offer(save, record, words);
    else if (record.id) await drafts.remove(field.key, record.id);
  }
}

/** Empty the form; what stood in it goes to the recovered drafts. */
export async function startAgain(save, words) {
  const { field } = save;
  removeBanners(field.form);
  if (save.isEmpty || !(await save.replaceBy({}))) return;
  field.form.prepend(piece(words, "set-aside"));
}

/** What was edited is about to be replaced: keep a copy of it, and say so. */
export async function keepReplaced(save, words) {
  if (!(await save.setAside(save.field.read()))) return;
  removeBanners(save.field.form);
  const banner = piece(words, "set-aside");
  save.field.root.before(banner);
  announce(banner.querySelector("p").textContent.trim());
}

/** Whether a text of this device was typed after what the site keeps, from there on. */
function goesOn({ field }, record) {
  return !field.stored || record.saves.includes(field.root.dataset.storedAs);
}

function showStored(save) {
  const { field } = save;
  field.write(field.stored);
  save.goOnFrom(field.root.dataset.storedAs);
  save.confirm();
}

async function showRecord(save, record) {
  const { field, drafts } = save;
  if (field.stored) showStored(save);
  save.goOnFrom(...record.saves);
  field.write(record.fields);
  await drafts.put(save.localDraft());
  if (save.isDirty) save.onInput();
}

function tellRestored(save, moment, words) {
  const banner = piece(words, "restored");
  fillMoment(banner, moment);
  listen(banner, { "start-again": () => startAgain(save, words) });
  save.field.form.prepend(banner);
  announce(banner.querySelector("p").textContent.trim());
}

function offer(save, record, words) {
  const { field, drafts } = save;
  const banner = piece(words, "found");
  fillMoment(banner, record.moment);
  const forget = async () => {
    if (record.id) await drafts.remove(field.key, record.id);
    banner.remove();
    field.focus();
  };
  listen(banner, {
    async restore() {
      if (await save.replaceBy(record.fields)) await forget();
    },
    async "keep-this"() {
      if (await save.setAside(record.fields, record.at)) await forget();
    },
  });
  field.form.prepend(banner);
}

export function removeBanners(form) {
  for (const banner of form.querySelectorAll("[data-recovery]")) banner.remove();
}

function piece(words, name) {
  const template = words.querySelector(`template[data-banner="${name}"]`);
  return template.content.cloneNode(true).firstElementChild;
}

function fillMoment(banner, moment) {
  banner.querySelector("[data-moment]").textContent = moment;
}

function listen(banner, actions) {
  banner.addEventListener("click", ({ target }) => {
    actions[target.closest("[data-act]")?.dataset.act]?.();
  });
}
