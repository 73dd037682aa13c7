import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { toDeviceError } from "../../../firmware/ports/errors.js";
import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import type { TaskContext } from "../../base/task-context.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import type { BootloaderEvent } from "../bootloader/bootloader-events.js";
import { Chip } from "../bootloader/chip.js";
import type { ConnectOptions } from "../bootloader/connect-chip.js";
import { findIdentityPartition } from "../bootloader/identity-partition.js";
import { writeVerified } from "../bootloader/write-verified.js";
import { bootstrapRefused } from "../bootstrap-link/bootstrap-refused.js";
import { renewedImage } from "../identity/renewed-image.js";
import { readOnlyFlash } from "../partitions/read-only-flash.js";

const { blockLength: sectorLength } = flashGeometry;

export interface InstalledOverFlash {
	/** The board was that thing already, and nothing was written. */
	readonly kept: { readonly thingName: string; readonly certificateId: string } | undefined;
	/** Starts the firmware, which waits for it: whoever wants to hear its first words listens before. */
	readonly restart: () => Promise<unknown>;
}

/**
 * Writes a bootstrap into the board's identity partition, over a link that can reset the board. `makeBootstrap` is called when nothing
 * else is left to do. An identity is left alone; what is staged and what key the device has made stay beside the new bootstrap. When it
 * rejects, the board was started.
 */
export async function installOverFlash(
	{ link, usb, baudRate }: Omit<ConnectOptions, "signal">,
	makeBootstrap: () => Promise<Bootstrap | BootstrapForOwnKey>,
	context: TaskContext<BootloaderEvent>,
): Promise<InstalledOverFlash> {
	const chip = await Chip.connect({ link, baudRate, usb, signal: context.signal });
	const restart = () => chip.restart();
	try {
		const { offset, size } = await findIdentityPartition(chip);
		const before = await chip.read(offset, size);
		const { current: identity } = new IdentityStore(readOnlyFlash(before), nodeTextCodec);
		if (identity !== undefined) return { kept: identity, restart };
		const after = renewed(before, await makeBootstrap());
		const { start, end } = difference(before, after);
		// What is left of an older bootstrap in the same place would go on where a write that is cut short ends.
		await chip.erase(offset + start, end - start);
		const region = { name: "identity", offset: offset + start, bytes: after.subarray(start, end) };
		await writeVerified(chip, region, context);
		return { kept: undefined, restart };
	} catch (error) {
		// Of the two the first one is to be told.
		await restart().catch(() => undefined);
		throw error;
	}
}

function renewed(before: Uint8Array, bootstrap: Bootstrap | BootstrapForOwnKey): Uint8Array {
	try {
		return renewedImage(before, bootstrap);
	} catch (error) {
		// As the device itself would refuse it over serial.
		const { code, message } = toDeviceError(error);
		throw bootstrapRefused({ code, message });
	}
}

/** Whole sectors, from the first that differs to the last: the others are not even erased. */
function difference(before: Uint8Array, after: Uint8Array): { start: number; end: number } {
	const differs = (_: unknown, index: number) => {
		const sector = (bytes: Uint8Array) => bytes.subarray(index * sectorLength, (index + 1) * sectorLength);
		return Buffer.compare(sector(before), sector(after)) !== 0;
	};
	const sectors = Array.from({ length: after.length / sectorLength }, differs);
	return { start: sectors.indexOf(true) * sectorLength, end: (sectors.lastIndexOf(true) + 1) * sectorLength };
}
