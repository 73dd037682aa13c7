import type { Json } from "../api.js";
import { type Kind, keysOf, type State, type Step } from "../kind.js";

export interface Described {
	readonly name: string;
	readonly keys?: number;
	/** Of the resource: "/things/thing-1". */
	path(key: string): string;
	/** What is to be looked at of the description. */
	pick(description: Json): Json;
	/** Method, path where it is another, body, and what is there after it. */
	create(key: string, number: number): Sent;
	change?(key: string, state: Json, number: number): Sent;
	/** DELETE of the path unless told otherwise; false: it is never deleted. */
	remove?: false | ((key: string) => Sent);
	/** Of the GET, where it is another path. */
	describe?(key: string): string;
}

export interface Sent {
	readonly method: string;
	readonly path?: string;
	readonly body?: unknown;
	readonly headers?: Json;
	readonly next: State;
}

/** A kind of resources that operations create, change, describe and delete. */
export function described(parts: Described): Kind {
	const send = (key: string, { method, path, body, headers, next }: Sent): Step => ({
		next,
		send: ({ api }) => api.call(method, path ?? parts.path(key), body, headers),
	});
	return {
		name: parts.name,
		keys: keysOf(parts.name, parts.keys ?? 6),
		async read({ api }, key) {
			const found = await api.find(parts.describe?.(key) ?? parts.path(key));
			return found && parts.pick(found);
		},
		step(key, state, random, number) {
			if (state === undefined) return send(key, parts.create(key, number));
			if (parts.change !== undefined && (parts.remove === false || !random.once(3))) {
				return send(key, parts.change(key, state, number));
			}
			if (parts.remove === false) return send(key, parts.create(key, number));
			return send(key, parts.remove?.(key) ?? { method: "DELETE", next: undefined });
		},
	};
}
