/* Saving as you go: the changed fields of one row, sent one request at a time. What cannot be sent waits for the network and is
   kept in this browser (never values marked secret), so that leaving the page loses nothing. */
const english = document.documentElement.lang === "en";
export const words = english
  ? {
      saving: "Saving…", saved: (at) => `Saved ${at}`, unsaved: (why) => `Not saved: ${why}`, offline: "no connection, will be sent again by itself",
      signedOut: "you are signed out. Sign in again in another tab; what you typed is kept", gone: "this record is not there any more",
      refused: "the server refused. Reload the page; what you typed is kept", stored: (text) => `Stored: ${text}`, take: "Keep what is stored",
      overwrite: "Use mine", taken: "Taken over", others: "Somebody else has just changed this field", again: "Unsaved changes from before are back",
      failed: "the server failed, will be sent again by itself",
    }
  : {
      saving: "Đang lưu…", saved: (at) => `Đã lưu ${at}`, unsaved: (why) => `Chưa lưu: ${why}`, offline: "mất kết nối, sẽ tự gửi lại",
      signedOut: "phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác; nội dung vẫn được giữ", gone: "không còn thấy bản ghi này",
      refused: "máy chủ từ chối. Hãy tải lại trang; nội dung vẫn được giữ", stored: (text) => `Đang lưu: ${text}`, take: "Giữ giá trị đang lưu",
      overwrite: "Dùng giá trị của tôi", taken: "Đã lấy giá trị đang lưu", others: "Người khác vừa sửa ô này", again: "Đã lấy lại những thay đổi chưa lưu lần trước",
      failed: "máy chủ gặp lỗi, sẽ tự gửi lại",
    };
const PAUSES = [2, 4, 8, 16, 30];
const KEPT_DAYS = 7;

export function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
}

/* A page that stayed while its person signed in anew has an old token: it asks for itself once. Not where somebody else signed in. */
async function renewed() {
  const page = await fetch(window.location.href, { credentials: "same-origin" });
  const { body } = new DOMParser().parseFromString(await page.text(), "text/html");
  if (!body.dataset.account || body.dataset.account !== document.body.dataset.account) return false;
  document.body.setAttribute("hx-headers", body.getAttribute("hx-headers"));
  return true;
}

/* A request that writes; the answer is 401 where the page's person is not signed in any more. */
export async function write(address, more) {
  const send = () => fetch(address, { method: "POST", credentials: "same-origin", ...more, headers: { "X-CSRFToken": token(), "HX-Request": "true", Accept: "application/json", ...more.headers } });
  const answer = await send();
  if (!answer.headers.has("X-Token-Is-Old")) return answer;
  return (await renewed()) ? send() : new Response(null, { status: 401 });
}

export function same(one, other) {
  return one.length === other.length && one.every((value, place) => value === other[place]);
}

/* Whose pages are kept here: on pages that do not say who is signed in. */
export function lastOwner() {
  try {
    return localStorage.getItem("kv.away.owner") ?? "";
  } catch {
    return "";
  }
}

/* The browser's own store; pages work where it is full or switched off. */
export const store = {
  isClosed: false,
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    if (this.isClosed) return true;
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ ...value, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  },
  keys(owner) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(`kv.pending.${owner}.`) || key.startsWith(`kv.draft.${owner}.`));
    } catch {
      return [];
    }
  },
  /* How much of the account's the server does not have yet. */
  counted(owner) {
    const found = { cells: 0, drafts: 0 };
    for (const key of this.keys(owner)) {
      const value = this.read(key);
      if (!value || key.endsWith("/since")) continue;
      if (key.startsWith("kv.draft.")) found.drafts += value.values && !value.sent ? 1 : 0;
      else found.cells += Object.keys(value.cells ?? value.edits ?? { one: 1 }).length;
    }
    return found;
  },
  /* The account leaves: what is there goes, and this page writes and sends nothing more. */
  close(owner) {
    for (const key of this.keys(owner)) this.write(key, null);
    this.isClosed = true;
  },
  /* Nothing stays for ever on a machine that several people use. */
  tidy() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (/^kv\.(pending|draft)\./.test(key) && Date.now() - (this.read(key)?.at ?? 0) > (this.read(key)?.days ?? KEPT_DAYS) * 864e5) localStorage.removeItem(key);
      }
    } catch {
      /* no store, nothing to tidy */
    }
  },
};

/* One row on the server. An edit: { values, was, extra, secret, shown, told }; `told({ state, … })` hears what became of it:
   saving, saved, waiting, refused, conflict, taken, fresh. */
export class Row {
  constructor(address, version, owner) {
    Object.assign(this, { address, version, key: `kv.pending.${owner}.${address}`, edits: new Map(), sending: false, tries: 0 });
    this.retry = () => this.flush();
    window.addEventListener("online", this.retry);
    window.addEventListener("pagehide", () => this.flush(true));
  }

  /* What an earlier page could not send: field -> { values, was, shown }. */
  left() {
    const kept = store.read(this.key);
    return kept?.edits ? kept : null;
  }

  put(name, edit) {
    this.edits.set(name, edit);
    this.keep();
    return this.flush();
  }

