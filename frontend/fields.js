/* Dates are typed as dd/mm/yyyy; a button beside offers the browser's own calendar. Passwords can be looked at. */
import { icon } from "./icon.js";

const words = document.documentElement.lang === "en"
  ? { calendar: "Choose from a calendar", show: "Show password" }
  : { calendar: "Chọn trên lịch", show: "Hiện mật khẩu" };

export function dates(root) {
  for (const holder of root.querySelectorAll("[data-date]:not([data-done])")) {
    holder.dataset.done = "";
    const field = holder.querySelector("input");
    field.addEventListener("input", (event) => {
      if (event.inputType?.startsWith("delete")) return;
      const digits = field.value.replace(/\D/g, "").slice(0, 8);
      if (/^[\d/]*$/.test(field.value) && digits.length === field.value.replace(/\//g, "").length && !/\d{1}\/$/.test(field.value)) {
        field.value = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter(Boolean).join("/");
      }
    });
    if (!("showPicker" in HTMLInputElement.prototype) || field.disabled) continue;
    const picker = document.createElement("input");
    Object.assign(picker, { type: "date", tabIndex: -1, className: "kv-date-picker", disabled: false });
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "kv-date-button" });
    button.setAttribute("aria-label", `${words.calendar}: ${field.labels?.[0]?.textContent.replace("*", "").trim() ?? ""}`);
    button.append(icon("calendar"));
    button.addEventListener("click", () => {
      const [day, month, year] = field.value.split("/");
      picker.value = year?.length === 4 ? `${year}-${month}-${day}` : "";
      picker.showPicker();
    });
    picker.addEventListener("change", (event) => {
      event.stopPropagation();
      if (!picker.value) return;
      field.value = picker.value.split("-").reverse().join("/");
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    holder.append(button, picker);
  }
}

export function passwords(root) {
  for (const holder of root.querySelectorAll("[data-password]:not([data-done])")) {
    holder.dataset.done = "";
    const field = holder.querySelector("input");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "kv-date-button" });
    button.setAttribute("aria-label", words.show);
    button.setAttribute("aria-pressed", "false");
    button.append(icon("eye"));
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      button.replaceChildren(icon(shown ? "eye-off" : "eye"));
    });
    holder.append(button);
  }
}
