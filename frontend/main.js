/* Everything here improves pages that work without it. */
import "./main.css";
import htmx from "htmx.org";
import Alpine from "@alpinejs/csp";
import { palette } from "./palette.js";
import { behaviours } from "./behaviours.js";
import { dates, passwords } from "./fields.js";
import { savingForms } from "./autosave.js";
import { tables } from "./inline.js";
import { leaving } from "./leaving.js";
import { emptied, keeping } from "./keeping.js";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.historyCacheSize = 0;

Alpine.data("palette", palette);
Alpine.start();
behaviours();
leaving(emptied);

async function figures(root) {
  const found = root.querySelectorAll("[data-chart], [data-map]");
  if (!found.length) return;
  const { draw } = await import("./charts.js");
  found.forEach(draw);
}

async function gradebooks(root) {
  const found = root.querySelectorAll("[data-marks]");
  if (!found.length) return;
  const { grid } = await import("./marks/grid.js");
  found.forEach(grid);
}

async function rolls(root) {
  const found = root.querySelectorAll("[data-roll]");
  if (!found.length) return;
  const { roll } = await import("./roll.js");
  found.forEach(roll);
}

async function inspections(root) {
  const found = root.querySelectorAll("[data-inspection]");
  if (!found.length) return;
  const { inspection } = await import("./inspection.js");
  found.forEach(inspection);
}

function furnish(root) {
  dates(root);
  passwords(root);
  savingForms(root);
  tables(root);
  figures(root);
  return Promise.all([gradebooks(root), rolls(root), inspections(root)]);
}

furnish(document).then(keeping);
document.addEventListener("htmx:afterSettle", (event) => furnish(event.detail.elt));
document.documentElement.setAttribute("data-ready", "");
