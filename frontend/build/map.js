/* assets.json: plain name -> hashed name, read by khuevan.kernel.ui.assets. */
const PLAIN = /^(.+)-[A-Za-z0-9_-]{8}(\.[a-z0-9]+)$/;

export function mapOfAssets() {
  return {
    name: "khuevan-map",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(options, bundle) {
        const names = {};
        for (const { fileName } of Object.values(bundle)) {
          const parts = fileName.match(PLAIN);
          if (parts) names[parts[1] + parts[2]] = fileName;
        }
        this.emitFile({ type: "asset", fileName: "assets.json", source: JSON.stringify(names, Object.keys(names).sort(), 1) });
      },
    },
  };
}
