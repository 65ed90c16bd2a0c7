/* Leaves out the rules of Tabler that nothing in the tree names: 635 KB become a tenth. Classes put together at run time
   (kv-tone-…) are ours and kept whole. */
import { PurgeCSS } from "purgecss";
import { sources } from "./sources.js";

export function trimmed() {
  return {
    name: "khuevan-trim",
    enforce: "post",
    async generateBundle(options, bundle) {
      const content = [...sources("src/khuevan", "frontend")].map(({ text }) => ({ raw: text, extension: "html" }));
      for (const part of Object.values(bundle)) {
        if (part.type !== "asset" || !part.fileName.endsWith(".css")) continue;
        const [result] = await new PurgeCSS().purge({
          content,
          css: [{ raw: String(part.source) }],
          defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
          safelist: { greedy: [/^kv-/, /^htmx-/, /data-bs-theme/, /aria-/, /^:/], variables: [/^--kv-/], standard: ["html", "body", "dialog", "details", "summary", "progress", "kbd"] },
          variables: true,
          fontFace: false,
          keyframes: true,
        });
        part.source = result.css;
      }
    },
  };
}
