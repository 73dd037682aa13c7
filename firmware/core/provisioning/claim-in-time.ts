import type { Clock } from "../../ports/clock.js";
import { DeviceError } from "../../ports/errors.js";
import type { Claim } from "../bootstrap.js";
import type { IdentityStore } from "../identity/identity-store.js";

/** The claim in flash, as long as it is good. Throws `claim-missing`, `claim-expired`. */
export function claimInTime(store: IdentityStore, clock: Clock): Claim {
	const { claim } = store;
	if (!claim) throw new DeviceError("claim-missing", "The flash holds no claim; make one and flash it");
	const left = secondsLeft(claim, clock);
	if (claim.expiresAt !== undefined && left <= 0) {
		throw new DeviceError("claim-expired", `The claim expired ${-left} s ago; make a new one and flash it`);
	}
	return claim;
}

/** Whether the claim is good for `milliseconds` more. */
export function isInTime({ expiresAt }: Claim, clock: Clock, milliseconds: number): boolean {
	return expiresAt === undefined || expiresAt - clock.now() >= milliseconds;
}

/** Whole seconds until the claim expires, rounded down; -1 for one that does not. */
export function secondsLeft({ expiresAt }: Claim, clock: Clock): number {
	return expiresAt === undefined ? -1 : Math.floor((expiresAt - clock.now()) / 1000);
}
