// The plans that an institution's librarians look after.
import { offerToTickAll } from "studio/library/desk";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
offerToTickAll();
