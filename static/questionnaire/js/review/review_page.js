// The queue of reviews, and one question in it.
import { keepForms } from "studio/drafts/kept_forms";
import { startDecision } from "studio/review/decision";
import { startReviewKeys } from "studio/review/keys";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startReviewKeys();
startDecision();
keepForms();
