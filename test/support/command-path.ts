import { join } from "node:path";
import { readRoot, repositoryRoot } from "./source-imports.js";

const manifest = JSON.parse(readRoot("package.json")) as { bin: { thingsmith: string } };

/** What npm links as `thingsmith`, from the root. */
export const command = manifest.bin.thingsmith;
export const commandPath = join(repositoryRoot, command);
