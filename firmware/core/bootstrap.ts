import type { DeviceSettings } from "./settings/settings.js";

/** A short-lived certificate that is good for nothing but provisioning. */
export interface Claim {
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
	/** ms since 1970; undefined for a claim that does not expire within the life of the bootstrap. */
	readonly expiresAt: number | undefined;
}

/** A certificate of the device's own, made elsewhere (pre-made, from a CSR, or just-in-time). */
export interface PermanentCredential {
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
	readonly thingName: string;
	/** Lower-case hex SHA-256 of `certificate`. */
	readonly certificateId: string;
}

/** What the host writes into the identity partition of a new device. */
export interface Bootstrap {
	readonly settings: DeviceSettings;
	/** Root CA, DER. */
	readonly rootCa: Uint8Array;
	readonly credential: ({ readonly kind: "claim" } & Claim) | ({ readonly kind: "permanent" } & PermanentCredential);
}

/** A bootstrap with a certificate for the key the device made for itself, and therefore without a private key. */
export interface BootstrapForOwnKey extends Omit<Bootstrap, "credential"> {
	readonly credential: { readonly kind: "own-key" } & Omit<PermanentCredential, "privateKey">;
}
