/* ECharts, fetched only where a chart or map stands. Colours come from the theme's own tokens. Tooltips are drawn in the
   canvas ("richText"): as HTML they would carry inline styles, which the content policy refuses. */
import { BarChart, LineChart, PieChart, RadarChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, RadarComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, RadarChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, RadarComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

const drawn = new Set();
/* Several series are told apart without colour: bars by their pattern, lines by dashes, points by their shape. */
const SHAPES = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];
const DASHES = ["solid", "dashed", "dotted", [12, 4], [2, 6], [10, 3, 2, 3]];
const FONT = '"Be Vietnam Pro", sans-serif';

function tokens() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return { ink: read("--kv-ink"), soft: read("--kv-ink-soft"), line: read("--kv-line"), paper: read("--kv-surface"), colours: [1, 2, 3, 4, 5, 6].map((n) => read(`--kv-series-${n}`)) };
}

function written(unit) {
  const format = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "vi", { maximumFractionDigits: 2 });
  return (value) => (value === null || value === undefined || Number.isNaN(value) ? "–" : format.format(value) + (unit === "%" ? "%" : ""));
}

function shared(look) {
  return {
    color: look.colours,
    textStyle: { fontFamily: FONT, color: look.soft },
    animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 400,
    tooltip: { renderMode: "richText", backgroundColor: look.paper, borderColor: look.line, textStyle: { color: look.ink, fontFamily: FONT, fontSize: 12 } },
    legend: { bottom: 0, icon: "circle", itemWidth: 9, itemHeight: 9, textStyle: { color: look.soft, fontFamily: FONT } },
  };
}

const LETTER = 6.8; // pixels, about, of a letter in legends and on axes

/* Pixels that a legend of these names takes at the foot of a figure of this width: it wraps where they do not fit. */
function legendHeight(names, width) {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const wide = name.length * LETTER + 30;
    if (used && used + wide > width - 16) {
      rows += 1;
      used = 0;
    }
    used += wide;
  }
  return 12 + rows * 20;
}

/* Names of categories stand upright where each has room, else slanted and shortened, none left out up to 24. */
function categoryLabels(names, look, width) {
  const isCrowded = Math.max(...names.map((name) => String(name).length)) * LETTER > (width - 60) / names.length;
  if (!isCrowded) return { color: look.soft, hideOverlap: true };
  return { color: look.soft, rotate: 38, interval: names.length > 24 ? "auto" : 0, width: 110, overflow: "truncate" };
}

/* Whole numbers of things: no half of one on the axis. */
function counts(spec) {
  return !spec.unit && spec.series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
}

function chart(spec, look, width) {
  const base = shared(look);
  const value = written(spec.unit);
  if (spec.kind === "pie") {
    return { ...base, tooltip: { ...base.tooltip, trigger: "item", valueFormatter: value },
      series: [{ type: "pie", radius: ["60%", "90%"], top: 4, bottom: legendHeight(spec.categories, width), label: { show: false }, itemStyle: { borderColor: look.paper, borderWidth: 2 },
        data: spec.categories.map((name, place) => ({ name, value: spec.series[0].values[place] })) }] };
  }
  if (spec.kind === "radar") return radar(spec, look, width, base, value);
  if (spec.kind === "pyramid") return pyramid(spec, look, width, base, value);
  return {
    ...base,
    aria: patterns(spec.series.length > 1 && spec.kind !== "line"),
    tooltip: { ...base.tooltip, trigger: "axis", valueFormatter: value },
    legend: { ...base.legend, icon: spec.kind === "line" ? undefined : "rect", itemWidth: 22, show: spec.series.length > 1 },
    grid: { left: 4, right: 12, top: 12, bottom: spec.series.length > 1 ? legendHeight(spec.series.map(({ name }) => name), width) : 4, containLabel: true },
    xAxis: { type: "category", data: spec.categories, axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false }, axisLabel: categoryLabels(spec.categories, look, width) },
    yAxis: { type: "value", scale: spec.kind === "line", minInterval: counts(spec) ? 1 : 0, splitLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.soft, formatter: value } },
    series: spec.series.map(({ name, values }, place) => ({
      name, symbol: SHAPES[place % SHAPES.length], data: values, type: spec.kind === "line" ? "line" : "bar", stack: spec.kind === "stacked" ? "all" : undefined, barMaxWidth: 28,
      itemStyle: { borderRadius: spec.kind === "bar" ? [3, 3, 0, 0] : 0 }, symbolSize: 8, lineStyle: { width: 2.5, type: DASHES[place % DASHES.length] },
    })),
  };
}

/* An axis for each category, all of the same length; names are cut where they would not fit, the table has them whole. */
function radar(spec, look, width, base, value) {
  const every = spec.series.flatMap(({ values }) => values.filter((number) => number !== null));
  const most = spec.unit === "%" ? 100 : Math.max(1, ...every);
  const room = Math.max(4, Math.floor(width / 4 / LETTER));
  return {
    ...base,
    aria: patterns(false),
    tooltip: { ...base.tooltip, trigger: "item", valueFormatter: value },
    legend: { ...base.legend, icon: undefined, itemWidth: 22, show: spec.series.length > 1 },
    radar: {
      radius: "68%", center: ["50%", "46%"], splitNumber: 4, splitArea: { show: false }, splitLine: { lineStyle: { color: look.line } }, axisLine: { lineStyle: { color: look.line } },
      axisName: { color: look.soft, fontFamily: FONT, formatter: (name) => (name.length > room ? `${name.slice(0, room - 1)}…` : name) },
      indicator: spec.categories.map((name) => ({ name, min: 0, max: most })),
    },
    series: [{
      type: "radar",
      data: spec.series.map(({ name, values }, place) => ({
        name, value: values.map((number) => number ?? 0), symbol: SHAPES[place % SHAPES.length], symbolSize: 7,
        lineStyle: { width: 2.5, type: DASHES[place % DASHES.length] }, areaStyle: { opacity: place ? 0 : 0.12 },
      })),
    }],
  };
}

