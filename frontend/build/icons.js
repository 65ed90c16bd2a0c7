/* One SVG sprite of the Tabler icons that the tree names: icon="users", svg_icon("users"), ui.icon("users"), ("Nhãn", url, "users"),
   {"success": "circle-check"} beside svg_icon. A word that only happens to be an icon's name costs a few bytes; an icon asked
   for by icon= or svg_icon( that does not exist stops the build. */
import { existsSync, readFileSync } from "node:fs";
import { sources } from "./sources.js";

const OUTLINE = "node_modules/@tabler/icons/icons/outline";
const FILLED = "node_modules/@tabler/icons/icons/filled";
const ASKED = /(?:\bicon\s*=\s*|["']icon["']\s*:\s*|(?:svg_icon|ui\.icon)\(\s*(?:icon or )?)["']([a-z0-9-]+)["']/g;
const QUOTED = /["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']/g;

function file(name) {
  if (name.endsWith("-filled")) return `${FILLED}/${name.slice(0, -"-filled".length)}.svg`;
  return `${OUTLINE}/${name}.svg`;
}

function symbol(name) {
  const svg = readFileSync(file(name), "utf8");
  const inside = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "");
  const paint = name.endsWith("-filled")
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
}

function used() {
  const names = new Set();
  for (const { path, text } of sources("src/khuevan", "frontend")) {
    if (path.includes("/tests/") || path.includes("frontend/build/")) continue;
    for (const [, name] of text.matchAll(ASKED)) {
      if (!existsSync(file(name))) throw new Error(`${path}: Tabler has no icon "${name}" (see tabler.io/icons)`);
      names.add(name);
    }
    if (/icon|Entry\(|Found\(|Card\(|menu\(/.test(text)) {
      for (const [, name] of text.matchAll(QUOTED)) if (existsSync(file(name))) names.add(name);
    }
  }
  return [...names].sort();
}

export function sprite() {
  return {
    name: "khuevan-icons",
    generateBundle() {
      const symbols = used().map(symbol).join("\n");
      this.emitFile({ type: "asset", name: "icons.svg", source: `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n` });
      this.emitFile({ type: "asset", name: "logo.svg", source: readFileSync("frontend/logo.svg", "utf8") });
    },
  };
}
