import { decodeText } from "./decode-text.js";
import { type InputFileOptions, readInputFile } from "./read-input-file.js";

/** `readInputFile`, as text. */
export async function readTextFile(path: string, options?: InputFileOptions): Promise<string> {
	return decodeText(await readInputFile(path, options));
}