  drop(name) {
    this.edits.delete(name);
    this.keep();
  }

  keep() {
    const plain = [...this.edits].filter(([, edit]) => !edit.secret).map(([name, { values, was, shown }]) => [name, { values, was, shown }]);
    this.stored = store.write(this.key, plain.length ? { version: this.version, edits: Object.fromEntries(plain) } : null);
  }

  get atRisk() {
    return [...this.edits.values()].some((edit) => edit.secret || !this.stored);
  }

  async flush(leaving = false) {
    const sent = [...this.edits].filter(([, edit]) => !edit.held);
    if (this.sending || !sent.some(([, edit]) => !edit.refused) || store.isClosed) return;
    clearTimeout(this.timer);
    this.sending = true;
    for (const [, edit] of sent) if (!edit.refused) edit.told({ state: "saving" });
    let again;
    try {
      again = await this.understand(await this.send(sent, leaving), sent);
    } catch {
      again = this.later(sent, words.offline);
    }
    this.sending = false;
    this.keep();
    if (again === "now") await this.flush();
  }

  send(sent, leaving) {
    const body = new URLSearchParams({ version: this.version });
    const newest = [...sent].sort(([, one], [, other]) => Number(!one.refused) - Number(!other.refused));
    for (const [name, edit] of newest) {
      body.append("fields", name);
      for (const value of edit.values) body.append(name, value);
      for (const value of edit.was ?? []) body.append(`was__${name}`, value);
      if (edit.was && !edit.was.length) body.append(`was__${name}`, "");
      for (const [key, value] of Object.entries(edit.extra ?? {})) body.append(key, value);
    }
    return write(this.address, { body, keepalive: leaving });
  }

  later(sent, why) {
    const pause = PAUSES[Math.min(this.tries++, PAUSES.length - 1)];
    for (const [, edit] of sent) edit.told({ state: "waiting", sentence: words.unsaved(why) });
    this.timer = setTimeout(this.retry, pause * 1000);
    return "";
  }

  async understand(answer, sent) {
    if (answer.status === 401) return this.later(sent, words.signedOut);
    if (answer.status === 429 || answer.status >= 500) return this.later(sent, words.failed);
    const told = /json/.test(answer.headers.get("Content-Type") ?? "") ? await answer.json() : {};
    this.tries = 0;
    if (answer.status === 409) return this.second(told, sent);
    if (!answer.ok && answer.status !== 422) {
      const why = told.detail || (answer.status === 404 ? words.gone : words.refused);
      for (const [name, edit] of sent) this.refuse(name, edit, why);
      return "";
    }
    const errors = Array.isArray(told.errors) ? Object.fromEntries(told.errors.map(({ field, detail }) => [field, detail])) : told.errors ?? {};
    if (told.version) this.version = told.version;
    for (const [name, edit] of sent) {
      if (told.saved?.includes(name)) {
        if (this.edits.get(name) === edit) this.edits.delete(name);
        else if (this.edits.has(name)) this.edits.get(name).was = edit.values;
        edit.told({ state: "saved", sentence: words.saved(told.at), values: edit.values, cells: told.cells ?? {}, fresh: told.fresh ?? {} });
      } else this.refuse(name, edit, errors[name] ?? (Object.values(errors).join(" ") || told.detail || words.refused));
    }
    return [...this.edits.values()].some((edit) => !edit.refused && !edit.held) ? "now" : "";
  }

  refuse(name, edit, why) {
    if (this.edits.get(name) !== edit) return;
    edit.refused = true;
    edit.told({ state: "refused", sentence: words.unsaved(why) });
  }

  /* Somebody else was quicker: nothing was written; the reader decides about each field that differs. */
  second(told, sent) {
    const differing = new Map((told.differences ?? []).map((one) => [one.field, one]));
    for (const [name, edit] of sent) {
      if (this.edits.get(name) !== edit) continue;
      if (!differing.has(name)) {
        edit.was = told.fresh?.[name];
        continue;
      }
      edit.held = true;
      edit.told({
        state: "conflict", sentence: words.unsaved(told.detail), stored: words.stored(differing.get(name).stored || "–"),
        take: () => {
          this.drop(name);
          if (![...this.edits.values()].some((other) => other.held)) this.version = told.version;
          edit.told({ state: "taken", sentence: words.taken, values: told.fresh?.[name] ?? [], cells: told.cells ?? {} });
        },
        overwrite: () => {
          this.version = told.version;
          Object.assign(edit, { held: false, was: told.fresh?.[name] });
          this.flush();
        },
      });
    }
    const others = [...this.edits.values()].filter((edit) => !edit.held && !edit.refused);
    return others.length && differing.size ? "now" : "";
  }
}

/* Buttons of a conflict, for a cell or a field. */
export function choice(told, button) {
  const holder = document.createElement("span");
  holder.className = "kv-conflict";
  const say = document.createElement("span");
  say.textContent = told.stored;
  holder.append(say, button(words.take, told.take), button(words.overwrite, told.overwrite));
  return holder;
}

export function pressed(text, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-sm kv-btn-secondary", textContent: text });
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    act();
  });
  return button;
}
