// Tell the pages whose session had ended that they can go on saving.
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
new BroadcastChannel("session").postMessage("signed-in");
