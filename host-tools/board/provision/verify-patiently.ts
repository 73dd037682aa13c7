import { pause } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import type { VerifiedThing } from "../../cloud/account/verify-thing.js";
import { type ProvisionTimeouts, verifyAttempts } from "./provision-timeouts.js";

/** What `verify` finds, asked again where something is missing: AWS shows what it has just made only eventually. Rejects as `verify` does. */
export async function verifyPatiently(
	verify: () => Promise<VerifiedThing>,
	{ verifyPauseMs }: ProvisionTimeouts,
	signal: AbortSignal,
): Promise<VerifiedThing> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await verify();
		} catch (error) {
			const incomplete = error instanceof ToolError && error.code === "thing-incomplete";
			if (!incomplete || attempt === verifyAttempts) throw error;
			await pause(verifyPauseMs, signal);
		}
	}
}
