/* A symbol of the sprite, whose address the page already shows in the icons of its own. */
const NS = "http://www.w3.org/2000/svg";

export function icon(name) {
  const address = document.querySelector("svg use")?.getAttribute("href").split("#")[0] ?? "";
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(NS, "use");
  use.setAttribute("href", `${address}#${name}`);
  svg.append(use);
  return svg;
}
