import { decodeText } from "./decode-text.js";
import { readInputFile } from "./read-input-file.js";

/** `readInputFile`, as text. */
export async function readTextFile(path: string, next?: string): Promise<string> {
	return decodeText(await readInputFile(path, next));
}
