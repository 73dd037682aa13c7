/** What Espressif's development boards have, and most that are made after them. */
export interface KnownBoard {
	/** GPIO of the BOOT button; pressed is low. */
	readonly bootPin: number;
	/** GPIO of an addressable light (WS2812); undefined: none that could be counted on. */
	readonly colorPin: number | undefined;
}

const boards: Readonly<Record<string, KnownBoard>> = Object.freeze({
	esp32: Object.freeze({ bootPin: 0, colorPin: undefined }),
	esp32c3: Object.freeze({ bootPin: 9, colorPin: 8 }),
	esp32c6: Object.freeze({ bootPin: 9, colorPin: 8 }),
	esp32s3: Object.freeze({ bootPin: 0, colorPin: 48 }),
});

/** Undefined for a chip that is not known. */
export function knownBoard(model: string): KnownBoard | undefined {
	return boards[model];
}
