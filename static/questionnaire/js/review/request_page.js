// Asking an author for changes, with a wording to propose.
import { startEditors } from "studio/content/fields";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startEditors();
