/* Forms that save as you go. `data-autosave` names the address that takes single fields of a row; each field is sent when it is
   left, says beside it what became of it, and keeps what was typed. `data-draft` names a new record: what is typed stays in
   this browser until the record is complete. */
import { Row, choice, pressed, same, store, words } from "./saving.js";

const english = document.documentElement.lang === "en";
const say = english
  ? { hint: "Each field is saved as you leave it.", back: (at) => `What you typed at ${at} is back.`, drop: "Start afresh", kept: "Kept in this browser until you save." }
  : { hint: "Mỗi ô được tự lưu khi rời khỏi ô.", back: (at) => `Đã lấy lại nội dung bạn gõ lúc ${at}.`, drop: "Bỏ, nhập lại từ đầu", kept: "Đang giữ trong trình duyệt này cho đến khi bạn bấm lưu." };
const OWN = new Set(["csrfmiddlewaretoken", "version"]);
const CLEAR = "__clear";

/* The fields of a form by name, and what each holds. */
class Fields {
  constructor(form) {
    this.form = form;
    this.secret = new Set((form.dataset.secret ?? "").split(",").filter(Boolean));
    const named = [...form.elements].filter((one) => one.name && one.type !== "submit" && !OWN.has(one.name));
    this.names = [...new Set(named.map((one) => one.name.replace(CLEAR, "")))];
  }

  controls(name) {
    return [...this.form.elements].filter((one) => one.name === name);
  }

  values(name) {
    return new FormData(this.form).getAll(name).map(String);
  }

  cleared(name) {
    return new FormData(this.form).has(name + CLEAR);
  }

  fill(name, values) {
    for (const control of this.controls(name)) {
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (control.tagName === "SELECT") control.value = values.find((value) => [...control.options].some((one) => one.value === value)) ?? "";
      else control.value = (control.list ? values.at(-1) : values[0]) ?? "";
    }
  }

  holder(name) {
    return this.controls(name)[0]?.closest(".kv-field");
  }
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.fields = new Fields(form);
    const version = form.querySelector("[name=version]");
    this.row = new Row(form.dataset.autosave, version?.value ?? "1", form.dataset.owner ?? "");
    this.was = new Map(this.fields.names.map((name) => [name, this.fields.values(name)]));
    this.live = Object.assign(document.createElement("div"), { className: "visually-hidden" });
    this.live.setAttribute("role", "status");
    const hint = Object.assign(document.createElement("p"), { className: "kv-muted kv-autosave-hint", textContent: say.hint });
    form.append(this.live);
    form.querySelector(".kv-form-actions")?.before(hint);
    form.addEventListener("change", (event) => this.changed(event.target.name));
    form.addEventListener("submit", (event) => this.finish(event));
    window.addEventListener("beforeunload", (event) => {
      this.collect();
      if (this.row.edits.size && this.row.atRisk) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.collect());
    this.restore();
  }

  restore() {
    const left = this.row.left();
    if (!left) return;
    this.row.version = left.version;
    for (const [name, { values, was }] of Object.entries(left.edits)) {
      if (!this.was.has(name)) continue;
      this.fields.fill(name, values);
      this.was.set(name, was ?? this.was.get(name));
    }
    this.live.textContent = words.again;
    this.collect();
  }

  /* Every field that holds something else than what is stored is put into the queue; true when there was one. */
  collect() {
    let found = false;
    for (const name of this.was.keys()) found = this.changed(name) || found;
    return found;
  }

  changed(typed) {
    const name = typed?.replace(CLEAR, "");
    if (!this.was.has(name)) return false;
    const values = this.fields.values(name), waiting = this.row.edits.get(name);
    const extra = this.fields.cleared(name) ? { [name + CLEAR]: "1" } : {};
    if (waiting ? same(waiting.values, values) && Boolean(waiting.extra?.[name + CLEAR]) === Boolean(extra[name + CLEAR]) : same(this.was.get(name), values) && !extra[name + CLEAR]) return false;
    if (waiting && same(this.was.get(name), values) && !extra[name + CLEAR]) {
      this.row.drop(name);
      this.show(name, "", "");
      return false;
    }
    const secret = this.fields.secret.has(name);
    this.row.put(name, { values, was: secret ? null : this.was.get(name), extra, secret, told: (told) => this.told(name, told) });
    return true;
  }

  told(name, told) {
    if (told.state === "saved" || told.state === "taken") {
      if (told.state === "taken") this.fields.fill(name, told.values);
      if (this.fields.secret.has(name)) {
        this.fields.fill(name, [""]);
        this.fields.fill(name + CLEAR, []);
      }
      this.was.set(name, this.fields.secret.has(name) ? this.fields.values(name) : told.values);
      for (const [other, values] of Object.entries(told.fresh ?? {})) this.refresh(other, values, name);
    }
    const version = this.form.querySelector("[name=version]");
    if (version) version.value = this.row.version;
    this.show(name, told.state, told.state === "saving" ? words.saving : told.sentence, told.state === "conflict" ? choice(told, pressed) : null);
  }

