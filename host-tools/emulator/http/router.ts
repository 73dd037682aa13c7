import { AwsError } from "../aws-error.js";
import type { Operation } from "./operation.js";

export interface Match<T> {
	readonly route: T;
	/** Decoded path parameters. */
	readonly parameters: ReadonlyMap<string, string>;
}

type Routable = Pick<Operation, "method" | "path">;

/** Finds the route for a method and a path, each segment decoded once. */
export class Router<T extends Routable> {
	readonly #routes: readonly { readonly route: T; readonly segments: readonly string[] }[];

	constructor(routes: readonly T[]) {
		this.#routes = routes.map((route) => ({ route, segments: route.path.split("/") }));
	}

	/** The first route that fits. Throws InvalidRequestException when the path's percent-encoding is broken. */
	match(method: string, path: string): Match<T> | undefined {
		const segments = path.split("/").map(decode);
		for (const { route, segments: template } of this.#routes) {
			if (route.method !== method || template.length !== segments.length) continue;
			const parameters = bind(template, segments);
			if (parameters) return { route, parameters };
		}
		return undefined;
	}
}

function bind(template: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
	const parameters = new Map<string, string>();
	for (const [index, expected] of template.entries()) {
		const segment = segments[index] ?? "";
		if (expected.startsWith("{") && segment !== "") parameters.set(expected.slice(1, -1), segment);
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