function patterns(many) {
  return { enabled: true, label: { enabled: false }, decal: { show: many } };
}

/* Two series back to back, the first to the left: numbers to the left are written without their sign. */
function pyramid(spec, look, width, base, value) {
  const size = (number) => value(number === null || number === undefined ? number : Math.abs(number));
  return {
    ...base,
    aria: patterns(true),
    tooltip: { ...base.tooltip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: size },
    legend: { ...base.legend, icon: "rect", itemWidth: 22 },
    grid: { left: 4, right: 12, top: 12, bottom: legendHeight(spec.series.map(({ name }) => name), width), containLabel: true },
    xAxis: { type: "value", splitLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.soft, formatter: size, hideOverlap: true } },
    yAxis: { type: "category", data: spec.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.soft } },
    series: spec.series.map(({ name, values }, place) => ({
      name, type: "bar", stack: "all", barMaxWidth: 22, data: values.map((number) => (number === null || place ? number : -number)),
    })),
  };
}

function bounds(points, axis) {
  const values = points.map((point) => point.at[axis]);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = Math.max((high - low) * 0.08, 0.02);
  return { min: +(low - margin).toFixed(3), max: +(high + margin).toFixed(3) };
}

/* Points of a range of numbers are as large as the range; those of a kind are all alike. */
function sized(point, crowded) {
  const usual = crowded ? 6 : 11;
  return point.size === null || point.size === undefined ? usual : Math.round(usual * (0.6 + 1.2 * point.size));
}

function map(spec, look, narrow) {
  const base = shared(look);
  const groups = [...new Set(spec.points.map((point) => point.group))];
  const axis = (name) => ({ type: "value", name, nameTextStyle: { color: look.soft }, axisLine: { show: false }, splitLine: { lineStyle: { color: look.line, type: "dashed" } },
    axisLabel: { color: look.soft, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: (degrees) => `${degrees.toFixed(1)}°` } });
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: "item", formatter: ({ data }) => [data.name, data.detail].filter(Boolean).join("\n") },
    legend: { ...base.legend, icon: undefined, itemWidth: 14, itemHeight: 11, show: groups.length > 1 },
    grid: { left: 4, right: 12, top: 12, bottom: groups.length > 1 ? (narrow ? 60 : 36) : 4, containLabel: true },
    xAxis: { ...axis(""), ...bounds(spec.points, 0) },
    yAxis: { ...axis(""), ...bounds(spec.points, 1) },
    series: groups.map((group, place) => ({
      name: group, symbol: SHAPES[place % SHAPES.length], type: "scatter", z: 2 + groups.length - place, symbolSize: sized(spec.points.find((point) => point.group === group), spec.points.length > 400), itemStyle: { opacity: 0.85, borderColor: look.paper, borderWidth: 1 },
      data: spec.points.filter((point) => point.group === group).map((point) => ({ name: point.label, value: point.at, detail: point.detail, url: point.url })),
    })),
  };
}

/* The picture as a file, as wide as a page and in the colours of paper, whatever the screen shows. */
function saving(figure, spec, isMap) {
  const name = (figure.querySelector("figcaption")?.textContent || "khuevan").trim().replace(/\s+/g, " ");
  figure.querySelectorAll("[data-save]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const kind = button.dataset.save;
      const holder = document.createElement("div");
      const size = { width: 1200, height: 700 };
      const look = { ...tokens(), paper: "#ffffff", ink: "#1c2b2a", soft: "#3d4b49", line: "#c9d2d0" };
      const picture = init(holder, null, { renderer: kind === "svg" ? "svg" : "canvas", ...size });
      const option = isMap ? map(spec, look, false) : chart(spec, look, size.width);
      picture.setOption({ ...option, animation: false, backgroundColor: "#ffffff" });
      const link = document.createElement("a");
      link.href = picture.getDataURL({ type: kind, pixelRatio: 2, backgroundColor: "#ffffff" });
      link.download = `${name}.${kind}`;
      link.click();
      picture.dispose();
    });
  });
}

export function draw(figure) {
  if (drawn.has(figure)) return;
  drawn.add(figure);
  const spec = JSON.parse(figure.dataset.spec);
  const isMap = figure.hasAttribute("data-map");
  if (isMap && !spec.points.length) return;
  const canvas = init(figure.querySelector("[data-canvas]"), null, { renderer: "canvas" });
  let painted = 0;
  const paint = () => {
    painted = figure.clientWidth;
    canvas.setOption(isMap ? map(spec, tokens(), painted < 560) : chart(spec, tokens(), painted), true);
  };
  paint();
  if (isMap) canvas.on("click", ({ data }) => data.url && window.location.assign(data.url));
  new ResizeObserver(() => {
    canvas.resize();
    if (Math.abs(figure.clientWidth - painted) > 40) paint();
  }).observe(figure);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  saving(figure, spec, isMap);
  figure.dataset.drawn = "";
}
