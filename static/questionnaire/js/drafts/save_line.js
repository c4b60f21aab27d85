/* The lines that say who sees a text, and their announcements.

   The first is about what is in the editor, the second about the newest version. Words
   come from the templates of partials/saving_words.html. */

import { announce, announceNow } from "studio/shared/announce";
import { formatTime } from "studio/shared/wording";

const SHOW_SAVING_AFTER = 800;
const ANNOUNCE_SAVED_EVERY = 30_000;
const REJECTED = "save-state--rejected";
const CLASSES = {
  saved: "save-state--saved",
  rejected: REJECTED,
  "set-aside": REJECTED,
};
// What the server has confirmed: true again after an undo.
const CONFIRMED = ["clean", "saved", "drafted"];
const URGENT = ["signed-out", "conflict", "rejected", "set-aside"];
const ANNOUNCED_ONCE = ["retrying", "offline", ...URGENT];

export class SaveLine {
  constructor(element, words, isShared) {
    this.element = element;
    this.words = words;
    this.isShared = isShared;
    this.isAlone = "alone" in element.dataset;
    this.versionLine = element.querySelector("[data-truth=version]");
    this.state = "clean";
    this.announced = new Set();
    this.lastSaved = -ANNOUNCE_SAVED_EVERY;
  }

  /** `facts`: version ({ number, time }), time (of "drafted"), isLong, until (of
      "retrying"), message, isAsked. */
  show(state, facts = {}) {
    if (facts.version) this.noteVersion(facts.version);
    if (state === this.state && state === "dirty") return;
    clearTimeout(this.later);
    clearInterval(this.countdown);
    if (CONFIRMED.includes(this.state)) this.noteWords();
    this.state = state;
    if (state === "saving") {
      this.later = setTimeout(() => this.write(state, facts), SHOW_SAVING_AFTER);
      return;
    }
    this.write(state, facts);
    this.announce(state, facts);
    if (state === "retrying") {
      this.countdown = setInterval(() => this.countDown(facts.until), 1000);
    }
  }

  /** There is a new version: from now on the second line tells of it. */
  noteVersion({ number, time }) {
    const line = this.line("saved", "version");
    fill(line, "[data-number]", number);
    fill(line, "[data-time]", time && formatTime(time));
    this.versionLine?.replaceWith(line);
    this.versionLine = line;
  }

  /** Remember the words about the confirmed text: after an undo, they are true again. */
  noteWords() {
    this.confirmed = { state: this.state, nodes: [...this.element.childNodes] };
  }

  /** The text is again what the server confirmed. */
  takeBackDirty() {
    if (this.state !== "dirty" || !this.confirmed) return;
    const { state, nodes } = this.confirmed;
    this.element.replaceChildren(...nodes);
    this.element.dataset.state = this.state = state;
  }

  write(state, facts) {
    const lines = state === "saved" ? [] : [this.firstLine(state, facts)];
    if (this.versionLine) lines.push(this.versionLine);
    else if (state === "saved") lines.push(this.firstLine("dirty", {}));
    this.element.replaceChildren(...lines);
    this.element.dataset.state = state;
  }

  firstLine(state, { time, until, message, isLong }) {
    const line = this.line(state, "first");
    fill(line, "[data-time]", time && formatTime(time));
    fill(line, "[data-seconds]", until && secondsUntil(until));
    fill(line, "[data-message]", message);
    if (!isLong) line.querySelector("[data-if-long]")?.remove();
    return line;
  }

  line(state, truth) {
    const line = document.createElement("span");
    line.className = `save-state ${CLASSES[state] ?? ""}`.trim();
    line.dataset.truth = truth;
    line.append(this.template(state).content.cloneNode(true));
    const link = line.querySelector("[data-difference]");
    if (link) link.href = this.element.dataset.difference;
    return line;
  }

  template(state) {
    const named = (name) => this.words.querySelector(`template[data-state="${name}"]`);
    return (
      (this.isShared && named(`shared-${state}`)) ||
      (this.isAlone && named(`alone-${state}`)) ||
      named(state)
    );
  }

  countDown(until) {
    fill(this.element, "[data-seconds]", secondsUntil(until));
  }

  announce(state, facts) {
    if (CONFIRMED.includes(state)) {
      this.announced.clear(); // an outage is over: the next one is announced again
      const isDue = performance.now() - this.lastSaved >= ANNOUNCE_SAVED_EVERY;
      if (!facts.isAsked && !isDue) return;
      this.lastSaved = performance.now();
    } else if (!ANNOUNCED_ONCE.includes(state) || this.announced.has(state)) {
      return;
    }
    this.announced.add(state);
    const tell = URGENT.includes(state) ? announceNow : announce;
    tell(this.element.textContent.trim());
  }
}

function fill(content, selector, text) {
  const place = content.querySelector(selector);
  if (place && text !== undefined) place.textContent = text;
}

function secondsUntil(moment) {
  return Math.max(1, Math.ceil((moment - Date.now()) / 1000));
}
