import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AccessKey } from "../../host-tools/emulator/http/signature/access-keys.js";

/** What the SDK's signer hashes with. */
class Sha256 {
	readonly #hash: Hash | Hmac;

	constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
		this.#hash =
			secret === undefined
				? createHash("sha256")
				: createHmac("sha256", typeof secret === "string" ? secret : Buffer.from(secret as Uint8Array));
	}

	update(data: string | Uint8Array): void {
		this.#hash.update(data);
	}

	async digest(): Promise<Uint8Array> {
		return this.#hash.digest();
	}

	reset(): void {}
}

/** The SDK's own signer for a service. */
export function signerFor(service: string, credentials: AccessKey, region = "us-east-1"): SignatureV4 {
	const { accessKeyId, secretAccessKey, sessionToken } = credentials;
	return new SignatureV4({
		service,
		region,
		credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
		sha256: Sha256,
	});
}

export interface UrlOptions {
	readonly protocol?: string;
	readonly service?: string;
	/** Seconds. */
	readonly expiresIn?: number;
	readonly signingDate?: Date;
	/** Puts the session token into the URL once it is signed, as AWS's device SDKs do. */
	readonly tokenLast?: boolean;
}

/** A URL for MQTT over WebSocket, signed ahead. */
export async function webSocketUrl(port: number, key: AccessKey, options: UrlOptions = {}): Promise<string> {
	const { protocol = "wss:", service = "iotdevicegateway", expiresIn = 60, signingDate, tokenLast = false } = options;
	const { sessionToken, ...lasting } = key;
	const request = {
		method: "GET",
		protocol,
		hostname: "127.0.0.1",
		port,
		path: "/mqtt",
		headers: { host: `127.0.0.1:${port}` },
	};
	const { query = {} } = await signerFor(service, tokenLast ? lasting : key).presign(request, {
		expiresIn,
		...(signingDate && { signingDate }),
	});
	const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
	if (tokenLast && sessionToken !== undefined) {
		parameters.push(`X-Amz-Security-Token=${encodeURIComponent(sessionToken)}`);
	}
	return `${protocol}//127.0.0.1:${port}/mqtt?${parameters.join("&")}`;
}
