/* The session of the person signed in: requests with a CSRF token, renewed when stale. */

const TIMEOUT = 15_000;
// Browsers limit the requests that outlive a page to 64 KiB in total.
const MAX_OUTLIVING = 60_000;
// What goes with the fields of a text, at most.
const PROTOCOL = 1_000;

export class Session {
  /** `address` says who is signed in; `user` is the id of who opened the page. */
  constructor(address, user) {
    this.address = address;
    this.user = user;
    this.token = document.querySelector("meta[name=csrf-token]").content;
    this.outliving = 0; // bytes of the requests under way that outlive the page
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

  /** Post `data` as JSON: { status, reply }, status 0 when nothing came back.

      The reply names the digest of what the server read; if that is not what was
      sent, nothing was confirmed. */
  async post(address, data) {
    const body = encode(data);
    const options = this.options(body);
    const outliving = options.keepalive ? body.length : 0;
    this.outliving += outliving;
    try {
      const response = await fetch(address, options);
      const reply = await response.json().catch(() => ({}));
      if (response.ok && !(await isEcho(reply.received, body))) {
        return { status: 0, reply };
      }
      return { status: response.status, reply };
    } catch {
      return { status: 0, reply: {} };
    } finally {
      this.outliving -= outliving;
    }
  }

  /** Whether a text of these fields can still be sent while the page is being closed. */
  outlivesPage(fields) {
    return encode(fields).length <= MAX_OUTLIVING - PROTOCOL;
  }

  options(body) {
    return {
      method: "POST",
      body,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": this.token,
      },
      keepalive: this.outliving + body.length <= MAX_OUTLIVING,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    };
  }
}

const encode = (data) => new TextEncoder().encode(JSON.stringify(data));

async function isEcho(received, body) {
  if (!crypto.subtle) return Boolean(received); // no HTTPS: nothing to compare with
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return received === hex;
}
