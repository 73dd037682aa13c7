import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import { memoryFlash } from "../partitions/memory-flash.js";

/** Size of the `identity` partition in partitions.csv and of every flash file, in bytes. */
export const identityPartitionSize = 0x8000;

/** Where partitions.csv puts the `identity` partition. A board's own table, or a firmware's build.json, wins over it. */
export const identityPartitionOffset = 0x3f8000;

/** The whole identity partition of a new device, ready to be flashed (docs/identity-partition.md). Throws `flash-full`. */
export function createIdentityImage(bootstrap: Bootstrap, size = identityPartitionSize): Uint8Array {
	const image = new Uint8Array(size);
	new IdentityStore(memoryFlash(image), nodeTextCodec).install(bootstrap);
	return image;
}
