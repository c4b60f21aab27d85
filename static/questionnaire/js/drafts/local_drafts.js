/* Text stored on this device until the server has it.

   One record per window and question or form: { id, key, fields, at }, with what
   more its owner has to say of it. Stored in
   IndexedDB, or else in localStorage. On a shared computer nothing outlives the
   tab: records are in sessionStorage. Text written while the page is closing must
   not wait, so `putNow` writes to a synchronous storage. */

const PREFIX = "draft:";
const CLOSING_TAKES = 1_000;

export class LocalDrafts {
  /** `windowId` identifies this window among those of the same person. */
  constructor(windowId, isShared) {
    this.windowId = windowId;
    this.isShared = isShared;
    this.storage = isShared ? storageNamed("sessionStorage") : storageNamed("localStorage");
    this.database = isShared ? Promise.resolve(null) : openDatabase();
    this.hasFailed = false;
    this.lock = holdLock(windowId);
  }

  async put(draft) {
    const record = this.record(draft);
    const database = await this.database;
    try {
      if (!database) this.store(record);
      else {
        await inStore(database, "readwrite", (store) => store.put(record));
        this.storage?.removeItem(PREFIX + record.id);
      }
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    }
  }

  /** Write at once, for a page that is being left. */
  putNow(draft) {
    const record = this.record(draft);
    try {
      this.store(record);
    } catch {
      this.put(draft); // too long for it; IndexedDB may still be in time
    }
  }

  /** Forget a record; this window's when no other is named. */
  async remove(key, id = this.idOf(key)) {
    this.storage?.removeItem(PREFIX + id);
    const database = await this.database;
    if (!database) return;
    await inStore(database, "readwrite", (store) => store.delete(id)).catch(() => {});
  }

  /** Drafts of this key left by windows that are now closed, newest first. */
  async leftByClosedWindows(key) {
    await this.lock;
    const records = (await this.all()).filter(
      (record) => record.key === key && record.id !== this.idOf(key),
    );
    const windowOf = (record) => record.id.slice(key.length + 1);
    const open = await stillOpen(new Set(records.map(windowOf)));
    const newest = new Map();
    for (const record of records) {
      if (open.has(windowOf(record))) continue;
      if (!(newest.get(record.id)?.at >= record.at)) newest.set(record.id, record);
    }
    return [...newest.values()].sort((one, other) => other.at - one.at);
  }

  /** Every record of this device, whatever window it is of. */
  async all() {
    return [...this.stored(), ...(await this.inDatabase())];
  }

  record(draft) {
    return { ...draft, id: this.idOf(draft.key), at: Date.now() };
  }

  idOf(key) {
    return `${key}:${this.windowId}`;
  }

  store(record) {
    if (!this.storage) throw new TypeError();
    this.storage.setItem(PREFIX + record.id, JSON.stringify(record));
  }

  stored() {
    return Object.keys(this.storage ?? {})
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => JSON.parse(this.storage.getItem(name)));
  }

  async inDatabase() {
    const database = await this.database;
    if (!database) return [];
    return inStore(database, "readonly", (store) => store.getAll()).catch(() => []);
  }
}

function storageNamed(name) {
  try {
    return window[name];
  } catch {
    return null; // refused by the browser's settings
  }
}

function openDatabase() {
  return new Promise((done) => {
    try {
      const opening = indexedDB.open("local-drafts", 1);
      opening.onupgradeneeded = () =>
        opening.result.createObjectStore("drafts", { keyPath: "id" });
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
}

function inStore(database, mode, act) {
  return new Promise((done, failed) => {
    const transaction = database.transaction("drafts", mode);
    const request = act(transaction.objectStore("drafts"));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

/** Show other windows that this one is open: the lock ends with the page. */
function holdLock(windowId) {
  if (!navigator.locks) return Promise.resolve();
  return new Promise((acquired) => {
    navigator.locks.request(`window:${windowId}`, () => {
      acquired();
      return new Promise(() => {});
    });
  });
}

/** Which of these windows are open: one that is being closed still holds its lock for
    a moment. */
async function stillOpen(windows) {
  if (!navigator.locks) return new Set();
  const { held } = await navigator.locks.query();
  const holding = held.map((lock) => lock.name.replace(/^window:/, ""));
  const asked = holding.filter((id) => windows.has(id));
  const closed = await Promise.all(asked.map(closesSoon));
  return new Set(asked.filter((_id, index) => !closed[index]));
}

async function closesSoon(windowId) {
  const signal = AbortSignal.timeout(CLOSING_TAKES);
  const released = () => true;
  return navigator.locks
    .request(`window:${windowId}`, { signal }, released)
    .catch(() => false);
}
