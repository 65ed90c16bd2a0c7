/* The files that name classes and icons: templates and Python of every room, and the front end itself. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NAMED = /\.(html|py|js)$/;
const LEFT_OUT = new Set(["node_modules", "static", "__pycache__", "migrations", "locale"]);

export function* sources(...roots) {
  for (const root of roots) {
    for (const entry of readdirSync(root, { withFileTypes: true })) {
      const path = join(root, entry.name);
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name)) yield* sources(path);
      } else if (NAMED.test(entry.name)) {
        yield { path, text: readFileSync(path, "utf8") };
      }
    }
  }
}
