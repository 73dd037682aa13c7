/** Rejects, naming `what`, when `promise` has not settled within `milliseconds`. */
export async function within<T>(promise: Promise<T>, what: string, milliseconds = 20_000): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`Waited ${milliseconds} ms in vain for ${what}`)), milliseconds);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Resolves when `condition` gives something other than undefined and false; it is asked again at each turn of the event loop. */
export async function until<T>(
	what: string,
	condition: () => T | undefined | false,
	milliseconds = 20_000,
): Promise<T> {
	const deadline = performance.now() + milliseconds;
	for (;;) {
		const value = condition();
		if (value !== undefined && value !== false) return value;
		if (performance.now() > deadline) throw new Error(`Waited ${milliseconds} ms in vain for ${what}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}
