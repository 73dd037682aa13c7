import type { X509Certificate } from "node:crypto";
import type { IoTClient } from "@aws-sdk/client-iot";
import { Found } from "../../base/doctor/found.js";
import type { AwsSettings } from "../account/aws-settings.js";
import type { DataEndpoint } from "../account/data-endpoint.js";

/** An account that can be asked, if it knows the credentials. */
export interface AskedAccount {
	readonly client: IoTClient;
	readonly settings: AwsSettings;
	readonly region: string;
}

/** Where devices connect, and what they are to trust there. */
export interface KnownEndpoint extends DataEndpoint {
	readonly rootCaPem: string;
	/** A `thingsmith local` says so. */
	readonly emulated: boolean;
	/** Where MQTT is asked for by ALPN; undefined: nowhere, which only an emulator may say. */
	readonly alpnPort: number | undefined;
}

/** What the checks of an account and its endpoint find out, for each other and for further ones. */
export interface CloudFound {
	readonly account: Found<AskedAccount>;
	/** Credentials were found, whoever they are. */
	readonly credentials: Found<true>;
	readonly endpoint: Found<KnownEndpoint>;
	readonly addresses: Found<readonly string[]>;
	/** The certificate of the endpoint. */
	readonly certificate: Found<X509Certificate>;
}

export function cloudFound(): CloudFound {
	return {
		account: new Found(),
		credentials: new Found(),
		endpoint: new Found(),
		addresses: new Found(),
		certificate: new Found(),
	};
}
