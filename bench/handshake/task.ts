/** What the app under bench/handshake/app is told, in a JSON file; DER is in base64. */
export interface HandshakeTask {
	readonly host: string;
	readonly port: number;
	readonly rootCa: string;
	readonly certificate: string;
	readonly privateKey: string;
	/** Connections of each kind. */
	readonly rounds: number;
	/** Where the app writes its HandshakeReport. */
	readonly resultFile: string;
}

/** Milliseconds of one connection, on average, in each phase; `total` is from opening to CONNACK. */
export interface HandshakeReport {
	readonly full: Readonly<Record<string, number>>;
	readonly resumed: Readonly<Record<string, number>>;
	/** What went wrong; the report ends there. */
	readonly error?: string;
}
