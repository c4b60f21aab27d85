// Tell the pages whose session had ended that they can go on saving.
new BroadcastChannel("session").postMessage("signed-in");
