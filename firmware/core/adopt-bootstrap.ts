import type { Bootstrap } from "./bootstrap.js";
import type { DeviceParts } from "./device-parts.js";

/**
 * Writes another bootstrap into flash. The candidate of a device without identity is kept, because AWS may believe in it already; an
 * identity is replaced. Throws the flash's codes: then what there was stays.
 */
export function adoptBootstrap({ store, readings }: DeviceParts, bootstrap: Bootstrap): void {
	const { credential } = bootstrap;
	// The readings of one thing are not another's.
	if (store.hasIdentity) readings.clear();
	if (store.hasIdentity || credential.kind === "permanent") store.install(bootstrap);
	else store.renewClaim(bootstrap, credential);
}
