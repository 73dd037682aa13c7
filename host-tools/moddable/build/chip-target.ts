import { ToolError } from "../../base/tool-error.js";
import { chipNames } from "../../board/firmware/build-manifest.js";

/** What differs between the chips the firmware is built for. */
export interface ChipTarget {
	/** As ESP-IDF names it, e.g. esp32c3. */
	readonly name: string;
	/** As the chip calls itself, e.g. ESP32-C3. */
	readonly chip: string;
	/** What mcconfig's `-p` takes. */
	readonly platform: string;
	/** ESP-IDF's compiler for it. */
	readonly compiler: string;
}

/** The chips of Espressif's that compute with Xtensa cores; the others are RISC-V. */
const xtensa: readonly string[] = Object.freeze(["esp32", "esp32s3"]);

export const chipTargets: readonly ChipTarget[] = Object.freeze(
	Object.entries(chipNames).map(([name, chip]) => ({
		name,
		chip,
		// The SDK knows the plain ESP32 without a board.
		platform: name === "esp32" ? "esp32" : `esp32/${name}`,
		compiler: xtensa.includes(name) ? `xtensa-${name}-elf-gcc` : "riscv32-esp-elf-gcc",
	})),
);

/** Throws ToolError `usage`. */
export function chipTarget(name: string): ChipTarget {
	const target = chipTargets.find((one) => one.name === name);
	if (target !== undefined) return target;
	const names = chipTargets.map((one) => one.name).join(", ");
	throw new ToolError("usage", `There is no target "${name}"`, { next: `use one of ${names}` });
}
