// A page with a form whose text is kept until it is sent.
import { keepForms } from "studio/drafts/kept_forms";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
keepForms();
