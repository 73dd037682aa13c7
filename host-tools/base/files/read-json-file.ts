import { ToolError } from "../tool-error.js";
import { readTextFile } from "./read-text-file.js";

/** What the JSON file at `path` holds, which may be a secret. `next` says where such a file comes from. Rejects with ToolError `file-missing`, `file-invalid`. */
export async function readJsonFile(path: string, next: string): Promise<unknown> {
	const text = await readTextFile(path, next);
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own error is dropped: it quotes what it read.
		throw new ToolError("file-invalid", `${path} is not JSON`, { next });
	}
}
