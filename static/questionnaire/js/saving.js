/* Saving on question and section pages: starts an Autosave for each question and
   listens to the page around them. Without this script the form posts as it is. */

const { editor, ...modules } = document.querySelector("script[data-saving-script]").dataset;
const [{ Autosave }, { AnswerField }, { LocalDrafts }, { SaveLine, clock }, sending, prose, tables, recovery] =
  await Promise.all([
    import(modules.autosave),
    import(modules.answerField),
    import(modules.localDrafts),
    import(modules.saveLine),
    import(modules.session),
    import(editor),
    import(modules.tables),
    import(modules.recovery),
  ]);

const net = { ...sending, clock };
const LONGEST_FLUSH = 1_500;
const roots = [...document.querySelectorAll("[data-saving]")];
const words = document.getElementById("saving-words");
const form = document.querySelector("[data-answer-form]");
const saves = new Map(); // root → Autosave
let isSubmitting = false;

if (roots.length && words) start();

function start() {
  const isShared = "sharedComputer" in document.body.dataset;
  const drafts = new LocalDrafts(net.uuid(), isShared);
  const session = new net.Session(words.dataset.session, Number(roots[0].dataset.user));
  markEarlyTyping();
  for (const root of roots) startOne(root, drafts, session, isShared);
  session.onReturn(() => everySave((save) => save.resume()));
  listenToThePage(drafts);
  listenToKeys();
  listenToLeaving();
  form.addEventListener("submit", submit);
}

async function startOne(root, drafts, session, isShared) {
  const field = await new AnswerField(root, prose, tables).isReady();
  const line = new SaveLine(root.querySelector("[data-save-line]"), words, isShared);
  const save = new Autosave({ field, line, drafts, session, net });
  saves.set(root, save);
  root.addEventListener("input", (event) => {
    if (event.target.name?.startsWith(`${field.prefix}part_`)) save.noteInput();
  });
  root.addEventListener("focusout", () => {
    if (!save.isDirty) return;
    save.keep();
    save.tryNow();
  });
  line.element.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "try") save.tryNow();
    if (act === "see-both") recovery.seeBoth(save, field.read(), net);
  });
  if (save.confirmed === null) save.noteInput();
  await recovery.offer(save, words, net);
  root.dataset.saving = "ready";
}

/** Typing in the plain box, before its editor is there, is unsaved text too. */
function markEarlyTyping() {
  document.addEventListener("editor:ready", ({ detail: { textarea } }) => {
    if (textarea.dataset.wasTyped) textarea.dataset.typedEarly = "yes";
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea") && !target.hidden) target.dataset.wasTyped = "yes";
  });
}

function everySave(act) {
  return Promise.all([...saves.values()].map(act));
}

const someSave = (test) => [...saves.values()].some(test);

// ---- The page around -----------------------------------------------------------

function listenToThePage(drafts) {
  window.addEventListener("online", () => everySave((save) => save.tryNow()));
  window.addEventListener("offline", () => everySave((save) => save.goneOffline()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") everySave((save) => save.leaveBehind());
  });
  window.addEventListener("pagehide", () => everySave((save) => save.leaveBehind()));
  window.addEventListener("beforeunload", (event) => {
    const isKept = !drafts.hasFailed && !drafts.isShared;
    if (someSave((save) => save.isDirty && !isKept && (drafts.hasFailed || save.isStuck))) {
      event.preventDefault();
    }
  });
}

// ---- Saving on purpose ---------------------------------------------------------

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const then = { s: "stay", Enter: "continue" }[event.key];
    if (!then || (then === "continue" && !form.contains(event.target))) return;
    event.preventDefault();
    const button = form.querySelector(`button[name="then"][value="${then}"]`);
    form.requestSubmit(button ?? form.querySelector(".save-bar button"));
  });
}

async function submit(event) {
  const button = event.submitter;
  if (button?.hasAttribute("formaction") || saves.size < roots.length) return;
  event.preventDefault();
  if (isSubmitting) return;
  isSubmitting = true;
  const note = form.querySelector("[name=note]");
  const isDone = await saveVersions({ note: note?.value.trim(), isAsked: true });
  isSubmitting = false;
  if (!isDone) return;
  if (note) note.value = "";
  if (button?.dataset.href) location.assign(button.dataset.href);
}

async function saveVersions(options) {
  const isOnly = saves.size === 1;
  const done = await everySave((save) => {
    const isWanted = isOnly || save.isDirty || save.field.text() !== save.versioned;
    return isWanted ? save.save("version", options) : true;
  });
  return done.every(Boolean);
}

// ---- Leaving -------------------------------------------------------------------

function listenToLeaving() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || !leadsAway(link, event)) return;
    const isSwitch = link.matches("a.language-toggle");
    const leaving = [...saves.values()].filter((save) =>
      isSwitch ? save.isDirty : save.isDirty || save.wantsVersion,
    );
    if (!leaving.length) return;
    event.preventDefault();
    flush(leaving, isSwitch).then(() => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (/\/account\/logout\/$/.test(event.target.action)) signOut(event);
    else if (event.target.matches("[data-saves-first]")) saveFirst(event);
  });
}

function leadsAway(link, event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (link.target && link.target !== "_self") return false;
  if (link.hasAttribute("download") || link.origin !== location.origin) return false;
  return link.pathname + link.search !== location.pathname + location.search;
}

/** A version of each text, or a draft when only the page's language changes. */
function flush(leaving, isSwitch) {
  const sent = leaving.map(async (save) => {
    await save.keep();
    await save.save(!isSwitch && save.wantsVersion ? "version" : "draft");
  });
  return Promise.race([Promise.all(sent), pause(LONGEST_FLUSH)]);
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A form that goes on from the saved text waits until the server has it. */
async function saveFirst(event) {
  const leaving = [...saves.values()].filter((save) => save.isDirty || save.wantsVersion);
  if (!leaving.length) return;
  event.preventDefault();
  await flush(leaving, false);
  event.target.submit();
}

async function signOut(event) {
  const unsaved = [...saves.values()].filter((save) => save.isDirty);
  if (!unsaved.length) return;
  event.preventDefault();
  await flush(unsaved, true);
  if (!unsaved.some((save) => save.isDirty)) event.target.submit();
  else warnBeforeSigningOut(event.target);
}

function warnBeforeSigningOut(logout) {
  document.querySelector("[data-unsaved]")?.remove();
  const warning = words.querySelector("template[data-leaving]").content.cloneNode(true);
  const button = warning.querySelector("[data-act=sign-out]");
  button.addEventListener("click", () => logout.submit());
  document.getElementById("main").prepend(warning);
  button.focus();
}
