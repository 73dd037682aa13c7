import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { readJsonFile } from "../../base/files/read-json-file.js";
import { toBootstrap } from "./bootstrap-file.js";

/** The bootstrap in the file at `path`. Rejects with `file-missing`, `file-invalid`, `bootstrap-invalid`. */
export async function readBootstrap(path: string): Promise<Bootstrap> {
	return toBootstrap(await readJsonFile(path, "`thingsmith claim create … --bootstrap FILE` writes one"));
}
