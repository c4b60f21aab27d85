/* Text that a closed window left on this device: offered again when it differs
   from what the server has. Whatever the author chooses, the other text is copied
   to the server's recovered drafts first. */

/** Show a banner for each text left behind; forget those the server has. */
export async function offer(save, words, net) {
  const { field, drafts } = save;
  for (const record of await drafts.leftBehind(field.key)) {
    if (field.meaning(record.fields) === field.meaning()) {
      await drafts.remove(field.key, record.id);
    } else {
      showBanner(save, record, words, net);
    }
  }
}

function showBanner(save, record, words, net) {
  const { root } = save.field;
  const piece = words.querySelector("template[data-banner]").content.cloneNode(true);
  const banner = piece.firstElementChild;
  const time = net.clock(record.at, words.dataset.timeZone);
  banner.querySelector("[data-time]").textContent = time;
  banner.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) acts[act](save, record, net, banner);
  });
  root.prepend(banner);
}

const acts = {
  async restore(save, record, net, banner) {
    if (save.versioned === null && !(await putAside(save, save.field.read(), net))) return;
    save.known.add(save.field.meaning(record.fields));
    save.field.write(record.fields);
    await save.keep();
    await save.drafts.remove(save.field.key, record.id);
    banner.remove();
    save.field.focus();
    save.save("draft", { isAsked: true });
  },

  async compare(save, record, net) {
    await seeBoth(save, record.fields, net, record);
  },

  async "keep-saved"(save, record, net, banner) {
    if (!(await putAside(save, record.fields, net, record.at))) return;
    save.known.add(save.field.meaning(record.fields));
    await save.drafts.remove(save.field.key, record.id);
    banner.remove();
    save.field.focus();
  },
};

/** Go to the page of two versions with a text, once the server has a copy of it. */
export async function seeBoth(save, fields, net, record = null) {
  if (!(await putAside(save, fields, net, record?.at))) return;
  save.confirmed = save.field.text();
  await save.drafts.remove(save.field.key, record?.id);
  postForm(save.field.twoVersions, {
    ...fields,
    save_id: net.uuid(),
    base: record?.base ?? save.base,
    language: save.field.language,
    question: save.field.question,
    csrfmiddlewaretoken: save.session.token,
  });
}

async function putAside(save, fields, net, typedAt = Date.now()) {
  const data = {
    save_id: net.uuid(),
    base: save.base,
    language: save.field.language,
    user: save.session.user,
    question: save.field.question,
    typed_at: typedAt,
    fields,
  };
  const { status, reply } = await net.send(save.field.aside, data, save.session);
  if (status === 200) return true;
  if (status === 401) save.signedOut();
  else if (status === 0 || status >= 500) save.line.show("offline");
  else save.line.show("rejected", { message: reply.message ?? "" });
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
