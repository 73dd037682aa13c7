import { randomBytes } from "node:crypto";
import type { RoleAlias } from "./role-aliases.js";

/** What the credentials provider answers (read: awslabs' session helper). */
export interface TemporaryCredentials {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken: string;
	/** ISO 8601, whole seconds. */
	readonly expiration: string;
}

/** Whom they are for. */
export interface Holder {
	readonly certificateId: string;
	readonly thingName: string | undefined;
}

/**
 * Credentials in the shape of AWS's that are good for nothing at AWS, and say so: the key id in words, the token in its content.
 * Where they are presented to this emulator, they are anybody's. `now` in ms.
 */
export function localCredentials(
	{ roleArn, roleAlias, credentialDurationSeconds }: RoleAlias,
	{ certificateId, thingName }: Holder,
	now: number,
): TemporaryCredentials {
	const expiration = new Date(now + credentialDurationSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
	const note = "local test credentials of thingsmith: AWS knows none of this";
	const token = { note, roleAlias, roleArn, certificateId, thingName, expiration };
	return {
		// Twenty characters, of which AWS's temporary ones begin with ASIA.
		accessKeyId: "ASIATHINGSMITHLOCAL0",
		secretAccessKey: `thingsmith/local/test/${randomBytes(9).toString("hex")}`,
		sessionToken: Buffer.from(JSON.stringify(token)).toString("base64"),
		expiration,
	};
}
