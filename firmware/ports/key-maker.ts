export interface DeviceKey {
	/** PKCS#8 DER. Never leaves the device. */
	readonly privateKey: Uint8Array;
	/** PEM, at most 4096 characters (AWS IoT). */
	readonly certificateSigningRequest: string;
}

/** Tells a long computation that nobody waits for its result any more. A `Scope` is one. */
export interface CancellationToken {
	/** Once true, it stays true. */
	readonly closed: boolean;
}

export interface KeyMaker {
	/**
	 * A fresh RSA 2048 key with a request for its certificate. Seconds, on a chip maybe a minute; what else the device does goes on meanwhile.
	 * Rejects with `closed` soon after `cancellation` was closed, with `internal` when arithmetic or random bytes are unsound.
	 */
	makeKey(cancellation?: CancellationToken): Promise<DeviceKey>;
}
