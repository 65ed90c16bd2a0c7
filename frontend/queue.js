/* Cells on their way to the server. What cannot be sent waits in this browser and goes when the line returns; each cell is answered
   by itself: saved, in conflict with what somebody else wrote, or refused in words. */
import { store, write } from "./saving.js";
import { waits } from "./waiting.js";

const PAUSES = [2, 4, 8, 16, 30];
const MOST = 300;
const KEPT_DAYS = 60;

export class Queue {
  /* told(cell, state, answer): what became of a cell; changed(): the picture as a whole. */
  constructor(address, owner, told, changed) {
    Object.assign(this, { address, key: `kv.pending.${owner}.${address}`, told, changed, cells: new Map(), sending: false, tries: 0, offline: !navigator.onLine, problem: "", savedAt: "", after: {} });
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => this.down());
    window.addEventListener("pagehide", () => this.flush(true));
  }

  get waiting() {
    return [...this.cells.values()].filter(({ held }) => !held).length;
  }

  /* What an earlier page could not send. */
  left() {
    const kept = store.read(this.key);
    return Object.values(kept?.cells ?? {});
  }

  /* What was saved since the page came from the server: a page that is shown again without a line is older than that. */
  since(known) {
    const kept = store.read(`${this.key}since`)?.cells ?? {};
    this.after = Object.fromEntries(Object.entries(kept).filter(([name, { v }]) => v > (known(name) ?? Infinity)));
    return Object.entries(this.after);
  }

  put(cell) {
    const name = `${cell.e}|${cell.k}`, before = this.cells.get(name);
    this.cells.set(name, { ...cell, v: before ? before.v : cell.v });
    this.keep();
    this.soon();
  }

  drop(e, k) {
    this.cells.delete(`${e}|${k}`);
    this.keep();
    this.changed();
  }

  get(e, k) {
    return this.cells.get(`${e}|${k}`);
  }

  /* Nothing is lost where the browser keeps no store: then leaving the page asks first. */
  keep() {
    this.stored = store.write(this.key, this.cells.size ? { cells: Object.fromEntries(this.cells), days: KEPT_DAYS } : null);
    waits(this.key, this.cells.size > 0);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.offline ? 1000 : 150);
    this.changed();
  }

  down() {
    this.offline = true;
    for (const cell of this.cells.values()) if (!cell.held) this.told(cell, "waiting");
    this.changed();
  }

  async flush(leaving = false) {
    const sent = [...this.cells.values()].filter(({ held }) => !held).slice(0, MOST);
    if (this.sending || !sent.length || store.isClosed) return;
    clearTimeout(this.timer);
    this.sending = true;
    for (const cell of sent) this.told(cell, "saving");
    this.changed();
    let again = false;
    try {
      again = await this.understand(await this.send(sent, leaving), sent);
    } catch {
      this.offline = true;
      this.later(sent);
    }
    this.sending = false;
    this.keep();
    this.changed();
    if (again && this.waiting) await this.flush();
  }

  send(sent, leaving) {
    const body = JSON.stringify({ cells: sent.map(({ e, k, t, v }) => ({ e, k, t, v })) });
    return write(`${this.address}save/`, { body, keepalive: leaving, headers: { "Content-Type": "application/json" } });
  }

  later(sent) {
    for (const cell of sent) this.told(cell, "waiting");
    this.timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)] * 1000);
  }

  /* True where the next batch may go at once. */
  async understand(response, sent) {
    this.offline = false;
    this.problem = "";
    if (response.status === 401 || response.redirected) this.problem = "signedOut";
    else if (response.status === 403) this.problem = "refused";
    else if (response.status === 404) this.problem = "gone";
    else if (!response.ok) this.problem = "failed";
    if (this.problem) {
      this.later(sent);
      return false;
    }
    this.tries = 0;
    const { at, cells } = await response.json();
    this.savedAt = at;
    cells.forEach((answer, place) => this.answered(sent[place], answer));
    return true;
  }

  answered(cell, answer) {
    const now = this.get(cell.e, cell.k);
    if (!now) return;
    const typedOn = now.t !== cell.t;
    if (answer.state === "saved") {
      this.after[`${cell.e}|${cell.k}`] = { t: answer.value ?? cell.t, v: answer.v };
      store.write(`${this.key}since`, { cells: this.after, days: KEPT_DAYS });
      if (typedOn) now.v = answer.v;
      else this.cells.delete(`${cell.e}|${cell.k}`);
    } else if (!typedOn) {
      now.held = answer.state;
      now.answer = answer;
    }
    this.told(now, typedOn ? "saving" : answer.state, answer);
  }
}
