/** What a board does wrong, on request; all of it the same in every run. Counts begin at 1 when the board is made, unless they say otherwise. */
export interface RomFaults {
	/** So many bytes of noise before every n-th packet of the chip. */
	readonly noiseBefore?: { readonly bytes: number; readonly every: number };
	/** So many bytes of noise after every n-th packet of the chip. */
	readonly noiseAfter?: { readonly bytes: number; readonly every: number };
	/** Bytes from the host that do not arrive: every n-th, or these. */
	readonly loseFromHost?: number | readonly number[];
	/** Bytes to the host that do not arrive: every n-th, or these. */
	readonly loseToHost?: number | readonly number[];
	/** These answers to SPI_FLASH_MD5 are wrong: the n-th ones since the chip entered download mode, or all. */
	readonly wrongMd5?: readonly number[] | "all";
	/**
	 * The cable is pulled while the n-th command runs: no answer, the line closes, what was being written is half written and
	 * torn. Once; when the board is plugged in again, it works.
	 */
	readonly unplugAtCommand?: number;
	/** The cable is pulled when the n-th byte from the host arrives. Once. */
	readonly unplugAtByte?: number;
	/** Nothing is ever sent: a board whose TX is not connected. */
	readonly silent?: boolean;
	/** Milliseconds between a command and its answer. */
	readonly answerAfter?: number;
	/** CHANGE_BAUDRATE fails and the rate stays. */
	readonly refuseBaudRate?: boolean;
	/** Booted from flash, the chip prints this again and again instead of running anything. */
	readonly bootLoop?: string;
	/** The eFuse is burnt that leaves few commands (not on ESP32). */
	readonly secureDownload?: boolean;
	/** eFuses say that flash encryption is on. */
	readonly flashEncryption?: boolean;
}
