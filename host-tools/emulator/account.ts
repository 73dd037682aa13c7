import { type ArnScope, defaultScope } from "./arn.js";

/** Whose resources the emulator has. */
export interface Account {
	/** Twelve digits. */
	readonly accountId: string;
	/** Of everything; undefined: each resource is of the region that the request which makes it was signed for. */
	readonly region: string | undefined;
}

export const defaultAccount: Account = Object.freeze({ accountId: defaultScope.accountId, region: undefined });

/** The scope of what is made without a signed request. */
export function homeOf({ accountId, region }: Account): ArnScope {
	return { accountId, region: region ?? defaultScope.region };
}
