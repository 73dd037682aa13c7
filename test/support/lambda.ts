import { join } from "node:path";
import { compileFunction } from "node:vm";
import { readRoot, repositoryRoot } from "./source-imports.js";

/** What a function sees of the world around it. */
export interface LambdaWorld {
	readonly env?: Readonly<Record<string, string>>;
	/** By the name that `require` is asked for. */
	readonly modules?: Readonly<Record<string, object>>;
	readonly setTimeout?: (callback: () => void, milliseconds: number) => unknown;
	readonly clearTimeout?: (timer: unknown) => void;
}

export interface LoadedLambda {
	/** Calls it: the first time it is cold, then warm. */
	call(event: unknown, context?: object): Promise<unknown>;
	/** What it has logged, a line each. */
	readonly log: Readonly<Record<string, unknown>>[];
}

export const lambdaPath = (name: string): string => `host-tools/cloud/lambdas/${name}.cjs`;

/** A function of cloud/lambdas as Lambda starts it: its module is run once. */
export function loadLambda(name: string, world: LambdaWorld = {}): LoadedLambda {
	const { env = {}, modules = {}, setTimeout: after = setTimeout, clearTimeout: never = clearTimeout } = world;
	const log: Record<string, unknown>[] = [];
	const exports: { handler?: (event: unknown, context?: object) => Promise<unknown> } = {};
	const write = (text: string) => {
		for (const line of text.trimEnd().split("\n")) log.push(JSON.parse(line));
	};
	const require = (wanted: string) => {
		const found = modules[wanted];
		if (found === undefined) throw new Error(`There is no module ${wanted}`);
		return found;
	};
	const names = ["exports", "require", "process", "setTimeout", "clearTimeout"];
	const path = lambdaPath(name);
	const run = compileFunction(readRoot(path), names, { filename: join(repositoryRoot, path) });
	run(exports, require, { env, stdout: { write } }, after, never);
	return { log, call: async (event, context) => exports.handler?.(event, context) };
}
