/* What every page does: keep the position when the language changes, move to the
   errors of a form, show a password, say the time zone, make sure of what the page
   before sent, say what failed, ask how much waits. The page works without it. */

import { makeSureAndShow } from "studio/shared/outbox";
import { explainFailedParts } from "studio/site/failed_parts";
import { fillWaitingCounts } from "studio/site/waiting_count";
import { keepPlaceAcrossLanguages, returnToPlace } from "studio/site/language_switch";
import { tellTimeZone } from "studio/site/time_zone";

export function startEveryPage() {
  tellTimeZone();
  keepPlaceAcrossLanguages();
  returnToPlace();
  focusErrorSummary();
  offerToShowPasswords();
  makeSureAndShow();
  explainFailedParts();
  fillWaitingCounts();
}

function focusErrorSummary() {
  document.querySelector(".error-summary")?.focus();
}

function offerToShowPasswords() {
  for (const button of document.querySelectorAll("[data-show-password]")) {
    const field = document.getElementById(button.getAttribute("aria-controls"));
    const [show, hide] = button.children;
    button.hidden = false;
    button.addEventListener("click", () => {
      const isShown = field.type === "password";
      field.type = isShown ? "text" : "password";
      show.hidden = isShown;
      hide.hidden = !isShown;
    });
  }
}
