/* Calling the roll: everybody stands as present, a tap goes on to the next word, «Xong» says that the class was called. Taps are saved
   as they fall (queue.js); with the line down they wait on this device, and so does the word that the roll was called. */
import { store, write } from "./saving.js";
import { Queue } from "./queue.js";
import { waits } from "./waiting.js";

const english = document.documentElement.lang === "en";
const say = english
  ? {
      "": "Present", P: "With leave", K: "Without leave", M: "Late", saving: "Saving…", saved: (at) => `Saved ${at}.`, offline: "No connection: it waits on this device and goes when the line returns.",
      calling: "No connection: the roll is called when the line returns. You may leave this page open or come back to it.", signedOut: "You are signed out. Sign in again in another tab; nothing is lost.",
      refused: "The server refuses: you may not call this class any more.", gone: "This class is not there any more.", failed: "The server failed; it is tried again by itself.", conflict: (name, words) => `${name}: ${words}`,
    }
  : {
      "": "Có mặt", P: "Có phép", K: "Không phép", M: "Đi muộn", saving: "Đang lưu…", saved: (at) => `Đã lưu ${at}.`, offline: "Mất kết nối: dữ liệu chờ trên máy này, sẽ tự gửi khi có mạng.",
      calling: "Mất kết nối: buổi điểm danh sẽ được ghi khi có mạng. Bạn có thể để trang này mở, hoặc quay lại sau.", signedOut: "Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác; không mất gì cả.",
      refused: "Máy chủ từ chối: bạn không còn được điểm danh lớp này.", gone: "Không còn thấy lớp này.", failed: "Máy chủ gặp lỗi, sẽ tự gửi lại.", conflict: (name, words) => `${name}: ${words}`,
    };
const NEXT = { "": "K", K: "P", P: "M", M: "" };
const KEYS = { p: "P", k: "K", m: "M", c: "", Delete: "", Backspace: "" };

class Roll {
  constructor(frame) {
    this.frame = frame;
    this.address = frame.dataset.roll;
    this.cells = [...frame.querySelectorAll("[data-e]")].map((button) => ({ button, e: Number(button.dataset.e), version: Number(button.dataset.v), kind: button.dataset.kind, name: button.querySelector(".kv-roll-name").firstChild.textContent.trim() }));
    this.byId = new Map(this.cells.map((cell) => [cell.e, cell]));
    this.key = `kv.pending.${document.body.dataset.account ?? ""}.${this.address}call`;
    this.queue = new Queue(this.address, document.body.dataset.account ?? "", (one, state, answer) => this.told(one, state, answer), () => this.picture());
    frame.addEventListener("click", (event) => this.tapped(event));
    frame.addEventListener("keydown", (event) => this.pressed(event));
    frame.addEventListener("submit", (event) => this.done(event));
    window.addEventListener("online", () => this.call());
    this.restore();
    frame.dataset.drawn = "";
  }

  restore() {
    for (const [name, { t, v }] of this.queue.since((name) => this.byId.get(Number(name.split("|")[0]))?.version)) {
      const cell = this.byId.get(Number(name.split("|")[0]));
      cell.version = v;
      this.show(cell, t);
    }
    for (const one of this.queue.left()) {
      const cell = this.byId.get(one.e);
      if (!cell || cell.kind === one.t) continue;
      this.queue.cells.set(`${one.e}|${one.k}`, { e: one.e, k: one.k, t: one.t, v: one.v });
      this.show(cell, one.t);
    }
    this.queue.keep();
    if (this.queue.waiting) this.queue.soon();
    if (store.read(this.key)) this.call();
    waits(this.key, store.read(this.key) !== null);
  }

  tapped(event) {
    const cell = this.byId.get(Number(event.target.closest("[data-e]")?.dataset.e));
    if (cell) this.change(cell, NEXT[cell.kind]);
  }

  pressed(event) {
    const cell = this.byId.get(Number(event.target.closest("[data-e]")?.dataset.e));
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.cells[this.cells.indexOf(cell) + step]?.button.focus();
    else if (key in KEYS) this.change(cell, KEYS[key]);
    else return;
    event.preventDefault();
  }

  change(cell, kind) {
    if (cell.kind === kind) return;
    this.show(cell, kind);
    this.queue.put({ e: cell.e, k: "", t: kind, v: cell.version });
  }

  show(cell, kind) {
    cell.kind = kind;
    cell.button.dataset.kind = kind;
    cell.button.querySelector(".kv-roll-kind").textContent = say[kind];
    this.frame.querySelector("[data-roll-away]").textContent = this.cells.filter((one) => one.kind === "P" || one.kind === "K").length;
  }

  told(one, state, answer) {
    const cell = this.byId.get(one.e);
    if (!cell) return;
    cell.button.dataset.state = state;
    if (!answer) return;
    if (state === "saved") cell.version = answer.v;
    if (state === "conflict" || state === "refused") {
      this.queue.drop(one.e, one.k);
      this.problem = say.conflict(cell.name, answer.sentence);
      if (state === "conflict") cell.version = answer.v;
      this.show(cell, state === "conflict" ? answer.value : "");
    }
  }

  picture() {
    const { queue } = this;
    const place = this.frame.querySelector("[data-roll-state]");
    const waits = store.read(this.key);
    const words = queue.problem ? say[queue.problem] : queue.offline && waits ? say.calling : queue.offline && queue.waiting ? say.offline : queue.sending || queue.waiting ? say.saving : queue.savedAt ? say.saved(queue.savedAt) : "";
    place.textContent = [this.problem, words].filter(Boolean).join(" ");
    place.dataset.state = this.problem || queue.problem ? "problem" : queue.offline ? "waiting" : "";
  }

  done(event) {
    event.preventDefault();
    store.write(this.key, { days: 60 });
    waits(this.key, true);
    this.call();
  }

  /* The taps first, then the word; kept on the device until the server has it. */
  async call() {
    if (!store.read(this.key) || this.calling) return;
    this.calling = true;
    try {
      await this.queue.flush();
      if (this.queue.waiting) throw new Error("waiting");
      const response = await write(`${this.address}call/`, {});
      if (response.redirected || response.status === 401) this.queue.problem = "signedOut";
      else if (response.status === 403) this.queue.problem = "refused";
      else if (response.status === 404) this.queue.problem = "gone";
      else if (response.status >= 500) this.queue.problem = "failed";
      else {
        store.write(this.key, null);
        waits(this.key, false);
        if (response.ok && !this.problem) {
          window.location.assign(this.frame.dataset.back);
          return;
        }
        if (!response.ok) this.problem = (await response.json()).problem;
      }
    } catch {
      this.queue.offline = true;
      setTimeout(() => this.call(), 4000);
    }
    this.calling = false;
    this.picture();
  }
}

export function roll(frame) {
  if ("writes" in frame.dataset && !("drawn" in frame.dataset)) new Roll(frame);
}
