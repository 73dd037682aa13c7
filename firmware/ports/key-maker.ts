export interface DeviceKey {
	/** PKCS#8 DER. Never leaves the device. */
	readonly privateKey: Uint8Array;
	/** PEM, at most 4096 characters (AWS IoT). */
	readonly certificateSigningRequest: string;
}

export interface KeyMaker {
	/** A fresh RSA 2048 key with a request for its certificate. Rejects with `key-unsupported` where the device cannot make keys. */
	makeKey(): Promise<DeviceKey>;
}
