/* Builds frontend/ into the ui room's static files: hashed names, a map of plain names, icons and CSS cut to what is used. */
import { defineConfig } from "vite";
import { mapOfAssets } from "./frontend/build/map.js";
import { sprite } from "./frontend/build/icons.js";
import { trimmed } from "./frontend/build/trim.js";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [sprite(), trimmed(), mapOfAssets()],
  build: {
    outDir: "src/khuevan/kernel/ui/static/build",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2022",
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: { main: "frontend/main.js", theme: "frontend/theme.js", away: "frontend/away.js" },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
