// The queue of reviews, and one question in it.
import { startReviewKeys } from "studio/review/keys";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startReviewKeys();
