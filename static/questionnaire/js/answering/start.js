/* Starts the scripts of a page on which answers are written. */

import { foldGuidanceOnSmallScreens, offerExamples } from "studio/answering/examples";
import { followSaves } from "studio/answering/fresh_states";
import { markInvented } from "studio/answering/invented";
import { followLanguage } from "studio/answering/language_note";
import { measureSaveBar } from "studio/answering/save_bar";
import { startSaving } from "studio/answering/saving";
import { startEditors } from "studio/content/fields";

export function startAnswering() {
  measureSaveBar();
  markInvented();
  startEditors();
  foldGuidanceOnSmallScreens();
  offerExamples();
  followSaves();
  followLanguage();
  startSaving();
}
