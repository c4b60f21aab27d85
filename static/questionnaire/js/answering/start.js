/* Starts the scripts of a page on which answers are written. */

import { foldGuidanceOnSmallScreens, offerExamples } from "studio/answering/examples";
import { followLanguage } from "studio/answering/language_note";
import { startSaving } from "studio/answering/saving";
import { startEditors } from "studio/content/fields";

export function startAnswering() {
  startEditors();
  foldGuidanceOnSmallScreens();
  offerExamples();
  followLanguage();
  startSaving();
}
