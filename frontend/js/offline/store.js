// What is kept on this device until it is sent: entries by their nonce, and a few facts. Used by pages and by the worker.
const open = () =>
  new Promise((done, fail) => {
    const request = indexedDB.open("jiayuan-offline", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "nonce" });
      request.result.createObjectStore("facts");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

async function ask(store, mode, act) {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const entries = async () => (await ask("entries", "readonly", (store) => store.getAll())).sort((a, b) => (a.at < b.at ? -1 : 1));
export const keep = (entry) => ask("entries", "readwrite", (store) => store.put(entry));
export const discard = (nonce) => ask("entries", "readwrite", (store) => store.delete(nonce));
export const fact = (name) => ask("facts", "readonly", (store) => store.get(name));
export const remember = (name, value) => ask("facts", "readwrite", (store) => store.put(value, name));

// A form as it was filled in. The same form kept twice is one entry: its nonce is its name.
// ``about``: its title, the page it was filled in on, and what it says in the reader's words.
export async function keepForm(address, data, about) {
  const nonce = String(data.get("nonce") || "");
  if (!nonce) return null;
  const fields = [...data.entries()].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
  const account = (await fact("account")) || "";
  const path = new URL(address, self.location.origin);
  const entry = { nonce, fields, account, ...about, url: path.pathname + path.search, at: new Date().toISOString(), state: "waiting", says: "" };
  await keep(entry);
  return entry;
}
