import path from "node:path";

/** Where manifest.json is, seen from dist/host-tools/simulator. */
export const repositoryRoot = path.resolve(import.meta.dirname, "..", "..", "..");
