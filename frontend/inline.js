/* Lists that are edited in place. The frame `data-inline` names the address of the rows, `data-fields` the field of each column,
   `data-rows` the id of each row; empty where it is only shown. A click, Enter or F2 turns a cell into its input; Enter saves and goes down,
   Tab saves and goes on, Escape leaves it as it was, arrows move. Saving goes on behind while the next cell is open. */
import htmx from "htmx.org";
import { Row, choice, pressed, same, token, words } from "./saving.js";

const english = document.documentElement.lang === "en";
const say = english
  ? {
      hint: "Click a cell to edit it in place. By keyboard: Enter or F2 edits, Enter saves and goes down, Tab to the next cell, Esc leaves it, arrows move.",
      wait: "Opening…", closed: "Could not be opened. Check the connection and try again.", refused: "You may not edit this cell.",
      newer: (old, now) => `The list showed “${old}”; the newest value is “${now}”.`, yes: "Yes", no: "No",
    }
  : {
      hint: "Bấm vào ô để sửa tại chỗ. Bằng bàn phím: Enter hoặc F2 để sửa, Enter lưu rồi xuống dòng, Tab sang ô kế, Esc bỏ, phím mũi tên di chuyển.",
      wait: "Đang mở…", closed: "Không mở được ô này. Hãy xem lại kết nối rồi thử lại.", refused: "Bạn không được sửa ô này.",
      newer: (old, now) => `Danh sách đang hiện «${old}»; giá trị mới nhất là «${now}».`, yes: "Có", no: "Không",
    };
const NONE = "–";
const SAVED_SECONDS = 4;

class Grid {
  constructor(frame) {
    this.base = frame.dataset.inline;
    this.owner = document.body.dataset.account ?? "";
    this.table = frame.querySelector("table");
    this.rows = new Map();
    this.cells = [];
    const fields = frame.dataset.fields.split(","), ids = frame.dataset.rows.split(",");
    [...this.table.tBodies[0].rows].forEach((line, number) => {
      this.cells.push([...line.cells].map((cell, column) => this.known(cell, ids[number], fields[column])));
    });
    this.say(frame);
    this.table.setAttribute("role", "grid");
    for (const head of this.table.tHead?.rows[0]?.cells ?? []) head.setAttribute("aria-readonly", "true");
    const first = this.cells.flat().find((cell) => cell.dataset.edit !== undefined);
    if (first) first.tabIndex = 0;
    this.table.addEventListener("click", (event) => this.clicked(event));
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("focusin", (event) => this.rove(event.target.closest?.("[data-edit]")));
    this.table.addEventListener("focusout", (event) => this.left(event));
    window.addEventListener("beforeunload", (event) => {
      if ([...this.rows.values()].some((row) => row.edits.size && row.atRisk)) event.preventDefault();
    });
    for (const id of ids) if (id) this.restore(id);
  }

  known(cell, id, field) {
    if (!id || !field) {
      cell.setAttribute("aria-readonly", "true");
      return cell;
    }
    Object.assign(cell.dataset, { edit: "", row: id, field });
    cell.tabIndex = -1;
    return cell;
  }

  say(frame) {
    const hint = Object.assign(document.createElement("p"), { className: "kv-muted kv-inline-hint kv-noprint", id: `inline_hint_${document.querySelectorAll(".kv-inline-hint").length}`, textContent: say.hint });
    this.live = Object.assign(document.createElement("div"), { className: "visually-hidden" });
    this.live.setAttribute("role", "status");
    frame.append(hint, this.live);
    this.table.setAttribute("aria-describedby", hint.id);
  }

  row(id) {
    if (!this.rows.has(id)) this.rows.set(id, new Row(`${this.base}${id}/save/`, "0", this.owner));
    return this.rows.get(id);
  }

  restore(id) {
    const row = new Row(`${this.base}${id}/save/`, "0", this.owner), left = row.left();
    if (!left) return;
    this.rows.set(id, row);
    row.version = left.version;
    for (const [name, edit] of Object.entries(left.edits)) {
      const cell = this.cells.flat().find((one) => one.dataset.row === id && one.dataset.field === name);
      if (cell) this.put(cell, edit.values, edit.was, edit.shown ?? edit.values.join(", "), false);
    }
  }

  // --- moving ---------------------------------------------------------------------------------

