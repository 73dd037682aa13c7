import SNTP from "sntp";
import type { Question } from "./ask-servers.js";

/** Asks one server with the SDK's SNTP client, which repeats the question every 5 s. */
export function askSntp(host: string): Question {
	const { promise, resolve, reject } = Promise.withResolvers<number>();
	let client: SNTP | undefined;
	try {
		client = new SNTP({ host }, (message, value) => {
			if (message === SNTP.retry) return;
			// It has closed itself, or is about to.
			client = undefined;
			if (message === SNTP.time && typeof value === "number") resolve(value);
			else reject(new Error(String(value)));
		});
	} catch (thrown) {
		reject(thrown);
	}
	return {
		answer: promise,
		close() {
			// Untyped in the SDK.
			const open = client as { close(): void } | undefined;
			client = undefined;
			open?.close();
		},
	};
}
