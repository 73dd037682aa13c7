import type { Bootstrap } from "../../firmware/core/bootstrap.js";

/** Size of the `identity` partition in partitions.csv and of every flash file, in bytes. */
export const identityPartitionSize = 0x8000;

/** The whole identity partition of a new device, ready to be flashed. Format: docs/identity-partition.md. */
export function createIdentityImage(_bootstrap: Bootstrap): Uint8Array {
	throw new Error("being written");
}
