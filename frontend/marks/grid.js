/* The grid of a gradebook: a spreadsheet for marks. Typing replaces, Enter goes down, Tab goes on, arrows move, Escape leaves, Delete
   empties, a block from a spreadsheet is pasted as a whole, Ctrl+Z and Ctrl+Y undo and redo. Saving goes on behind (../queue.js). */
import { pressed } from "../saving.js";
import { KEYS, OPTIONS, block, judge, mayBecome, read } from "./values.js";
import { Queue } from "../queue.js";

const english = document.documentElement.lang === "en";
const say = english
  ? {
      idle: "Every cell is saved as you leave it.", saving: (n) => `Saving ${n} cell(s)…`, saved: (at) => `All saved, ${at}.`,
      offline: (n) => `No connection: ${n} cell(s) wait on this device and go when the line returns.`, none: "No connection. What you enter waits on this device.",
      signedOut: "You are signed out. Sign in again in another tab; what you entered is kept on this device.", refused: "The server refuses: you may not write here any more.",
      gone: "This gradebook is not there any more.", failed: "The server failed; it is tried again by itself.", conflicts: (n) => `${n} cell(s) in conflict`, wrong: (n) => `${n} cell(s) not accepted`,
      missing: (n) => (n ? `${n} cell(s) missing` : "No mark missing"), keep: (value) => `Keep ${value || "empty"}`, mine: (value) => `Use mine: ${value || "empty"}`,
      place: (name, column) => `${name}, ${column}: `, drop: "Put back what is stored", seen: "Understood", pasted: (n, left) => `${n} cell(s) pasted${left ? `, ${left} left out (outside of the grid or not to be written)` : ""}.`,
    }
  : {
      idle: "Mỗi ô được tự lưu khi rời khỏi ô.", saving: (n) => `Đang lưu ${n} ô…`, saved: (at) => `Đã lưu mọi ô, ${at}.`,
      offline: (n) => `Mất kết nối: ${n} ô đang chờ trên máy này, sẽ tự gửi khi có mạng.`, none: "Mất kết nối. Điểm bạn nhập sẽ chờ trên máy này.",
      signedOut: "Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác; điểm đã nhập vẫn giữ trên máy này.", refused: "Máy chủ từ chối: bạn không còn được nhập ở sổ này.",
      gone: "Không còn thấy sổ điểm này.", failed: "Máy chủ gặp lỗi, sẽ tự gửi lại.", conflicts: (n) => `${n} ô xung đột`, wrong: (n) => `${n} ô không được nhận`,
      missing: (n) => (n ? `Còn thiếu ${n} ô` : "Đã đủ điểm"), keep: (value) => `Giữ ${value || "ô trống"}`, mine: (value) => `Dùng của tôi: ${value || "ô trống"}`,
      place: (name, column) => `${name}, ${column}: `, drop: "Trả lại giá trị đang lưu", seen: "Đã biết", pasted: (n, left) => `Đã dán ${n} ô${left ? `, bỏ ${left} ô (ngoài bảng hoặc không được nhập)` : ""}.`,
    };
const STATES = ["saving", "saved", "waiting", "conflict", "refused", "fresh"];
const LOOK_SECONDS = 15;

class Grid {
  constructor(frame) {
    this.frame = frame;
    this.address = frame.dataset.marks;
    this.writes = "writes" in frame.dataset;
    this.seen = frame.dataset.seen;
    this.isEven = frame.dataset.halves === "half_even";
    this.table = frame.querySelector("table");
    this.columns = [...this.table.tHead.querySelectorAll("th[data-k]")].map((head) => ({ key: head.dataset.k, entry: head.dataset.entry, weight: Number(head.dataset.weight), least: Number(head.dataset.least), whole: "whole" in head.dataset, label: head.title }));
    this.rows = [...this.table.tBodies[0].rows].map((line) => this.row(line));
    this.byPlace = new Map(this.rows.flatMap((row) => row.cells.map((cell) => [`${row.e}|${cell.column.key}`, cell])));
    this.done = [];
    this.undone = [];
    this.wrong = "";
    this.queue = new Queue(this.address, document.body.dataset.account ?? "", (cell, state, answer) => this.told(cell, state, answer), () => this.picture());
    this.part = (name) => frame.querySelector(`[data-marks-${name}]`);
    if (this.writes) this.listen();
    this.restore();
    this.contested();
    this.picture();
    setInterval(() => this.look(), LOOK_SECONDS * 1000);
    document.addEventListener("visibilitychange", () => this.look());
    frame.dataset.drawn = "";
  }