  /* Another field that somebody else has changed meanwhile: shown, unless it is being typed in here. */
  refresh(name, values, saved) {
    if (name === saved || !this.was.has(name) || this.row.edits.has(name)) return;
    const control = this.fields.controls(name)[0];
    const held = this.fields.values(name);
    const meant = control?.tagName === "SELECT" || control?.type === "checkbox" ? values.filter((value) => [...(control.options ?? [control, ...this.fields.controls(name)])].some((one) => one.value === value)) : [(control?.list ? values.at(-1) : values[0]) ?? ""];
    if (same(held, meant) || !same(held, this.was.get(name)) || control === document.activeElement) return;
    this.fields.fill(name, values);
    this.was.set(name, this.fields.values(name));
    this.show(name, "fresh", words.others);
  }

  show(name, state, sentence, more = null) {
    const holder = this.fields.holder(name);
    if (!holder) return;
    let line = holder.querySelector(".kv-state");
    if (!line) {
      line = Object.assign(document.createElement("div"), { className: "kv-state", id: `id_${name}_state` });
      holder.append(line);
      for (const control of this.fields.controls(name)) {
        control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
      }
    }
    const wrong = state === "refused" || state === "conflict";
    line.dataset.state = state;
    line.replaceChildren(sentence ?? "", ...(more ? [more] : []));
    holder.classList.toggle("kv-invalid", wrong);
    for (const control of this.fields.controls(name)) {
      control.toggleAttribute("aria-invalid", wrong);
      if (wrong) control.setAttribute("aria-invalid", "true");
      control.classList.toggle("is-invalid", wrong && control.type !== "checkbox");
    }
    const label = holder.querySelector("label, legend")?.textContent.replace("*", "").trim() ?? name;
    if (sentence && state !== "saving") this.live.textContent = `${label}: ${sentence}`;
  }

  /* The button of the form: what is not yet saved is sent, then the page is left; with something refused it stays. */
  async finish(event) {
    event.preventDefault();
    this.collect();
    await this.row.flush();
    while (this.row.sending) await new Promise((done) => setTimeout(done, 50));
    if (!this.row.edits.size) {
      window.location.assign(this.form.dataset.done || window.location.href);
      return;
    }
    const [name] = this.row.edits.keys();
    this.fields.controls(name)[0]?.focus();
  }
}

/* A new record is stored when it is complete; until then what is typed stays here, without its sensitive fields. */
class Draft {
  constructor(form) {
    this.form = form;
    this.fields = new Fields(form);
    this.key = `kv.draft.${form.dataset.owner}.${form.dataset.draft}`;
    this.first = this.held();
    const kept = store.read(this.key);
    if (new URLSearchParams(window.location.search).has("added")) store.write(this.key, null);
    else if (kept?.values && !("returned" in form.dataset)) this.restore(kept);
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 400);
    });
    form.addEventListener("change", () => this.keep());
    form.addEventListener("submit", () => this.keep(true));
    window.addEventListener("pagehide", () => this.timer && this.keep());
  }

  held() {
    const plain = this.fields.names.filter((name) => !this.fields.secret.has(name));
    return Object.fromEntries(plain.map((name) => [name, this.fields.values(name)]));
  }

  keep(sent = false) {
    this.timer = clearTimeout(this.timer);
    const values = this.held();
    const empty = Object.keys(values).every((name) => same(values[name], this.first[name]));
    store.write(this.key, empty && !sent ? null : { values, sent });
  }

  restore(kept) {
    for (const [name, values] of Object.entries(kept.values)) this.fields.fill(name, values);
    const notice = Object.assign(document.createElement("div"), { className: "kv-alert kv-tone-info kv-draft" });
    notice.setAttribute("role", "status");
    const body = Object.assign(document.createElement("div"), { className: "kv-alert-body" });
    body.append(say.back(new Date(kept.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" })), " ", say.kept, " ");
    body.append(pressed(say.drop, () => {
      for (const [name, values] of Object.entries(this.first)) this.fields.fill(name, values);
      store.write(this.key, null);
      notice.remove();
      this.fields.controls(this.fields.names[0])[0]?.focus();
    }));
    notice.append(body);
    this.form.prepend(notice);
  }
}

/* The page of a record that has just been added: its draft has served. */
function arrived(root) {
  const page = root.querySelector("[data-record]");
  if (!page) return;
  const key = `kv.draft.${document.body.dataset.account}.${page.dataset.record}`;
  if (store.read(key)?.sent) store.write(key, null);
}

export function savingForms(root) {
  for (const form of root.querySelectorAll("form[data-autosave]:not([data-watched])")) {
    form.dataset.watched = "";
    new Autosave(form);
  }
  for (const form of root.querySelectorAll("form[data-draft]:not([data-watched])")) {
    form.dataset.watched = "";
    new Draft(form);
  }
  arrived(root);
}
