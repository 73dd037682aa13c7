import { invalidRequest } from "../../aws-error.js";

/** Where the objects of S3 are that jobs name: an object's URL as `https://s3.<region>.amazonaws.com/<bucket>/<key>`, or with the bucket in the host. */
export interface JobFiles {
	/** The object as text; undefined when there is none. */
	read(s3Url: string): string | undefined;
	/** Where a device gets it without credentials for `seconds`; undefined when there is none. */
	urlOf(s3Url: string, seconds: number): string | undefined;
}

export const noFiles: JobFiles = Object.freeze({ read: () => undefined, urlOf: () => undefined });

/** The text of a documentSource. Throws InvalidRequestException when there is no such object. */
export function readSource(files: JobFiles, documentSource: string): string {
	const text = files.read(documentSource);
	if (text !== undefined) return text;
	throw invalidRequest(
		`documentSource ${documentSource.slice(0, 256)} is no object that can be read: the emulator has no S3 but the files it was given`,
	);
}
