/* The line that says whether a text is saved, and its announcements.

   Words come from the templates of partials/saving_words.html. */

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
const URGENT = ["signed-out", "conflict", "rejected", "set-aside"];
const ANNOUNCED_ONCE = ["retrying", "offline", ...URGENT];

export class SaveLine {
  constructor(element, words, isShared) {
    this.element = element;
    this.words = words;
    this.isShared = isShared;
    this.state = "clean";
    this.announced = new Set();
    this.lastSaved = -ANNOUNCE_SAVED_EVERY;
  }

  /** `facts`: time (of "saved"), until (of "retrying"), message, isAsked. */
  show(state, facts = {}) {
    if (state === this.state && state === "dirty") return;
    clearTimeout(this.later);
    clearInterval(this.countdown);
    if (["clean", "saved"].includes(this.state)) this.noteWords();
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

  /** Remember the message about the confirmed text: after an undo, it is true again. */
  noteWords() {
    const { element, state } = this;
    const nodes = [...element.childNodes];
    this.confirmed = { state, nodes, className: element.className };
  }

  /** The text is again what the server confirmed. */
  takeBackDirty() {
    if (this.state !== "dirty" || !this.confirmed) return;
    const { state, nodes, className } = this.confirmed;
    this.element.replaceChildren(...nodes);
    this.element.className = className;
    this.element.dataset.state = this.state = state;
  }

  write(state, facts) {
    this.element.replaceChildren(this.content(state, facts));
    this.element.className = `save-state ${CLASSES[state] ?? ""}`.trim();
    this.element.dataset.state = state;
  }

  content(state, { time, until, message }) {
    const name = state === "offline" && this.isShared ? "shared-offline" : state;
    const content = this.words
      .querySelector(`template[data-state="${name}"]`)
      .content.cloneNode(true);
    fill(content, "[data-time]", time && formatTime(time, this.words.dataset.timeZone));
    fill(content, "[data-seconds]", until && secondsUntil(until));
    fill(content, "[data-message]", message);
    return content;
  }

  countDown(until) {
    fill(this.element, "[data-seconds]", secondsUntil(until));
  }

  announce(state, facts) {
    if (state === "saved") {
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
