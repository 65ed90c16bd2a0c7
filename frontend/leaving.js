/* Signing out takes away what this browser keeps of the account, because somebody else may sit down next; who signs out while
   something waits here that the server does not have yet is told first what would be lost, and may stay. */
import { lastOwner, store } from "./saving.js";
import { keptPhotos } from "./kept_photos.js";
import { over } from "./waiting.js";

const english = document.documentElement.lang === "en";
const say = english
  ? {
      title: "Not everything has been sent yet", waiting: "The server does not have yet:", cells: (n) => `${n} ${n === 1 ? "entry" : "entries"} (marks, roll calls, fields of forms)`,
      photos: (n) => `${n} ${n === 1 ? "photo" : "photos"}`, drafts: (n) => `${n} ${n === 1 ? "record" : "records"} begun and not saved`,
      lost: "Signing out takes everything off this device, these too. Stay, and sign out when it has been sent.", down: "No connection",
      offline: "Without a connection only what is kept on this device is taken away. You are signed out when you sign out with a connection.", stay: "Stay", leave: "Sign out and lose them", clear: "Take it all off this device",
    }
  : {
      title: "Còn dữ liệu chưa gửi", waiting: "Máy chủ chưa có:", cells: (n) => `${n} mục đã nhập (điểm, điểm danh, ô của biểu mẫu)`,
      photos: (n) => `${n} ảnh`, drafts: (n) => `${n} bản ghi nhập dở, chưa lưu`,
      lost: "Đăng xuất sẽ xóa mọi thứ khỏi máy này, kể cả những mục trên. Hãy ở lại và đăng xuất sau khi đã gửi xong.", down: "Không có mạng",
      offline: "Khi không có mạng, chỉ xóa được dữ liệu lưu trên máy này. Phiên làm việc kết thúc khi bạn đăng xuất lúc có mạng.", stay: "Ở lại", leave: "Đăng xuất và bỏ", clear: "Xóa khỏi máy này",
    };
const PATIENCE_SECONDS = 2;

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/* What is on its way just now gets a moment to arrive. */
async function lost(owner) {
  const until = Date.now() + PATIENCE_SECONDS * 1000;
  while (navigator.onLine && store.counted(owner).cells && Date.now() < until) await pause(0.1);
  const { cells, drafts } = store.counted(owner);
  return [["cells", cells], ["photos", (await keptPhotos.of(owner)).length], ["drafts", drafts]].filter(([, count]) => count);
}

function element(name, more, ...inside) {
  const made = Object.assign(document.createElement(name), more);
  made.append(...inside);
  return made;
}

/* True where the person goes on. */
function goesOn(found) {
  const isDown = !navigator.onLine;
  const stay = element("button", { type: "button", className: "btn kv-btn-primary", textContent: say.stay });
  const leave = element("button", { type: "button", className: "btn kv-btn-danger", textContent: isDown ? say.clear : say.leave });
  const title = element("h2", { id: "leaving_title", textContent: found.length ? say.title : say.down });
  const body = element("div", { className: "kv-modal-body" });
  if (found.length) body.append(element("p", { textContent: say.waiting }), element("ul", {}, ...found.map(([kind, count]) => element("li", { textContent: say[kind](count) }))), element("p", { textContent: say.lost }));
  if (isDown) body.append(element("p", { textContent: say.offline }));
  body.append(element("div", { className: "kv-form-actions" }, stay, leave));
  const dialog = element("dialog", { className: "kv-modal" }, element("div", { className: "kv-modal-head" }, title), body);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.dataset.leaving = "";
  document.body.append(dialog);
  return new Promise((done) => {
    stay.addEventListener("click", () => dialog.close());
    leave.addEventListener("click", () => dialog.close("leave"));
    dialog.addEventListener("close", () => {
      done(dialog.returnValue === "leave");
      dialog.remove();
    });
    dialog.showModal();
    stay.focus();
  });
}

async function cleared(owner) {
  over();
  store.close(owner);
  for (const { key } of await keptPhotos.of(owner)) await keptPhotos.remove(key);
}

/* forget(): takes the kept pages away. */
export function leaving(forget) {
  store.tidy();
  let isAsked = false, isGone = false;
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-leaves]") || submitter?.value === "stay" || isGone) return;
    event.preventDefault();
    if (isAsked) return;
    isAsked = true;
    const owner = document.body.dataset.account ?? lastOwner(), found = await lost(owner);
    if ((found.length || !navigator.onLine) && !(await goesOn(found))) {
      isAsked = false;
      return;
    }
    await Promise.allSettled([cleared(owner), forget()]);
    isGone = true;
    if (navigator.onLine) form.requestSubmit(submitter);
    else window.location.assign("/");
  });
}
