/* Who is signed in: the token that forms are sent with, renewed when it is stale. */

export class Session {
  constructor(address, user) {
    this.address = address;
    this.user = user;
    this.token = document.querySelector("meta[name=csrf-token]").content;
  }

  /** Whether the same person is signed in; their token is fresh then. */
  async renew() {
    try {
      const headers = { Accept: "application/json" };
      const response = await fetch(this.address, { headers, cache: "no-store" });
      const { signed_in: isSignedIn, user, csrf } = await response.json();
      if (!isSignedIn || user !== this.user) return false;
      this.token = csrf;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
        field.value = csrf;
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Call back when somebody may have signed in again. */
  onReturn(callback) {
    window.addEventListener("focus", callback);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") callback();
    });
    if ("BroadcastChannel" in window) {
      this.channel = new BroadcastChannel("session");
      this.channel.addEventListener("message", callback);
    }
  }
}

const LONGEST_WAIT = 15_000;
// Browsers let a page that is gone send 64 KiB in all.
const LONGEST_KEEPALIVE = 30_000;

/** Send `data` as JSON: { status, reply }, status 0 when nothing came back.

    The reply names the digest of what the server read; if that is not what was
    sent, nothing was confirmed. */
export async function send(address, data, session) {
  const body = new TextEncoder().encode(JSON.stringify(data));
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": session.token,
      },
      keepalive: body.length < LONGEST_KEEPALIVE,
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    const reply = await response.json().catch(() => ({}));
    if (response.ok && !(await isEcho(reply.received, body))) return { status: 0, reply };
    return { status: response.status, reply };
  } catch {
    return { status: 0, reply: {} };
  }
}

async function isEcho(received, body) {
  if (!crypto.subtle) return Boolean(received); // no HTTPS: nothing to compare with
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return received === [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A random UUID, also where the page has no HTTPS. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
