/* Text that a closed window left on this device: offered again when it differs
   from what the server has. Whatever the author chooses, the other text is copied
   to the server's recovered drafts first. */

import { uuid } from "studio/shared/uuid";
import { formatTime } from "studio/shared/wording";

/** Show a banner for each text left behind; forget those the server has. */
export async function offerRecovery(save, words) {
  const { field, drafts } = save;
  for (const record of await drafts.leftByClosedWindows(field.key)) {
    if (field.normalized(record.fields) === field.normalized()) {
      await drafts.remove(field.key, record.id);
    } else {
      showBanner(save, record, words);
    }
  }
}

/** Go to the page of two versions with a text, once the server has a copy of it. */
export async function compareVersions(save, fields, record = null) {
  const { field } = save;
  if (!(await saveRecoveryCopy(save, fields, record ?? {}))) return;
  save.confirmed = field.text();
  await save.drafts.remove(field.key, record?.id);
  postForm(field.addresses.twoVersions, {
    ...fields,
    save_id: uuid(),
    base: record?.base ?? save.base,
    language: field.language,
    template: record?.template ?? field.template,
    csrfmiddlewaretoken: save.session.token,
  });
}

function showBanner(save, record, words) {
  const piece = words.querySelector("template[data-banner]").content.cloneNode(true);
  const banner = piece.firstElementChild;
  const time = formatTime(record.at);
  banner.querySelector("[data-time]").textContent = time;
  banner.addEventListener("click", (event) => {
    const name = event.target.closest("[data-act]")?.dataset.act;
    if (name) ACTIONS[name](save, record, banner);
  });
  save.field.root.prepend(banner);
}

const ACTIONS = {
  async restore(save, record, banner) {
    const { field } = save;
    const isOnServer = save.versioned !== null;
    if (!isOnServer && !(await saveRecoveryCopy(save, field.read()))) return;
    save.ownTexts.add(field.normalized(record.fields));
    field.write(record.fields);
    field.template = record.template;
    await save.storeLocally();
    await forget(save, record, banner);
    save.save("draft", { isAsked: true });
  },

  async compare(save, record) {
    await compareVersions(save, record.fields, record);
  },

  async "keep-saved"(save, record, banner) {
    if (!(await saveRecoveryCopy(save, record.fields, record))) return;
    save.ownTexts.add(save.field.normalized(record.fields));
    await forget(save, record, banner);
  },
};

async function forget(save, record, banner) {
  await save.drafts.remove(save.field.key, record.id);
  banner.remove();
  save.field.focus();
}

/** Copy a text to the server's recovered drafts; whether that worked. */
async function saveRecoveryCopy(save, fields, { at = Date.now(), template } = {}) {
  const { field, session, line } = save;
  const { status, reply } = await session.post(field.addresses.recoveryCopy, {
    save_id: uuid(),
    base: save.base,
    language: field.language,
    user: session.user,
    typed_at: at,
    template: template ?? field.template,
    fields,
  });
  if (status === 200) return true;
  if (status === 401) save.handleSignedOut();
  else if (status === 0 || status >= 500) line.show("offline");
  else line.show("rejected", { message: reply.message ?? "" });
  return false;
}

function postForm(address, data) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: address, hidden: true });
  for (const [name, value] of Object.entries(data)) {
    const input = Object.assign(document.createElement("input"), { name, value });
    input.type = "hidden";
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
