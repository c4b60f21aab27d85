/* Keeps the text of unsent comments in this browser until the site has it. On a
   shared computer it is kept until the window is closed. */
(() => {
  const PREFIX = "comment-draft/";
  const FIELDS = "[data-draft-name]";
  const storage = "sharedComputer" in document.body.dataset ? "session" : "local";

  function drafts() {
    try {
      return window[`${storage}Storage`];
    } catch {
      return null; // Refused: the text is on the page only.
    }
  }

  function read(key) {
    try {
      return JSON.parse(drafts()?.getItem(key) ?? null);
    } catch {
      return null;
    }
  }

  function write(key, draft) {
    try {
      drafts()?.setItem(key, JSON.stringify(draft));
    } catch {
      // Full: the text is on the page only.
    }
  }

  const keyOf = (field) =>
    `${PREFIX}${field.closest("[data-talk]").dataset.talk}/${field.dataset.draftName}`;
  const isRefused = (field) => "refused" in field.dataset;

  const saveIdOf = (field) => field.form.elements.namedItem("save_id");

  function keep(field) {
    if (field.value === field.defaultValue && !isRefused(field)) {
      drafts()?.removeItem(keyOf(field));
      return;
    }
    write(keyOf(field), { text: field.value, saveId: saveIdOf(field)?.value });
  }

  // What was typed after a post was sent has not arrived with it.
  function markSent(form) {
    for (const field of form.querySelectorAll(FIELDS)) {
      const draft = read(keyOf(field));
      if (draft) write(keyOf(field), { ...draft, sent: draft.text });
    }
  }

  const stands = (saveId) =>
    document.querySelector(`[data-save-id="${CSS.escape(saveId)}"]`) !== null;

  // A comment has arrived when it stands on the page.
  function forgetArrived() {
    for (const key of Object.keys(drafts() ?? {})) {
      const draft = key.startsWith(PREFIX) ? read(key) : null;
      if (!draft?.saveId || draft.text !== draft.sent) continue;
      if (stands(draft.saveId)) drafts().removeItem(key);
    }
  }

  function restore(field) {
    const draft = isRefused(field) ? null : read(keyOf(field));
    if (!draft) return;
    if (draft.text === field.defaultValue) {
      drafts().removeItem(keyOf(field));
      return;
    }
    field.value = draft.text;
    // Sent again under its own name, so that it is not stored twice.
    if (draft.saveId && !stands(draft.saveId)) saveIdOf(field).value = draft.saveId;
    else keep(field);
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }

  function forgetAndRestore() {
    forgetArrived();
    document.querySelectorAll(FIELDS).forEach(restore);
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches(FIELDS)) keep(event.target);
  });
  document.addEventListener("submit", (event) => markSent(event.target), true);
  document.addEventListener("reset", (event) => {
    for (const field of event.target.querySelectorAll(FIELDS)) {
      drafts()?.removeItem(keyOf(field));
      const fold = field.closest("details");
      if (!fold) continue;
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
  document.addEventListener("htmx:afterSwap", forgetAndRestore);
  forgetAndRestore();
})();