  row(line) {
    const row = { line, e: Number(line.dataset.e), name: line.querySelector("th").firstChild.textContent.trim(), open: !line.classList.contains("kv-marks-shut"), result: line.querySelector(".kv-marks-result") };
    row.cells = [...line.querySelectorAll("td[data-k]")].map((td, place) => {
      const cell = { td, row, column: this.columns[place], value: td.textContent, stored: td.textContent, version: Number(td.dataset.v) };
      td.tabIndex = -1;
      td.kvCell = cell;
      return cell;
    });
    return row;
  }

  listen() {
    const body = this.table.tBodies[0];
    const first = this.rows.find(({ open }) => open)?.cells[0];
    if (first) first.td.tabIndex = 0;
    body.addEventListener("click", (event) => this.clicked(event));
    body.addEventListener("keydown", (event) => this.key(event));
    body.addEventListener("focusin", (event) => this.rove(event.target.closest("td[data-k]")));
    body.addEventListener("focusout", (event) => this.left(event));
    body.addEventListener("input", (event) => this.typed(event.target));
    body.addEventListener("paste", (event) => this.pasted(event));
    body.addEventListener("copy", (event) => this.copied(event));
    this.part("undo").addEventListener("click", () => this.undo());
    this.part("redo").addEventListener("click", () => this.redo());
    window.addEventListener("beforeunload", (event) => {
      if (this.queue.cells.size && !this.queue.stored) event.preventDefault();
    });
  }

  // --- moving and typing ------------------------------------------------------------------------

  rove(td) {
    if (!td) return;
    for (const other of this.table.querySelectorAll("td[data-k][tabindex='0']")) other.tabIndex = -1;
    td.tabIndex = 0;
  }

  clicked(event) {
    const cell = event.target.closest("td[data-k]")?.kvCell;
    if (!cell || event.target.closest(".kv-mark-input")) return;
    if (document.activeElement === cell.td || matchMedia("(pointer: coarse)").matches) this.open(cell);
    else cell.td.focus();
  }

  key(event) {
    const cell = event.target.closest("td[data-k]")?.kvCell;
    if (!cell || event.isComposing) return;
    if (event.target !== cell.td) this.inside(event, cell);
    else if (event.ctrlKey || event.metaKey) this.command(event);
    else this.walking(event, cell);
  }

  command(event) {
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.act(event, () => this.undo());
    else if (key === "y" || (key === "z" && event.shiftKey)) this.act(event, () => this.redo());
  }

  act(event, move) {
    event.preventDefault();
    move();
  }

  walking(event, cell) {
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    const { key } = event;
    if (key === "F2" && event.shiftKey) this.act(event, () => this.history(cell));
    else if (key === "F2") this.act(event, () => this.open(cell));
    else if (key === "Tab") this.step(event, cell, event.shiftKey ? -1 : 1);
    else if (steps[key]) this.act(event, () => this.beside(cell, ...steps[key])?.td.focus());
    else if (key === "Home" || key === "End") this.act(event, () => cell.row.cells.at(key === "Home" ? 0 : -1).td.focus());
    else if (key === "Delete" || key === "Backspace") this.act(event, () => this.change([[cell, ""]]));
    else if (KEYS[cell.column.entry]?.[key.toLowerCase()]) this.act(event, () => this.change([[cell, KEYS[cell.column.entry][key.toLowerCase()]]]));
    else if (key.length === 1 && !event.altKey && !OPTIONS[cell.column.entry]) this.act(event, () => this.open(cell, key));
  }

  inside(event, cell) {
    const { key } = event;
    if (key === "Escape") this.act(event, () => this.close(cell, true));
    else if (key === "Enter") this.act(event, () => this.leave(cell, this.beside(cell, event.shiftKey ? -1 : 1, 0) ?? cell));
    else if (key === "Tab") {
      const next = this.following(cell, event.shiftKey ? -1 : 1);
      if (next) this.act(event, () => this.leave(cell, next));
    } else if ((key === "ArrowDown" || key === "ArrowUp") && event.target.tagName === "INPUT") this.act(event, () => this.leave(cell, this.beside(cell, key === "ArrowDown" ? 1 : -1, 0) ?? cell));
  }

  step(event, cell, way) {
    const next = this.following(cell, way);
    if (next) this.act(event, () => next.td.focus());
  }

