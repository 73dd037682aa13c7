import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { repositoryRoot } from "../../base/files/repository-root.js";

const compiled = join(repositoryRoot, "dist", "host-tools", "cli");
/** As deep as the modules it is made of, which find package.json and certs from where they lie. */
const outdir = join(compiled, "bundle");

// The names of chunks change with what is in them: old ones would be packed, too.
await rm(outdir, { recursive: true, force: true });
await build({
	entryPoints: [join(compiled, "bin", "thingsmith.js")],
	outdir,
	absWorkingDir: repositoryRoot,
	bundle: true,
	// What is imported only when it is needed stays a file of its own.
	splitting: true,
	packages: "external",
	platform: "node",
	format: "esm",
	logLevel: "warning",
});
await chmod(join(outdir, "thingsmith.js"), 0o755);