  rove(cell) {
    if (!cell) return;
    for (const other of this.table.querySelectorAll("[data-edit][tabindex='0']")) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  clicked(event) {
    const cell = event.target.closest("[data-edit]");
    if (!cell || event.target.closest("a, button, input, select, textarea, label, .kv-cell")) return;
    if (!document.getSelection().isCollapsed) return;
    this.open(cell);
  }

  key(event) {
    const cell = event.target.closest("[data-edit]");
    if (!cell) return;
    if (cell.querySelector(".kv-cell")) this.typing(event, cell);
    else if (event.target === cell) this.walking(event, cell);
    else if (event.key === "F2") this.act(event, () => this.open(cell));
  }

  act(event, move) {
    event.preventDefault();
    move();
  }

  walking(event, cell) {
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (event.key === "Enter" || event.key === "F2") this.act(event, () => this.open(cell));
    else if (steps[event.key]) this.act(event, () => this.beside(cell, ...steps[event.key])?.focus());
    else if (event.key === "Home" || event.key === "End") this.act(event, () => this.ends(cell).at(event.key === "Home" ? 0 : -1).focus());
  }

  typing(event, cell) {
    const lines = event.target.tagName === "TEXTAREA" && !event.ctrlKey;
    if (event.key === "Escape") this.act(event, () => this.close(cell, true));
    else if (event.key === "Enter" && !lines && event.target.tagName !== "BUTTON") this.act(event, () => this.leave(cell, this.beside(cell, event.shiftKey ? -1 : 1, 0)));
    else if (event.key === "Tab") {
      const controls = [...cell.querySelectorAll("input, select, textarea, button")];
      if (event.target !== (event.shiftKey ? controls[0] : controls.at(-1))) return;
      const next = this.after(cell, event.shiftKey ? -1 : 1);
      if (next) this.act(event, () => this.leave(cell, next, true));
    }
  }

  ends(cell) {
    return this.cells.find((line) => line.includes(cell)).filter((one) => one.dataset.edit !== undefined);
  }

  beside(cell, down, right) {
    let line = this.cells.findIndex((one) => one.includes(cell)), column = this.cells[line].indexOf(cell);
    for (;;) {
      line += down;
      column += right;
      const found = this.cells[line]?.[column];
      if (!found) return null;
      if (found.dataset.edit !== undefined) return found;
    }
  }

  after(cell, step) {
    const all = this.cells.flat().filter((one) => one.dataset.edit !== undefined);
    return all[all.indexOf(cell) + step] ?? null;
  }

  // --- a cell opens, and closes -----------------------------------------------------------------

  async open(cell, uncover = "") {
    if (cell.dataset.opening !== undefined || (cell.querySelector(".kv-cell") && !uncover)) return;
    cell.dataset.opening = "";
    cell.setAttribute("aria-busy", "true");
    const { row: id, field: name } = cell.dataset;
    try {
      const answer = await fetch(uncover || `${this.base}${id}/cell/${name}/`, {
        method: uncover ? "POST" : "GET", credentials: "same-origin", headers: { "HX-Request": "true", "X-CSRFToken": token() },
      });
      if (!answer.ok) throw answer.status;
      this.show(cell, await answer.text());
    } catch (status) {
      this.note(cell, "refused", status === 403 ? say.refused : status === 401 ? words.unsaved(words.signedOut) : say.closed);
    }
    delete cell.dataset.opening;
    cell.removeAttribute("aria-busy");
  }

  show(cell, html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const form = holder.content.querySelector(".kv-cell");
    if (!form) return;
    const row = this.row(cell.dataset.row), waiting = row.edits.get(cell.dataset.field);
    const shown = this.text(cell);
    cell.kept ??= [...cell.childNodes];
    cell.replaceChildren(form);
    htmx.process(form);
    form.opened = values(form);
    form.was = form.opened;
    if (!row.edits.size && !row.sending) row.version = form.dataset.version;
    if (waiting) {
      fill(form, waiting.values);
      form.was = waiting.was ?? form.was;
      form.opened = null;
      error(form, waiting.sentence ?? "");
    } else if (!("secret" in form.dataset) && form.dataset.shown !== shown) error(form, say.newer(shown || NONE, form.dataset.shown || NONE));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("[data-uncover]")?.addEventListener("click", (event) => this.open(cell, event.currentTarget.dataset.uncover));
    const control = form.querySelector("input, select, textarea, button");
    control?.focus();
    control?.select?.();
  }

  /* Focus went elsewhere: what was typed is saved, as in a spreadsheet. */
  left(event) {
    const cell = event.target.closest("[data-edit]");
    if (!cell?.querySelector(".kv-cell") || cell.contains(event.relatedTarget)) return;
    setTimeout(() => {
      if (!cell.contains(document.activeElement) && cell.dataset.opening === undefined) this.commit(cell);
    });
  }

  leave(cell, next, edit = false) {
    this.commit(cell);
    (next ?? cell).focus();
    if (next && edit) this.open(next);
  }

  commit(cell) {
    const form = cell.querySelector(".kv-cell");
    if (!form || !form.opened && !form.was) return;
    const typed = values(form);
    if (!form.elements[form.dataset.field] || same(form.opened ?? [], typed) && form.opened) this.close(cell);
    else this.put(cell, typed, form.was, words_of(form), "secret" in form.dataset);
  }

  put(cell, typed, was, shown, secret) {
    const { row: id, field: name } = cell.dataset;
    this.close(cell);
    cell.stored ??= this.text(cell);
    this.write(cell, secret ? "••••" : shown);
    const edit = { values: typed, was: secret ? null : was, shown, secret };
    edit.told = (told) => {
      edit.sentence = told.sentence;
      this.told(cell, told, shown);
    };
    this.row(id).put(name, edit);
  }

  close(cell, back = false) {
    if (cell.kept) cell.replaceChildren(...cell.kept);
    cell.kept = null;
    if (back) {
      const waiting = this.row(cell.dataset.row).edits.get(cell.dataset.field);
      if (waiting?.refused) this.forget(cell, waiting);
      cell.focus();
    }
  }

  /* Escape on a cell whose value was refused: it goes back to what is stored. */
  forget(cell, waiting) {
    this.row(cell.dataset.row).drop(cell.dataset.field);
    this.write(cell, cell.stored ?? waiting.was?.join(", ") ?? "");
    this.note(cell, "", "");
  }

  told(cell, told, shown) {
    if (told.cells) for (const one of this.line(cell)) this.refresh(one, told.cells);
    this.note(cell, told.state, told.state === "saving" ? words.saving : told.sentence, told.state === "conflict" ? choice(told, pressed) : null);
    const label = cell.dataset.label ?? cell.dataset.field;
    if (told.sentence) this.live.textContent = `${label}, ${shown || NONE}: ${told.sentence}`;
  }

  line(cell) {
    return this.cells.find((one) => one.includes(cell));
  }

  /* The other cells of the row follow what the server says; not those that are being edited or wait. */
  refresh(cell, texts) {
    const line = this.line(cell), name = cell.dataset.field ?? this.names(line, cell);
    const id = line.find((one) => one.dataset.row)?.dataset.row;
    if (!(name in texts) || cell.querySelector(".kv-cell") || this.row(id).edits.has(name)) return;
    if (this.text(cell) !== texts[name]) this.write(cell, texts[name]);
    cell.stored = texts[name];
  }

  names(line, cell) {
    return this.table.closest("[data-inline]").dataset.columns.split(",")[line.indexOf(cell)];
  }

  text(cell) {
    const note = cell.querySelector(".kv-state")?.textContent ?? "";
    const text = cell.textContent.slice(0, cell.textContent.length - note.length).trim();
    return text === NONE ? "" : text;
  }

  write(cell, text) {
    const note = cell.querySelector(".kv-state"), link = cell.querySelector("a");
    if (link) link.textContent = text || NONE;
    else cell.replaceChildren(text || NONE, ...(note ? [note] : []));
  }

  note(cell, state, sentence, more = null) {
    let line = cell.querySelector(":scope > .kv-state");
    if (!line) {
      line = Object.assign(document.createElement("div"), { className: "kv-state" });
      (cell.kept ? { append: (one) => cell.kept.push(one) } : cell).append(line);
    }
    line.dataset.state = state;
    line.replaceChildren(sentence ?? "", ...(more ? [more] : []));
    cell.toggleAttribute("aria-invalid", false);
    if (state === "refused" || state === "conflict") cell.setAttribute("aria-invalid", "true");
    clearTimeout(cell.timer);
    if (!state) line.remove();
    if (state === "saved" || state === "taken") cell.timer = setTimeout(() => line.remove(), SAVED_SECONDS * 1000);
  }
}

function values(form) {
  return new FormData(form).getAll(form.dataset.field).map(String);
}

function fill(form, typed) {
  for (const control of form.elements) {
    if (control.name !== form.dataset.field) continue;
    if (control.type === "checkbox") control.checked = typed.includes(control.value);
    else control.value = typed[0] ?? "";
  }
}

function error(form, sentence) {
  form.querySelector(".kv-cell-error").textContent = sentence;
}

/* What the cell reads while the save is under way. */
function words_of(form) {
  const controls = [...form.elements].filter((control) => control.name === form.dataset.field);
  if (controls[0]?.tagName === "SELECT") return controls[0].selectedOptions[0]?.textContent ?? "";
  if (controls[0]?.type !== "checkbox") return controls[0]?.value ?? "";
  if (controls.length === 1 && controls[0].value === "1") return controls[0].checked ? say.yes : say.no;
  return controls.filter((control) => control.checked).map((control) => control.labels[0].textContent.trim()).join(", ");
}

export function tables(root) {
  for (const frame of root.querySelectorAll("[data-inline]:not([data-watched])")) {
    frame.dataset.watched = "";
    if (frame.querySelector("table")) new Grid(frame);
  }
}
