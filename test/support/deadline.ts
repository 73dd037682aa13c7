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
