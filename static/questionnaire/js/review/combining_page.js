// Combining the answers of several authors into one.
import { startEditors } from "studio/content/fields";
import { startCombining } from "studio/review/combining";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startEditors();
startCombining();
