import { constants } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { placeError } from "../../base/files/place-error.js";
import { ownFile, replacePrivateFile } from "../../base/files/private-files.js";

/** The file's text; undefined when it or the directory is not there. */
export async function readPem(directory: string | undefined, name: string): Promise<string | undefined> {
	if (directory === undefined) return undefined;
	try {
		return await readFile(join(directory, name), {
			encoding: "utf8",
			flag: constants.O_RDONLY | ownFile,
		});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw placeError(join(directory, name), error);
	}
}

/** Writes it 0600 and forces it to the medium; nothing without a directory. */
export async function writePem(directory: string | undefined, name: string, pem: string): Promise<void> {
	if (directory !== undefined) await replacePrivateFile(join(directory, name), (file) => file.writeFile(pem));
}
