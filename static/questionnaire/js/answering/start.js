/* All that a page with answers to write does. */

import { foldGuidanceOnSmallScreens, offerExamples } from "studio/answering/examples";
import { startSaving } from "studio/answering/saving";
import { startEditors } from "studio/content/fields";

export function startAnswering() {
  startEditors();
  foldGuidanceOnSmallScreens();
  offerExamples();
  startSaving();
}
