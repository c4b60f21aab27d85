// One export of many plans.
import { announceProgress } from "studio/library/bulk_exports";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
announceProgress();
