/* Photos that wait on this device: the browser's store of them, for photos.js that sends them and leaving.js that takes them away. */
const NAME = "kv-photos", STORE = "photos";

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within(mode, work) {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const turn = base.transaction(STORE, mode), asked = work(turn.objectStore(STORE));
      turn.oncomplete = () => done(asked?.result);
      turn.onerror = turn.onabort = () => fail(turn.error);
    });
  } finally {
    base.close();
  }
}

export const keptPhotos = {
  all: () => within("readonly", (store) => store.getAll()),
  put: (one) => within("readwrite", (store) => store.put(one)),
  remove: (key) => within("readwrite", (store) => store.delete(key)),
  /* Those of one account; none where the browser has no store. */
  async of(owner) {
    try {
      return (await this.all()).filter((one) => one.owner === owner);
    } catch {
      return [];
    }
  },
};
