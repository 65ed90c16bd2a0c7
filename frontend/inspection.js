/* The sheet of an inspection on a phone: results by a tap, remarks as they are written, photos. Each is saved by itself (queue.js,
   photos.js); with the line down all of it waits on this device. Who else writes at the same sheet is said, and so is what either
   wanted to write where the other stood first. */
import { token } from "./saving.js";
import { Queue } from "./queue.js";
import { Photos, thumbnail } from "./photos.js";

const english = document.documentElement.lang === "en";
const say = english
  ? {
      saving: "Saving…", saved: (at) => `Saved ${at}.`, offline: (cells, photos) => `No connection: ${cells} entries and ${photos} photos wait on this device and go when the line returns.`,
      signedOut: "You are signed out. Sign in again in another tab; nothing is lost.", refused: "The server refuses: this sheet is closed or you are not of the team.", gone: "This inspection is not there any more.",
      failed: "The server failed; it is tried again by itself.", waits: "Waits on this device", sends: "Sending…", photo: "Photo", remove: "Remove this photo",
      mine: (words) => `You wrote “${words}”.`, use: "Use mine", keep: "Keep theirs", others: (names) => `${names} is writing at this sheet too.`, rival: (words) => `${words}; yours stands.`, by: (name) => `${name} wrote this just now.`,
    }
  : {
      saving: "Đang lưu…", saved: (at) => `Đã lưu ${at}.`, offline: (cells, photos) => `Mất kết nối: ${cells} mục chữ và ${photos} ảnh chờ trên máy này, sẽ tự gửi khi có mạng.`,
      signedOut: "Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác; không mất gì cả.", refused: "Máy chủ từ chối: phiếu đã đóng hoặc bạn không còn trong đoàn.", gone: "Không còn thấy cuộc kiểm tra này.",
      failed: "Máy chủ gặp lỗi, sẽ tự gửi lại.", waits: "Chờ trên máy này", sends: "Đang gửi…", photo: "Ảnh", remove: "Bỏ ảnh này",
      mine: (words) => `Bạn đã ghi «${words}».`, use: "Dùng của tôi", keep: "Giữ của người kia", others: (names) => `${names} cũng đang ghi phiếu này.`, rival: (words) => `${words}; nội dung của bạn được giữ.`, by: (name) => `${name} vừa ghi mục này.`,
    };
const LOOK_SECONDS = 15, REST = 700;

