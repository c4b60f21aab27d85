/* Stores the text of unsent comments in this browser until the site has it; on a
   shared computer, at most until the window is closed. */

const PREFIX = "comment-draft/";
const FIELDS = "[data-draft-name]";

export function keepCommentDrafts() {
  document.addEventListener("input", ({ target }) => {
    if (target.matches(FIELDS)) store(target);
  });
  document.addEventListener("submit", ({ target }) => markSent(target), true);
  document.addEventListener("reset", ({ target }) => forgetAll(target));
  document.addEventListener("htmx:afterSwap", forgetAndRestore);
  forgetAndRestore();
}

function forgetAndRestore() {
  forgetArrived();
  document.querySelectorAll(FIELDS).forEach(restore);
}

// ---- The storage ----

function storage() {
  const isShared = "sharedComputer" in document.body.dataset;
  try {
    return isShared ? window.sessionStorage : window.localStorage;
  } catch {
    return null; // Refused: the text is on the page only.
  }
}

function read(key) {
  try {
    return JSON.parse(storage()?.getItem(key) ?? null);
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    storage()?.setItem(key, JSON.stringify(draft));
  } catch {
    // Full: the text is on the page only.
  }
}

// ---- The fields ----

const keyOf = (field) =>
  `${PREFIX}${field.closest("[data-talk]").dataset.talk}/${field.dataset.draftName}`;

const isRefused = (field) => "refused" in field.dataset;

const saveIdOf = (field) => field.form.elements.namedItem("save_id");

/** Whether the page shows the comment that was sent under this name. */
const hasArrived = (saveId) =>
  document.querySelector(`[data-save-id="${CSS.escape(saveId)}"]`) !== null;

function store(field) {
  if (field.value === field.defaultValue && !isRefused(field)) {
    storage()?.removeItem(keyOf(field));
    return;
  }
  write(keyOf(field), { text: field.value, saveId: saveIdOf(field)?.value });
}

// Text typed after the comment was sent is not part of it.
function markSent(form) {
  for (const field of form.querySelectorAll(FIELDS)) {
    const draft = read(keyOf(field));
    if (draft) write(keyOf(field), { ...draft, sent: draft.text });
  }
}

function forgetArrived() {
  for (const key of Object.keys(storage() ?? {})) {
    const draft = key.startsWith(PREFIX) ? read(key) : null;
    if (!draft?.saveId || draft.text !== draft.sent) continue;
    if (hasArrived(draft.saveId)) storage().removeItem(key);
  }
}

function restore(field) {
  const draft = isRefused(field) ? null : read(keyOf(field));
  if (!draft) return;
  if (draft.text === field.defaultValue) {
    storage().removeItem(keyOf(field));
    return;
  }
  field.value = draft.text;
  // Sent again with the same name, so that it is not stored twice.
  if (draft.saveId && !hasArrived(draft.saveId)) saveIdOf(field).value = draft.saveId;
  else store(field);
  const fold = field.closest("details");
  if (fold) fold.open = true;
}

function forgetAll(form) {
  for (const field of form.querySelectorAll(FIELDS)) {
    storage()?.removeItem(keyOf(field));
    const fold = field.closest("details");
    if (!fold) continue;
    fold.open = false;
    fold.querySelector("summary").focus();
  }
}
