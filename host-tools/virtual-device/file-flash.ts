import type { Flash } from "../../firmware/ports/flash.js";

/** A flash partition in a file, same bytes as on the chip, NOR rules enforced. The file must exist with a size that is a multiple of 4096. */
export function openFileFlash(_path: string): Flash {
	throw new Error("being written");
}