  beside(cell, down, right) {
    const column = cell.row.cells.indexOf(cell) + right;
    let place = this.rows.indexOf(cell.row) + down;
    while (down && this.rows[place] && !this.rows[place].open) place += down;
    return this.rows[place]?.cells[column];
  }

  following(cell, way) {
    const all = this.rows.filter(({ open }) => open).flatMap(({ cells }) => cells);
    return all[all.indexOf(cell) + way];
  }

  open(cell, first) {
    if (!this.writes || !cell.row.open || cell.input) return;
    const { entry } = cell.column;
    const input = document.createElement(OPTIONS[entry] ? "select" : "input");
    input.className = "kv-mark-input";
    input.setAttribute("aria-label", `${cell.row.name}, ${cell.column.label}`);
    if (OPTIONS[entry]) for (const value of OPTIONS[entry]) input.append(new Option(value || "–", value));
    else {
      input.type = "text";
      input.inputMode = entry === "score" ? "decimal" : entry === "test" ? "numeric" : "text";
      input.maxLength = entry === "text" ? 500 : 6;
      input.autocomplete = "off";
      if (entry === "text") input.setAttribute("list", "own_phrases");
    }
    input.value = first ?? cell.td.dataset.refused ?? cell.value;
    cell.input = input;
    cell.td.replaceChildren(input);
    input.focus();
    if (OPTIONS[entry]) input.addEventListener("change", () => this.leave(cell, this.beside(cell, 1, 0) ?? cell));
    else if (first === undefined) input.select();
    else this.typed(input);
  }

  typed(input) {
    const cell = input.closest("td")?.kvCell;
    if (!cell || input !== cell.input || input.tagName !== "INPUT") return;
    this.warn(cell, mayBecome(cell.column, input.value) ? "" : read(cell.column, input.value).problem ?? "");
  }

  warn(cell, problem) {
    cell.td.classList.toggle("kv-mark-wrong", Boolean(problem));
    cell.td.toggleAttribute("aria-invalid", Boolean(problem));
    if (problem) cell.td.setAttribute("aria-invalid", "true");
    this.hold(problem);
  }

  /* What is wrong with what was typed stands in the state's place, whatever is saved meanwhile, until something else is typed. */
  hold(problem) {
    if (this.wrong === problem) return;
    this.wrong = problem;
    this.picture();
  }

  /* Out of the input: stored where it is a mark; otherwise the cell stays open and says why. */
  leave(cell, next) {
    const found = read(cell.column, cell.input.value);
    if (found.problem) {
      this.warn(cell, found.problem);
      cell.input.select?.();
      return;
    }
    this.close(cell, false, found.value);
    next?.td.focus();
  }

  close(cell, given_up, value) {
    const { input } = cell;
    if (!input) return;
    cell.input = null;
    this.warn(cell, "");
    cell.td.textContent = cell.value;
    if (given_up) {
      cell.td.focus();
      this.picture();
    } else this.change([[cell, value]]);
  }

  left(event) {
    const cell = event.target.closest("td[data-k]")?.kvCell;
    if (!cell?.input || event.target !== cell.input || cell.td.contains(event.relatedTarget)) return;
    const found = read(cell.column, cell.input.value);
    this.close(cell, false, found.problem ? cell.value : found.value);
    if (found.problem) this.hold(`${cell.row.name}: ${found.problem}`);
  }

  // --- changing ----------------------------------------------------------------------------------

  /* pairs: [[cell, value]]; one step of undo. */
  change(pairs, { kept = true } = {}) {
    const changes = pairs.filter(([cell, value]) => cell.row.open && (cell.value !== value || cell.td.classList.contains("kv-mark-refused")));
    if (!changes.length) return;
    this.wrong = "";
    if (kept) {
      this.done.push(changes.map(([cell, value]) => ({ cell, from: cell.value, to: value })));
      this.undone = [];
    }
    for (const [cell, value] of changes) {
      this.show(cell, value);
      this.queue.put({ e: cell.row.e, k: cell.column.key, t: value, v: cell.version });
    }
    this.mark(changes.map(([cell]) => cell), this.queue.offline || !navigator.onLine ? "waiting" : "saving");
    this.picture();
  }

  undo() {
    const step = this.done.pop();
    if (!step) return;
    this.undone.push(step);
    this.change(step.map(({ cell, from }) => [cell, from]), { kept: false });
    step[0].cell.td.focus();
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return;
    this.done.push(step);
    this.change(step.map(({ cell, to }) => [cell, to]), { kept: false });
    step[0].cell.td.focus();
  }

