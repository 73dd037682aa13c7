export interface DeviceKey {
	/** PKCS#8 DER. Never leaves the device. */
	readonly privateKey: Uint8Array;
	/** PEM, at most 4096 characters (AWS IoT). */
	readonly certificateSigningRequest: string;
}

/** Whoever asked for something long, as a `Scope` is: `closed` turns true once nobody wants it any more. */
export interface Asker {
	readonly closed: boolean;
}

export interface KeyMaker {
	/**
	 * A fresh RSA 2048 key with a request for its certificate. Seconds, on a chip maybe a minute; what else the device does goes on meanwhile.
	 * Rejects with `closed` soon after `asker` was closed, with `internal` when arithmetic or random bytes are unsound.
	 */
	makeKey(asker?: Asker): Promise<DeviceKey>;
}
