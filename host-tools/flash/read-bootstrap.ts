import { readFile } from "node:fs/promises";
import type { Bootstrap } from "../../firmware/core/bootstrap.js";
import { ToolError } from "../tool-error.js";
import { toBootstrap } from "./bootstrap-file.js";

const writeOne = "`thingsmith claim create … --bootstrap FILE` writes one";

/** The bootstrap in the file at `path`. Rejects with `file-missing`, `file-invalid`, `bootstrap-invalid`. */
export async function readBootstrap(path: string): Promise<Bootstrap> {
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		throw new ToolError("file-missing", `Cannot read ${path}: ${(error as Error).message}`, {
			next: writeOne,
			cause: error,
		});
	}
	return toBootstrap(parse(path, text));
}

function parse(path: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// JSON.parse quotes what it read, which may be a key.
		throw new ToolError("file-invalid", `${path} is not JSON`, { next: writeOne });
	}
}
