/* Photos on their way to the server: made small on the device, kept in this browser until the server has them, sent one after the
   other, each under a number of its own, so that one that is sent twice is there once. */
import { store, write } from "./saving.js";
import { keptPhotos } from "./kept_photos.js";
import { waits } from "./waiting.js";

const SIDE = 1600, SMALL = 160, QUALITY = 0.8;
const PAUSES = [3, 6, 12, 30], KEPT_DAYS = 60;

async function drawn(source, side, type) {
  const picture = await createImageBitmap(source, { imageOrientation: "from-image" });
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return type ? new Promise((done) => canvas.toBlob(done, type, QUALITY)) : canvas.toDataURL("image/jpeg", QUALITY);
}

/* What the device cannot read goes as it is: the server says what is wrong with it. */
async function small(file) {
  try {
    return (await drawn(file, SIDE, "image/jpeg")) ?? file;
  } catch {
    return file;
  }
}

export async function thumbnail(blob) {
  try {
    return await drawn(blob, SMALL);
  } catch {
    return "";
  }
}

export class Photos {
  /* told(photo, state, answer): what became of one; changed(): the picture as a whole. */
  constructor(address, owner, told, changed) {
    Object.assign(this, { address, owner, told, changed, tries: 0, waiting: [], sending: false, offline: false, problem: "" });
    window.addEventListener("online", () => this.flush());
  }

  async restore() {
    waits(`${this.address}photos`, true);
    try {
      const every = await keptPhotos.all();
      const old = every.filter(({ at }) => Date.now() - at > KEPT_DAYS * 864e5);
      for (const { key } of old) await keptPhotos.remove(key);
      this.waiting = every.filter((one) => one.owner === this.owner && one.address === this.address && !old.includes(one));
    } catch {
      this.waiting = [];
    }
    for (const one of this.waiting) this.told(one, "waiting");
    this.held();
    await this.flush();
  }

  held() {
    waits(`${this.address}photos`, this.waiting.length > 0);
  }

  async add(e, file) {
    const blob = await small(file);
    const one = { key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2, 12)}`, owner: this.owner, address: this.address, e, blob, at: Date.now() };
    try {
      await keptPhotos.put(one);
      one.isKept = true;
    } catch {
      one.isKept = false;
    }
    this.waiting.push(one);
    this.held();
    this.told(one, "waiting");
    this.changed();
    await this.flush();
  }

  async drop(one) {
    this.waiting = this.waiting.filter(({ key }) => key !== one.key);
    await keptPhotos.remove(one.key).catch(() => null);
    this.held();
    this.changed();
  }

  async flush() {
    if (this.sending || store.isClosed) return;
    this.sending = true;
    clearTimeout(this.timer);
    for (const one of [...this.waiting]) if (!one.refused && !(await this.send(one))) break;
    this.sending = false;
    this.changed();
  }

  /* False where the others have to wait as well. */
  async send(one) {
    const body = new FormData();
    body.append("e", one.e);
    body.append("key", one.key);
    body.append("photo", one.blob, "anh.jpg");
    this.told(one, "saving");
    try {
      const response = await write(`${this.address}photo/`, { body, redirect: "error" });
      this.offline = false;
      this.problem = { 401: "signedOut", 403: "refused", 404: "gone" }[response.status] ?? (response.status >= 500 ? "failed" : "");
      if (this.problem) return this.later(one);
      const answer = await response.json();
      this.tries = 0;
      if (response.ok) await this.drop(one);
      else one.refused = answer.sentence;
      this.told(one, response.ok ? "saved" : "refused", answer);
      return true;
    } catch {
      this.offline = true;
      return this.later(one);
    }
  }

  later(one) {
    this.told(one, "waiting");
    this.timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)] * 1000);
    return false;
  }
}
