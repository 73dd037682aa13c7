import { patience } from "./patience.js";

/** Rejects, naming `what`, when `promise` has not settled within `milliseconds` of a quiet machine. */
export async function within<T>(promise: Promise<T>, what: string, milliseconds = 20_000): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const startedAt = performance.now();
	const late = new Promise<never>((_resolve, reject) => {
		const look = () => {
			// The load may have come in the meantime.
			const left = patience(milliseconds) - (performance.now() - startedAt);
			if (left > 0) timer = setTimeout(look, left);
			else reject(inVain(what, startedAt));
		};
		look();
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Resolves when `condition` gives something other than undefined and false; it is asked again at each turn of the event loop, for
 * `milliseconds` of a quiet machine.
 */
export async function until<T>(
	what: string,
	condition: () => T | undefined | false,
	milliseconds = 20_000,
): Promise<T> {
	const startedAt = performance.now();
	for (;;) {
		const value = condition();
		if (value !== undefined && value !== false) return value;
		const waited = performance.now() - startedAt;
		if (waited > milliseconds && waited > patience(milliseconds)) throw inVain(what, startedAt);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

function inVain(what: string, startedAt: number): Error {
	return new Error(`Waited ${Math.round(performance.now() - startedAt)} ms in vain for ${what}`);
}
