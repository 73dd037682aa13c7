/** AWS: bytes of an answer above which an HTTP action is not tried again. */
const longestAnswer = 16 * 1024;

export interface PostRequest {
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
	/** ms, real time. */
	readonly deadlineMs: number;
	/** Ends the request, e.g. because the emulator ends. */
	readonly signal?: AbortSignal;
}

export interface PostAnswer {
	readonly status: number;
	/** It is longer than AWS reads. */
	readonly isTooLong: boolean;
}

/** Sends one POST; follows no redirection. Rejects with an Error that says why there is no answer. */
export async function post({ url, headers, body, deadlineMs, signal }: PostRequest): Promise<PostAnswer> {
	const late = AbortSignal.timeout(deadlineMs);
	try {
		const response = await fetch(url, {
			method: "POST",
			headers: { connection: "close", ...headers },
			body: new Uint8Array(body),
			redirect: "manual",
			signal: signal === undefined ? late : AbortSignal.any([late, signal]),
		});
		return { status: response.status, isTooLong: await isTooLong(response) };
	} catch (error) {
		if (late.aborted) throw new Error(`no answer within ${deadlineMs} ms`);
		const { message, cause } = error as Error;
		throw new Error(cause instanceof Error ? `${message} (${cause.message})` : message);
	}
}

async function isTooLong({ body }: Response): Promise<boolean> {
	let length = 0;
	for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
		length += chunk.length;
		if (length > longestAnswer) return true;
	}
	return false;
}
