/* The line that says whether a text is saved, and what is said aloud about it.

   Words come from the templates of partials/saving_words.html. */

const SHOW_SAVING_AFTER = 800;
const SAY_SAVED_EVERY = 30_000;
const LOOKS = { saved: "save-state--saved", rejected: "save-state--rejected" };
const URGENT = ["signed-out", "conflict", "rejected"];
const SAID_ONCE = ["retrying", "offline", ...URGENT];

export class SaveLine {
  constructor(element, words, isShared) {
    this.element = element;
    this.words = words;
    this.isShared = isShared;
    this.state = "clean";
    this.said = new Set();
    this.lastSaved = -SAY_SAVED_EVERY;
  }

  /** `facts`: time (of "saved"), until (of "retrying"), message, isAsked. */
  show(state, facts = {}) {
    if (state === this.state && state === "dirty") return;
    clearTimeout(this.later);
    clearInterval(this.countdown);
    this.state = state;
    if (state === "saving") {
      this.later = setTimeout(() => this.write(state, facts), SHOW_SAVING_AFTER);
      return;
    }
    this.write(state, facts);
    this.say(state, facts);
    if (state === "retrying") {
      this.countdown = setInterval(() => this.countDown(facts.until), 1000);
    }
  }

  write(state, facts) {
    this.element.replaceChildren(this.content(state, facts));
    this.element.className = `save-state ${LOOKS[state] ?? ""}`.trim();
    this.element.dataset.state = state;
  }

  content(state, { time, until, message }) {
    const name = state === "offline" && this.isShared ? "shared-offline" : state;
    const content = this.words
      .querySelector(`template[data-state="${name}"]`)
      .content.cloneNode(true);
    fill(content, "[data-time]", time && clock(time, this.words.dataset.timeZone));
    fill(content, "[data-seconds]", until && secondsUntil(until));
    fill(content, "[data-message]", message);
    return content;
  }

  countDown(until) {
    fill(this.element, "[data-seconds]", secondsUntil(until));
  }

  say(state, facts) {
    if (state === "saved") {
      this.said.clear(); // an outage is over: the next one is told again
      const isDue = performance.now() - this.lastSaved >= SAY_SAVED_EVERY;
      if (!facts.isAsked && !isDue) return;
      this.lastSaved = performance.now();
    } else if (!SAID_ONCE.includes(state) || this.said.has(state)) {
      return;
    }
    this.said.add(state);
    const region = URGENT.includes(state) ? "announce-now" : "announce";
    document.getElementById(region).textContent = this.element.textContent.trim();
  }
}

function fill(content, selector, text) {
  const place = content.querySelector(selector);
  if (place && text !== undefined) place.textContent = text;
}

function secondsUntil(moment) {
  return Math.max(1, Math.ceil((moment - Date.now()) / 1000));
}

/** A time of day as Canadians write it: 14 h 32, 14 h, 2:32 p.m. */
export function clock(moment, timeZone) {
  const language = document.documentElement.lang;
  const options = { hour: "numeric", minute: "2-digit", timeZone };
  const text = new Intl.DateTimeFormat(language, options).format(new Date(moment));
  return language.startsWith("fr") ? text.replace(/\s00$/, "") : text;
}
