/** Why a command failed: ROM and stub have different codes (esptool documentation, "Serial Protocol", and the stub's sources). */
export type Failure = keyof typeof failures;

const failures = Object.freeze({
	parameter: { rom: 0x01, stub: 0xc0 },
	format: { rom: 0x05, stub: 0xc0 },
	result: { rom: 0x06, stub: 0xc6 },
	checksum: { rom: 0x07, stub: 0xc1 },
	flash: { rom: 0x08, stub: 0xc4 },
	inflate: { rom: 0x0b, stub: 0xc7 },
	"not enough data": { rom: 0x06, stub: 0xc8 },
	"too much data": { rom: 0x0d, stub: 0xc9 },
	"RAM size": { rom: 0x0e, stub: 0xc0 },
	unknown: { rom: 0x05, stub: 0xff },
});

/** A command that is answered with status 1. */
export class CommandError extends Error {
	override readonly name = "CommandError";
	readonly failure: Failure;

	constructor(failure: Failure) {
		super(failure);
		this.failure = failure;
	}

	/** Second status byte. */
	codeFor(kind: "rom" | "stub"): number {
		return failures[this.failure][kind];
	}
}
