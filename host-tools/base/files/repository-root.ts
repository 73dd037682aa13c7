import path from "node:path";

/** Where manifest.json is, seen from dist/host-tools/base/files. */
export const repositoryRoot = path.resolve(import.meta.dirname, "..", "..", "..", "..");
