// The shelf on this device: an IndexedDB with the users' keys, what they sealed, and who used it last.

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function shelf() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("rumduol", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys", { keyPath: "mark" });
      asked.result.createObjectStore("kept", { keyPath: "once" });
      asked.result.createObjectStore("last", { keyPath: "name" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/**
 * @template T
 * @param {string} store @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function run(store, mode, ask) {
  // Strict: what was kept survives the battery that dies in the next second.
  const work = (await shelf()).transaction(store, mode, { durability: "strict" });
  const asked = ask(work.objectStore(store));
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve(asked.result);
    work.onabort = work.onerror = () => reject(work.error);
  });
}

/** @param {string} store @param {string} key */
export const take = (store, key) => run(store, "readonly", (found) => found.get(key));

/** @param {string} store */
export const takeAll = (store) => run(store, "readonly", (found) => found.getAll());

/** @param {string} store @param {unknown} value */
export const put = (store, value) => run(store, "readwrite", (found) => found.put(value));

/** @param {string} store @param {string} key */
export const drop = (store, key) => run(store, "readwrite", (found) => found.delete(key));
