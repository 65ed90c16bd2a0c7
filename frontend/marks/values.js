/* What may stand in a cell, and averages, as the rules of the server have them (school/gradebook/rules). Numbers are whole tenths,
   so that halves go up without a binary fraction in between. */
const english = document.documentElement.lang === "en";
export const say = english
  ? {
      text: "Not a mark: a number from 0 to 10, such as 8 or 8,5.", range: "A mark is from 0 to 10.", digits: "One decimal at most, such as 8,5.",
      whole: "Whole numbers only.", least: "A mark is from 0 to 10.", pass: "Enter Đ (passed) or CĐ (not passed).", level: "Enter T, H or C.",
    }
  : {
      text: "Không phải điểm: hãy nhập số từ 0 đến 10, ví dụ 8 hoặc 8,5.", range: "Điểm phải từ 0 đến 10.", digits: "Nhiều nhất một chữ số thập phân, ví dụ 8,5.",
      whole: "Chỉ số nguyên.", least: "Điểm phải từ 0 đến 10.", pass: "Hãy nhập Đ (đạt) hoặc CĐ (chưa đạt).", level: "Hãy nhập T, H hoặc C.",
    };
export const OPTIONS = { pass: ["", "Đ", "CĐ"], level: ["", "T", "H", "C"] };
const SPELLED = {
  pass: { D: "Đ", "Đ": "Đ", "ĐẠT": "Đ", DAT: "Đ", CD: "CĐ", "CĐ": "CĐ", "CHƯA ĐẠT": "CĐ", "CHUA DAT": "CĐ" },
  level: { T: "T", H: "H", C: "C", HTT: "T", HT: "H", CHT: "C", "HOÀN THÀNH TỐT": "T", "HOÀN THÀNH": "H", "CHƯA HOÀN THÀNH": "C" },
};
export const KEYS = { pass: { d: "Đ", "đ": "Đ", c: "CĐ" }, level: { t: "T", h: "H", c: "C" } };

/* { value } as it is shown, or { problem } in words. An empty cell is a value. column: { entry, least, whole } of it. */
export function read({ entry, least = 0, whole: isWhole = false }, typed) {
  const text = typed.trim();
  if (!text) return { value: "" };
  if (entry === "text") return { value: text.slice(0, 500) };
  if (entry !== "score" && entry !== "test") {
    const word = SPELLED[entry][text.toUpperCase().split(/\s+/).join(" ")];
    return word === undefined ? { problem: say[entry] } : { value: word };
  }
  const parts = text.match(/^(\d{1,3})?(?:[.,](\d{1,6}))?$/);
  if (!parts || (parts[1] === undefined && parts[2] === undefined)) return { problem: say.text };
  const whole = Number(parts[1] ?? 0), rest = (parts[2] ?? "").replace(/0+$/, "");
  if (whole > 10 || (whole === 10 && rest)) return { problem: say.range };
  if (isWhole && rest) return { problem: say.whole };
  if (whole < least) return { problem: say.least.replace("0", String(least)) };
  if (rest.length > 1) return { problem: say.digits };
  return { value: rest ? `${whole},${rest}` : String(whole) };
}

/* While somebody types: whether it can still become a mark. */
export function mayBecome({ entry, least = 0, whole = false }, typed) {
  if (entry !== "score" && entry !== "test") return true;
  const text = typed.trim();
  if (whole) return (least ? /^(10?|[1-9])?$/ : /^(10?|\d)?$/).test(text);
  return /^(10([.,]0?)?|\d([.,]\d?)?|[.,]\d?)?$/.test(text);
}

const tenths = (shown) => {
  const [whole, rest = "0"] = shown.split(",");
  return Number(whole) * 10 + Number(rest);
};

/* cells: [{ entry, weight, value }] of one row -> { result, isFinal, missing }. isEven: a half goes to the even tenth. */
export function judge(cells, isEven = false) {
  const asked = cells.filter(({ entry }) => entry !== "text");
  const missing = asked.filter(({ value }) => !value).length;
  if (asked.some(({ entry }) => entry === "score")) {
    let total = 0, weights = 0;
    for (const { value, weight } of asked) if (value) [total, weights] = [total + tenths(value) * weight, weights + weight];
    if (!weights) return { result: "", isFinal: false, missing };
    const up = Math.floor((2 * total + weights) / (2 * weights)), isHalf = (2 * total) % (2 * weights) === weights;
    const mean = isEven && isHalf && up % 2 ? up - 1 : up;
    return { result: `${Math.floor(mean / 10)},${mean % 10}`, isFinal: !missing, missing };
  }
  if (!asked.some(({ entry }) => entry === "pass")) return { result: "", isFinal: true, missing };
  if (asked.some(({ value }) => value === "CĐ")) return { result: "CĐ", isFinal: true, missing };
  return { result: missing ? "" : "Đ", isFinal: !missing, missing };
}

/* A block as spreadsheets put it on the clipboard; the line break at its end is no row. */
export function block(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
}
