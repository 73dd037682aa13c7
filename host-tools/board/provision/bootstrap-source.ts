import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";

/** As errors call what a board is given: options, settings file and what the account says, put together. */
export const boardSettings = "The board's bootstrap";

/** Where a board's bootstrap comes from. */
export interface BootstrapSource {
	/** Another one can be made when a board was too slow for this one. */
	readonly renewable: boolean;
	/** Finds everything that can be wrong with it, before a board is touched and before a claim's five minutes begin. */
	check(serialNumber: string): Promise<void>;
	/** To be installed at once: a claim is made now. */
	make(serialNumber: string): Promise<MadeBootstrap>;
}

export interface MadeBootstrap {
	readonly bootstrap: Bootstrap | BootstrapForOwnKey;
	/** ms since 1970; undefined where it does not run out. */
	readonly expiresAt: number | undefined;
}
