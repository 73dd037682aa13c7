/** What a client shows of itself, by the protocols it speaks: the functions of authorizers are told it as it is. */
export interface ClientContext {
	/** Undefined without TLS. */
	readonly tls?: { readonly serverName: string | undefined };
	/** The request to publish over HTTP, or to open a WebSocket. */
	readonly http?: {
		readonly headers: Readonly<Record<string, string>>;
		/** With its question mark; empty where there is none. */
		readonly queryString: string;
	};
	/** CONNECT. */
	readonly mqtt?: {
		readonly username?: string | undefined;
		readonly password?: Uint8Array | undefined;
		readonly clientId?: string | undefined;
	};
}

const nameKey = "x-amz-customauthorizer-name";
const signatureKey = "x-amz-customauthorizer-signature";

/**
 * What a client says for authorizers: `name?key=value&…` as user name of CONNECT, in the query or in headers, the first of these
 * that has it (docs/aws-behaviour.md, "Custom authentication").
 */
export class ShownCredentials {
	readonly #sources: readonly ((key: string) => string | undefined)[];

	constructor({ mqtt, http }: ClientContext) {
		const ofUser = parameters(mqtt?.username ?? "");
		const ofQuery = parameters(http?.queryString ?? "");
		const headers = new Map(Object.entries(http?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
		this.#sources = [(key) => ofUser.get(key), (key) => ofQuery.get(key), (key) => headers.get(key.toLowerCase())];
	}

	get authorizerName(): string | undefined {
		return this.#find(nameKey);
	}

	/** base64 */
	get signature(): string | undefined {
		return this.#find(signatureKey);
	}

	/** Under the name that the authorizer has for it. */
	token(tokenKeyName: string | undefined): string | undefined {
		return tokenKeyName === undefined ? undefined : this.#find(tokenKeyName);
	}

	#find(key: string): string | undefined {
		for (const source of this.#sources) {
			const value = source(key);
			if (value !== undefined && value !== "") return value;
		}
		return undefined;
	}
}

/** Behind the question mark. A plus sign is what it is: signatures are base64. */
function parameters(text: string): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const at = text.indexOf("?");
	if (at < 0) return found;
	for (const pair of text.slice(at + 1).split("&")) {
		const equals = pair.indexOf("=");
		if (equals < 0) continue;
		const key = decoded(pair.slice(0, equals));
		if (!found.has(key)) found.set(key, decoded(pair.slice(equals + 1)));
	}
	return found;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
