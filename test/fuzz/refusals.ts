import { AwsError } from "../../host-tools/emulator/aws-error.js";

/** Runs what may refuse; throws what is no refusal of these kinds, and a refusal that says the emulator failed. */
export function refusable<T>(
	what: () => T,
	...kinds: readonly (abstract new (
		...given: never
	) => Error)[]
): T | undefined {
	try {
		return what();
	} catch (error) {
		passRefusal(error, kinds);
		return undefined;
	}
}

/** Throws again what is no refusal. */
export function passRefusal(error: unknown, kinds: readonly (abstract new (...given: never) => Error)[] = []): void {
	const isRefusal = error instanceof AwsError && error.status !== 500;
	if (!isRefusal && !kinds.some((kind) => error instanceof kind)) throw error;
}