  show(cell, value) {
    cell.value = value;
    if (!cell.input) cell.td.textContent = value;
    cell.td.classList.toggle("kv-mark-missing", !value && cell.row.open && cell.column.entry !== "text");
    this.total(cell.row);
  }

  total(row) {
    if (!row.result) return;
    const found = judge(row.cells.map(({ column, value }) => ({ entry: column.entry, weight: column.weight, value })), this.isEven);
    if (row.result.textContent !== found.result) row.result.textContent = found.result;
    row.result.classList.toggle("kv-marks-so-far", !found.isFinal);
  }

  pasted(event) {
    const cell = event.target.closest("td[data-k]")?.kvCell;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !text || (cell.input && !/[\t\n]/.test(text.trim()))) return;
    event.preventDefault();
    if (cell.input) this.close(cell, true);
    const pairs = [], wrong = [];
    let outside = 0;
    const rows = this.rows.slice(this.rows.indexOf(cell.row)), from = cell.row.cells.indexOf(cell);
    block(text).forEach((line, down) => line.forEach((typed, right) => {
      const target = rows[down]?.cells[from + right];
      if (!target || !target.row.open) {
        outside += typed.trim() ? 1 : 0;
        return;
      }
      const found = read(target.column, typed);
      if (found.problem) wrong.push([target, typed, found.problem]);
      else pairs.push([target, found.value]);
    }));
    this.change(pairs);
    for (const [target, typed, problem] of wrong) this.refuse(target, typed, problem);
    this.part("state").textContent = say.pasted(pairs.length, outside + wrong.length);
    cell.td.focus();
    this.problems();
  }

  copied(event) {
    const cell = event.target.closest("td[data-k]")?.kvCell;
    if (!cell || cell.input || !document.getSelection().isCollapsed) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", cell.value);
  }

  // --- what became of it -------------------------------------------------------------------------

  mark(cells, state) {
    for (const { td } of cells) {
      td.classList.remove(...STATES.map((name) => `kv-mark-${name}`));
      td.classList.add(`kv-mark-${state}`);
      if (state !== "refused") delete td.dataset.refused;
    }
  }

  told({ e, k, t }, state, answer) {
    const cell = this.byPlace.get(`${e}|${k}`);
    if (!cell) return;
    this.mark([cell], state);
    if (state === "saved") {
      Object.assign(cell, { version: answer.v, stored: answer.value });
      if (!cell.input && cell.value !== answer.value) this.show(cell, answer.value);
    }
    if (state === "refused") cell.td.dataset.refused = t;
    if (state === "conflict" || state === "refused") this.problems();
  }

  refuse(cell, typed, problem) {
    this.queue.cells.set(`${cell.row.e}|${cell.column.key}`, { e: cell.row.e, k: cell.column.key, t: typed, v: cell.version, held: "refused", answer: { sentence: problem, value: cell.stored, v: cell.version } });
    this.queue.keep();
    this.mark([cell], "refused");
    cell.td.dataset.refused = typed;
  }

  /* Conflicts and refusals above the grid, each with what can be done. */
  problems() {
    const lines = [...this.queue.cells.values()].filter(({ held }) => held).map((one) => this.problem(one));
    for (const cell of this.byPlace.values()) if (cell.td.dataset.contested) lines.push(this.told_of(cell));
    this.part("conflicts").replaceChildren(...lines.filter(Boolean));
  }

  problem(one) {
    const cell = this.byPlace.get(`${one.e}|${one.k}`);
    if (!cell) return null;
    const { answer } = one, isConflict = one.held === "conflict";
    const put_back = () => {
      Object.assign(cell, { version: answer.v || cell.version, stored: answer.value });
      this.queue.drop(one.e, one.k);
      this.show(cell, isConflict ? answer.value : cell.stored);
      this.mark([cell], "fresh");
      this.problems();
    };
    const buttons = [pressed(isConflict ? say.keep(answer.value) : say.drop, put_back)];
    if (isConflict) {
      buttons.push(pressed(say.mine(one.t), () => {
        this.queue.drop(one.e, one.k);
        cell.version = answer.v;
        this.show(cell, one.t);
        this.queue.put({ e: one.e, k: one.k, t: one.t, v: answer.v });
        this.problems();
      }));
    }
    return this.line(cell, `${answer.sentence} ${isConflict && answer.at ? `(${answer.at})` : ""}`, buttons, "danger");
  }

  told_of(cell) {
    return this.line(cell, cell.td.dataset.contested, [pressed(say.seen, () => {
      delete cell.td.dataset.contested;
      this.problems();
    })], "warning");
  }

  line(cell, words, buttons, tone) {
    const line = Object.assign(document.createElement("div"), { className: `kv-alert kv-tone-${tone} kv-marks-problem` });
    const body = Object.assign(document.createElement("div"), { className: "kv-alert-body" });
    const place = Object.assign(document.createElement("strong"), { textContent: say.place(cell.row.name, cell.column.label) });
    body.append(place, words, " ", ...buttons);
    line.append(body);
    return line;
  }

  contested() {
    if ([...this.byPlace.values()].some(({ td }) => td.dataset.contested)) this.problems();
  }

  picture() {
    const missing = this.rows.filter(({ open }) => open).flatMap(({ cells }) => cells).filter(({ column, value }) => column.entry !== "text" && !value).length;
    this.part("missing").textContent = say.missing(missing);
    if (!this.writes) return;
    const { queue } = this, held = [...queue.cells.values()].filter((one) => one.held);
    const conflicts = held.filter((one) => one.held === "conflict").length, wrong = held.length - conflicts;
    const down = queue.offline || !navigator.onLine;
    const state = queue.problem || this.wrong ? "problem" : down ? "waiting" : held.length ? "conflict" : queue.waiting ? "saving" : "saved";
    const words = queue.problem ? say[queue.problem] : down ? (queue.waiting ? say.offline(queue.waiting) : say.none) : queue.waiting ? say.saving(queue.waiting) : queue.savedAt ? say.saved(queue.savedAt) : say.idle;
    const more = [conflicts ? say.conflicts(conflicts) : "", wrong ? say.wrong(wrong) : ""].filter(Boolean).join(", ");
    const place = this.part("state");
    place.textContent = this.wrong || (more ? `${words} ${more}.` : words);
    place.dataset.state = state;
    this.part("undo").disabled = !this.done.length;
    this.part("redo").disabled = !this.undone.length;
  }

  restore() {
    if (!this.writes) return;
    for (const [name, { t, v }] of this.queue.since((name) => this.byPlace.get(name)?.version)) {
      const cell = this.byPlace.get(name);
      Object.assign(cell, { version: v, stored: t });
      this.show(cell, t);
    }
    for (const one of this.queue.left()) {
      const cell = this.byPlace.get(`${one.e}|${one.k}`);
      if (!cell) continue;
      if (cell.value === one.t) continue;
      const { e, k, t, v } = one;
      this.queue.cells.set(`${e}|${k}`, one.held ? one : { e, k, t, v });
      if (one.held !== "refused") this.show(cell, t);
      this.mark([cell], one.held ?? "waiting");
    }
    this.queue.keep();
    this.problems();
    this.queue.soon();
  }

  /* What others wrote meanwhile. */
  async look() {
    if (document.visibilityState !== "visible" || !navigator.onLine) return;
    try {
      const response = await fetch(`${this.address}news/?since=${encodeURIComponent(this.seen)}`, { headers: { "HX-Request": "true", Accept: "application/json" }, credentials: "same-origin" });
      if (!response.ok || response.redirected) return;
      const { seen, cells } = await response.json();
      this.seen = seen;
      for (const one of cells) this.heard(one);
      if (this.queue.offline && this.queue.waiting) this.queue.flush();
    } catch {
      /* no line: the next look will tell */
    }
  }

  heard(one) {
    const cell = this.byPlace.get(`${one.e}|${one.k}`);
    if (!cell) return;
    if (one.contested) {
      cell.td.dataset.contested = one.contested;
      this.problems();
    }
    if (one.v <= cell.version || this.queue.get(one.e, one.k) || cell.input) return;
    Object.assign(cell, { version: one.v, stored: one.value });
    this.show(cell, one.value);
    this.mark([cell], "fresh");
    cell.td.title = one.by;
    this.picture();
  }

  async history(cell) {
    const response = await fetch(`${this.address}history/?e=${cell.row.e}&k=${cell.column.key}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!response.ok) return;
    const place = this.part("history"), piece = document.createElement("template");
    piece.innerHTML = await response.text();
    place.replaceChildren(piece.content);
    place.scrollIntoView({ block: "nearest" });
  }
}

export function grid(frame) {
  if ("drawn" in frame.dataset) return;
  new Grid(frame);
}