class Sheet {
  constructor(frame) {
    this.frame = frame;
    this.address = frame.dataset.inspection;
    const owner = document.body.dataset.account ?? "";
    this.lines = new Map([...frame.querySelectorAll("[data-e]")].map((place) => [Number(place.dataset.e), new Line(place)]));
    this.queue = new Queue(this.address, owner, (cell, state, answer) => this.told(cell, state, answer), () => this.picture());
    this.photos = new Photos(this.address, owner, (one, state, answer) => this.pictured(one, state, answer), () => this.picture());
    frame.addEventListener("change", (event) => this.changed(event));
    frame.addEventListener("input", (event) => this.typed(event));
    window.addEventListener("online", () => this.look());
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK_SECONDS * 1000);
    this.restore();
    frame.dataset.drawn = "";
  }

  line(event) {
    return this.lines.get(Number(event.target.closest("[data-e]")?.dataset.e));
  }

  changed(event) {
    const line = this.line(event);
    if (!line) return;
    if ("shoot" in event.target.dataset) this.shot(line, event.target);
    else if (event.target.type === "radio") this.put(line, "result", event.target.value);
    else if (event.target === line.remark) this.put(line, "remark", line.remark.value);
  }

  typed(event) {
    const line = this.line(event);
    if (line?.remark !== event.target) return;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => this.put(line, "remark", line.remark.value), REST);
  }

  put(line, k, words) {
    const t = k === "remark" ? words.replace(/\s+/g, " ").trim() : words;
    if (line.stored[k] === t && !this.queue.get(line.e, k)) return;
    line.note("");
    if (k === "result") line.show("result", t);
    this.queue.put({ e: line.e, k, t, v: line.versions[k] });
    this.count();
  }

  shot(line, input) {
    const file = input.files[0];
    input.value = "";
    if (file) this.photos.add(line.e, file);
  }

  restore() {
    for (const [name, { t, v }] of this.queue.since((name) => this.lines.get(Number(name.split("|")[0]))?.versions[name.split("|")[1]])) {
      const [e, k] = name.split("|"), line = this.lines.get(Number(e));
      line.stand(k, t, v);
    }
    for (const one of this.queue.left()) {
      const line = this.lines.get(one.e);
      if (!line || line.stored[one.k] === one.t) continue;
      this.queue.cells.set(`${one.e}|${one.k}`, { e: one.e, k: one.k, t: one.t, v: one.v });
      line.show(one.k, one.t);
    }
    this.queue.keep();
    if (this.queue.waiting) this.queue.soon();
    this.count();
    this.photos.restore();
    this.look();
  }

  told(cell, state, answer) {
    const line = this.lines.get(cell.e);
    if (!line) return;
    line.place.dataset.state = state;
    if (!answer) return;
    if (state === "saved") line.stand(cell.k, answer.value, answer.v, cell.k === "remark" && line.remark === document.activeElement);
    if (state === "conflict") this.contested(line, cell, answer);
    if (state === "refused") {
      this.queue.drop(cell.e, cell.k);
      line.note(answer.sentence);
    }
    this.count();
  }

  /* The other one's words stand; one's own are kept in sight until one chooses. */
  contested(line, cell, answer) {
    this.queue.drop(cell.e, cell.k);
    line.stand(cell.k, answer.value, answer.v);
    const shown = cell.k === "result" ? line.label(cell.t) : cell.t;
    line.note(`${answer.sentence} ${say.mine(shown)}`, [
      [say.use, () => { line.show(cell.k, cell.t); this.put(line, cell.k, cell.t); }],
      [say.keep, () => line.note("")],
    ]);
  }

  async look() {
    if (!navigator.onLine) return;
    try {
      const response = await fetch(`${this.address}now/`, { credentials: "same-origin", redirect: "error", headers: { Accept: "application/json", "HX-Request": "true" } });
      if (!response.ok) return;
      const { cells, others } = await response.json();
      for (const one of cells) this.follow(one);
      const place = this.frame.querySelector("[data-others]");
      place.hidden = !others.length;
      place.textContent = others.length ? say.others(others.join(", ")) : "";
    } catch {
      /* without a line nobody is known to write */
    }
    this.count();
  }

  /* What another one wrote appears, but never over what waits here or is being typed. */
  follow(one) {
    const line = this.lines.get(one.e);
    if (!line) return;
    for (const k of ["result", "remark"]) {
      const isTyped = k === "remark" && (line.remark === document.activeElement || line.remark.value.replace(/\s+/g, " ").trim() !== line.stored.remark);
      if (one[`${k}_v`] <= line.versions[k] || this.queue.get(one.e, k) || isTyped) continue;
      line.stand(k, one[k], one[`${k}_v`]);
      line.note(say.by(one.by));
    }
    if (one.rival) line.note(say.rival(one.rival));
  }

  async pictured(one, state, answer) {
    const line = this.lines.get(one.e);
    if (!line) return;
    let item = line.place.querySelector(`[data-key="${one.key}"]`);
    if (!item) {
      item = document.createElement("li");
      item.dataset.key = one.key;
      item.append(Object.assign(document.createElement("img"), { alt: say.photo }), document.createElement("span"));
      line.place.querySelector("[data-photos]").append(item);
      const source = await thumbnail(one.blob);
      if (source) item.querySelector("img").src = source;
    }
    item.dataset.state = state;
    item.querySelector("span").textContent = { waiting: say.waits, saving: say.sends, refused: answer?.sentence ?? "" }[state] ?? "";
    if (state === "refused") {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: say.remove });
      button.addEventListener("click", () => this.photos.drop(one).then(() => item.remove()));
      item.append(button);
    }
    if (state === "saved" && !item.querySelector("a")) {
      const link = Object.assign(document.createElement("a"), { href: answer.url });
      link.append(item.querySelector("img"));
      item.prepend(link);
    }
  }

  count() {
    this.frame.querySelector("[data-left]").textContent = [...this.lines.values()].filter((line) => !line.chosen()).length;
  }

  picture() {
    const { queue, photos } = this, place = this.frame.querySelector("[data-state-line]");
    const cells = queue.waiting, shots = photos.waiting.filter(({ refused }) => !refused).length;
    const problem = queue.problem || photos.problem, isDown = (queue.offline && cells) || (photos.offline && shots) || (!navigator.onLine && cells + shots);
    place.textContent = problem ? say[problem] : isDown ? say.offline(cells, shots) : cells + shots ? say.saving : queue.savedAt ? say.saved(queue.savedAt) : "";
    place.dataset.state = problem ? "problem" : isDown ? "waiting" : "";
    this.frame.dataset.waiting = cells + shots;
  }
}

class Line {
  constructor(place) {
    this.place = place;
    this.e = Number(place.dataset.e);
    this.remark = place.querySelector("textarea");
    this.versions = { result: Number(place.dataset.resultV), remark: Number(place.dataset.remarkV) };
    this.stored = { result: place.dataset.result, remark: this.remark.value };
  }

  chosen() {
    return this.place.querySelector("input[type=radio]:checked")?.value ?? "";
  }

  label(value) {
    return this.place.querySelector(`input[value="${value}"]`)?.nextElementSibling.textContent ?? value;
  }

  show(k, t) {
    if (k === "remark") this.remark.value = t;
    else for (const one of this.place.querySelectorAll("input[type=radio]")) one.checked = one.value === t;
    if (k === "result") this.place.dataset.result = t;
  }

  /* What the server has. */
  stand(k, t, v, isTyping = false) {
    this.versions[k] = v;
    this.stored[k] = t;
    if (!isTyping) this.show(k, t);
  }

  note(words, choices = []) {
    const place = this.place.querySelector("[data-note]");
    place.replaceChildren(words);
    for (const [label, act] of choices) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: label });
      button.addEventListener("click", act);
      place.append(" ", button);
    }
  }
}

export function inspection(frame) {
  if (!("drawn" in frame.dataset)) new Sheet(frame);
}
