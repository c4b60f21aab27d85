// The comments of one question, and quoting a passage in one.
import { startConversation } from "studio/conversation/start";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startConversation();
