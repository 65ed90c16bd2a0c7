/* Menus that close, dialogs that open, toasts that leave, the navigation on a phone: one listener each, for the whole page. */
const TOAST_SECONDS = 8;

function menus() {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details[data-menu]");
    if (!menu?.open) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const items = [...menu.querySelectorAll("ul a, ul button")];
    const place = items.indexOf(document.activeElement);
    items[(place + step + items.length) % items.length]?.focus();
    event.preventDefault();
  });
}

function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
    if (event.target.matches("dialog")) event.target.close();
  });
}

function toasts() {
  const leave = (toast) => setTimeout(() => toast.remove(), TOAST_SECONDS * 1000);
  const holder = document.querySelector("[data-toasts]");
  for (const toast of document.querySelectorAll("[data-toast]")) if (!toast.classList.contains("kv-tone-danger")) leave(toast);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]")?.remove();
    if (event.target.closest("[data-toast-specimen]")) {
      holder.append(document.getElementById("toast_specimen").content.cloneNode(true));
      leave(holder.lastElementChild);
    }
  });
}

function navigation() {
  const side = document.getElementById("nav");
  const opener = document.querySelector("[data-nav]");
  if (!side || !opener) return;
  opener.setAttribute("role", "button");
  const show = (shown) => {
    side.classList.toggle("kv-side-open", shown);
    opener.setAttribute("aria-expanded", String(shown));
    if (shown) side.querySelector("a").focus();
    else opener.focus();
  };
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    show(!side.classList.contains("kv-side-open"));
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      show(true);
    }
  });
  side.querySelector("[data-nav-close]").addEventListener("click", (event) => {
    event.preventDefault();
    show(false);
  });
  side.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.classList.contains("kv-side-open")) show(false);
  });
}

/* Groups of the side navigation that a person opened or folded stay so; the group of the page itself is always open. */
function folds() {
  const KEY = "khuevan_folds";
  const groups = [...document.querySelectorAll("[data-fold]")];
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem(KEY)) || {};
  } catch { /* nothing kept, or not by us */ }
  for (const group of groups) {
    const kept = chosen[group.dataset.fold];
    if (kept !== undefined && !group.querySelector("[aria-current]")) group.open = kept;
    group.querySelector("summary").addEventListener("click", () => {
      chosen[group.dataset.fold] = !group.open;
      try {
        localStorage.setItem(KEY, JSON.stringify(chosen));
      } catch { /* a browser that keeps nothing: the groups stand as the page sends them */ }
    });
  }
}

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/* The search over a long side navigation: with or without accents; arrows walk what is left, Enter opens the first. */
function findInNavigation() {
  const holder = document.querySelector("[data-nav-find]");
  if (!holder) return;
  const input = holder.querySelector("input");
  const none = holder.querySelector("[data-none]");
  const links = [...document.querySelectorAll("#nav li > a")];
  const groups = [...document.querySelectorAll("[data-fold]")];
  const told = new Map(links.map((link) => {
    const group = link.closest("[data-fold]")?.dataset.fold ?? "";
    return [link, bare(`${link.textContent} ${link.dataset.also ?? ""} ${group}`)];
  }));
  let before = null;
  const shown = () => links.filter((link) => !link.parentElement.hidden);
  const narrow = () => {
    const words = bare(input.value).split(/\s+/).filter(Boolean);
    if (words.length && !before) before = groups.map((group) => group.open);
    for (const link of links) link.parentElement.hidden = !words.every((word) => told.get(link).includes(word));
    groups.forEach((group, place) => {
      const some = [...group.querySelectorAll("li")].some((line) => !line.hidden);
      group.hidden = words.length > 0 && !some;
      if (words.length) group.open = some;
      else if (before) group.open = before[place];
    });
    if (!words.length) before = null;
    none.textContent = shown().length ? "" : none.dataset.none;
  };
  holder.hidden = false;
  input.addEventListener("input", narrow);
  holder.closest("nav").addEventListener("keydown", (event) => {
    const left = shown().filter((link) => link.closest("details")?.open ?? true);
    const at = left.indexOf(document.activeElement);
    const typing = document.activeElement === input;
    if (event.key === "ArrowDown" && (typing || at >= 0)) {
      event.preventDefault();
      left[Math.min(at + 1, left.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at ? left[at - 1] : input).focus();
    } else if (event.key === "Enter" && typing && input.value.trim() && left.length) {
      event.preventDefault();
      left[0].click();
    } else if (event.key === "Escape" && (typing || at >= 0) && input.value) {
      event.preventDefault();
      event.stopImmediatePropagation();
      input.value = "";
      narrow();
      input.focus();
    }
  }, true);
}

function weakNetwork() {
  const holder = document.querySelector("[data-toasts]");
  const say = (text) => {
    if (holder.textContent.includes(text)) return;
    const toast = document.createElement("div");
    toast.className = "kv-toast kv-tone-danger";
    toast.dataset.toast = "";
    toast.textContent = text;
    holder.append(toast);
    setTimeout(() => toast.remove(), TOAST_SECONDS * 1000);
  };
  const english = document.documentElement.lang === "en";
  document.addEventListener("htmx:sendError", () =>
    say(english ? "No connection. Nothing was lost: try again when the network is back." : "Mất kết nối. Chưa mất gì cả: hãy thử lại khi có mạng."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status !== 401) say(english ? `The server refused (${status}). Reload the page and try again.` : `Máy chủ từ chối (${status}). Hãy tải lại trang rồi thử lại.`);
  });
}

export function behaviours() {
  menus();
  dialogs();
  toasts();
  navigation();
  folds();
  findInNavigation();
  weakNetwork();
  document.querySelector("form:not([data-specimen]) > [data-focus]")?.focus();
}
