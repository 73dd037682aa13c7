/** Resolves once `condition` holds, asked at every turn of the event loop; rejects, naming `what`, after `milliseconds`. */
export async function eventually(condition: () => boolean, what: string, milliseconds = 10_000): Promise<void> {
	const deadline = performance.now() + milliseconds;
	while (!condition()) {
		if (performance.now() > deadline) throw new Error(`Waited ${milliseconds} ms in vain for ${what}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}
