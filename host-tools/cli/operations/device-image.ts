import { createSecretFile } from "../../base/files/secret-file.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { readFirmwareBundle } from "../../board/firmware/firmware-bundle.js";
import { createIdentityImage, identityPartitionOffset } from "../../board/identity/identity-image.js";
import { checkIsFresh, readBootstrap } from "../../board/identity/read-bootstrap-file.js";

/** A file that goes to `offset` in flash. */
export interface ImageEvent {
	readonly event: "image";
	readonly path: string;
	readonly offset: number;
	readonly size: number;
}

export interface DeviceImageOptions {
	readonly bootstrapPath: string;
	/** Created with mode 0600, never written over. */
	readonly outPath: string;
	/** The firmware the image is for, whose partition table may differ; undefined: ours. */
	readonly firmwareDirectory: string | undefined;
}

/** Makes the identity partition's image, for flashers other than this one. */
export async function makeDeviceImage(
	options: DeviceImageOptions,
	{ emit, signal }: TaskContext<ImageEvent | NoteEvent>,
): Promise<void> {
	const { bootstrapPath, outPath, firmwareDirectory } = options;
	const bootstrap = await readBootstrap(bootstrapPath, signal);
	checkIsFresh(bootstrap, bootstrapPath);
	const place =
		firmwareDirectory === undefined ? undefined : (await readFirmwareBundle(firmwareDirectory)).manifest.identity;
	const image = createIdentityImage(bootstrap, place?.size);
	const offset = place?.offset ?? identityPartitionOffset;
	await createSecretFile(outPath, image);
	emit({ event: "image", path: outPath, offset, size: image.length });
	emit({ event: "note", text: `Write it with: esptool --port PORT write-flash 0x${offset.toString(16)} ${outPath}` });
	emit({ event: "note", text: "It holds a private key: remove it once it is flashed." });
}
