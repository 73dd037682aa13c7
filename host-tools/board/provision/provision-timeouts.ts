/** Every wait of `device provision`, in milliseconds. The device's own are in firmware/core/timeouts.ts. */
export interface ProvisionTimeouts {
	/** A board boots in one to three seconds, and then answers. */
	readonly helloMs: number;
	/** An ESP32 makes an RSA key in half a minute, seldom in three. */
	readonly keyMs: number;
	/** Between two questions whether the key is ready. */
	readonly keyPollMs: number;
	/** Longer than the device's longest wait before it says what it waits for. */
	readonly silenceMs: number;
	/** Several tries of the device. */
	readonly onlineMs: number;
	/** For a reading of a device that is online, beside two of its intervals. */
	readonly readingMs: number;
	/** How long a port may be away: a board with native USB takes it along when it restarts. */
	readonly portAwayMs: number;
	/** Between two looks at AWS, which may take a moment to show what it has just made. */
	readonly verifyPauseMs: number;
}

export const provisionTimeouts: ProvisionTimeouts = Object.freeze({
	helloMs: 8_000,
	keyMs: 300_000,
	keyPollMs: 1_000,
	silenceMs: 60_000,
	onlineMs: 420_000,
	readingMs: 30_000,
	portAwayMs: 10_000,
	verifyPauseMs: 1_000,
});

/** Claims that are made for one board, each good for five minutes. */
export const claimAttempts = 3;
/** Looks at AWS before something counts as missing. */
export const verifyAttempts = 3;
