import { AwsError } from "../aws-error.js";

export interface Match<T> {
	readonly route: T;
	/** Decoded path parameters. */
	readonly parameters: ReadonlyMap<string, string>;
}

interface Routable {
	readonly method: string;
	/** `/things/{thingName}`; what a last segment `{name+}` stands for may hold slashes (Smithy: greedy labels). */
	readonly path: string;
}

/** Finds the route for a method and a path, each segment decoded once. */
export class Router<T extends Routable> {
	/** method and number of segments → routes; of greedy routes, method alone. */
	readonly #routes = new Map<string, { readonly route: T; readonly segments: readonly string[] }[]>();

	constructor(routes: readonly T[]) {
		for (const route of routes) {
			for (const path of spellingsOf(route.path)) this.#add(route, path.split("/"));
		}
	}

	#add(route: T, segments: readonly string[]): void {
		const key = segments.at(-1)?.endsWith("+}") ? route.method : `${route.method} ${segments.length}`;
		const alike = this.#routes.get(key);
		if (alike === undefined) this.#routes.set(key, [{ route, segments }]);
		else alike.push({ route, segments });
	}

	/** The first route that fits, one whose segments are named before one with braces in their place. Throws InvalidRequestException when the path's percent-encoding is broken. */
	match(method: string, path: string): Match<T> | undefined {
		const segments = path.split("/").map(decode);
		const fitting = this.#fitting(`${method} ${segments.length}`, segments);
		return fitting ?? this.#fitting(method, segments);
	}

	#fitting(key: string, segments: readonly string[]): Match<T> | undefined {
		let best: Match<T> | undefined;
		for (const { route, segments: template } of this.#routes.get(key) ?? []) {
			const parameters = bind(template, segments);
			if (parameters === undefined) continue;
			if (best === undefined || parameters.size < best.parameters.size) best = { route, parameters };
		}
		return best;
	}
}

/** Where AWS's model has a slash at the end, botocore sends it and AWS's SDK for JavaScript does not. */
function spellingsOf(path: string): readonly string[] {
	return path.length > 1 && path.endsWith("/") ? [path, path.slice(0, -1)] : [path];
}

function bind(template: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
	const parameters = new Map<string, string>();
	for (const [index, expected] of template.entries()) {
		const isGreedy = expected.endsWith("+}");
		const segment = isGreedy ? segments.slice(index).join("/") : (segments[index] ?? "");
		if (expected.startsWith("{") && segment !== "") parameters.set(expected.slice(1, isGreedy ? -2 : -1), segment);
		else if (expected !== segment) return undefined;
	}
	return parameters;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw new AwsError("InvalidRequestException", "The path has a broken percent-encoding");
	}
}
