/* Parts of a page that htmx could not load or send: what happened, beside them.

   Whoever must sign in does so in another tab, and what was being done goes on; a form
   whose token is out of date is sent again at once. The words are the templates of
   partials/htmx.html; without them a page has no such parts. */

import { Session } from "studio/shared/session";

const NOTICE = "[data-failed-part]";

export function explainFailedParts() {
  if (document.querySelector("template[data-part-failed]")) new FailedParts().start();
}

class FailedParts {
  constructor() {
    const { user, session } = document.querySelector("meta[name=csrf-token]").dataset;
    this.session = new Session(session, Number(user));
    this.waiting = new Map(); // element → the submitter, until somebody signs in
    this.renewed = new WeakSet(); // forms that were sent again with a fresh token
  }

  start() {
    document.addEventListener("htmx:beforeSwap", (event) => this.refuseData(event));
    document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => clear(elt));
    for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      document.addEventListener(name, ({ detail }) => this.explain(detail));
    }
    this.session.onReturn(() => this.goOn());
  }

  /** A refusal in JSON is no part of a page, whatever its status. */
  refuseData({ detail }) {
    const type = detail.xhr.getResponseHeader("Content-Type") ?? "";
    if (!type.startsWith("application/json")) return;
    detail.shouldSwap = false;
    detail.isError = true;
  }

  async explain({ elt, xhr, requestConfig }) {
    const { error, message } = readReply(xhr);
    const submitter = requestConfig?.triggeringEvent?.submitter;
    if (error === "csrf_failure" && !this.renewed.has(elt)) {
      this.renewed.add(elt);
      if (await this.session.renew()) {
        repeat(elt, submitter);
        return;
      }
    }
    this.renewed.delete(elt);
    const isSignedOut = xhr?.status === 401 || error === "csrf_failure";
    if (isSignedOut && error !== "account_closed") {
      this.waiting.set(elt, submitter);
      show(elt, "signed-out");
    } else if (message) show(elt, "refused", message);
    else show(elt, "failed");
  }

  /** Somebody may have signed in: if it is the same person, do what waited. */
  async goOn() {
    if (!this.waiting.size || !(await this.session.renew())) return;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const [elt, submitter] of waiting) {
      clear(elt);
      if (elt.isConnected) repeat(elt, submitter);
    }
  }
}

function readReply(xhr) {
  try {
    return JSON.parse(xhr.responseText) ?? {};
  } catch {
    return {};
  }
}

/** Send or load once more what had failed. */
function repeat(elt, submitter) {
  if (elt.matches("form")) elt.requestSubmit(submitter?.isConnected ? submitter : null);
  else if (elt.matches("button")) elt.click();
  else htmx.ajax("GET", elt.getAttribute("hx-get"), { source: elt });
}

function show(elt, kind, message) {
  clear(elt);
  const words = document.querySelector(`template[data-part-failed="${kind}"]`);
  const notice = words.content.cloneNode(true);
  const place = notice.querySelector("[data-message]");
  if (place) place.textContent = message;
  placeOf(elt).append(notice);
}

function clear(elt) {
  for (const notice of placeOf(elt).querySelectorAll?.(NOTICE) ?? []) notice.remove();
}

/** Nothing stands inside a button but its words. */
const placeOf = (elt) => (elt.matches?.("button") ? elt.parentElement : elt);
