import type { Random } from "../fuzz/random.js";
import type { TestClient } from "../support/mqtt.js";
import type { Api, Json } from "./api.js";

/** What the load has of a running emulator. */
export interface Target {
	readonly api: Api;
	/** A device that may do everything. */
	readonly device: TestClient;
	/** Publishes on a request topic, and resolves with the answer on `…/accepted`. */
	ask(topic: string, body: Json): Promise<Json>;
}

/** The part of a resource that a step decides on; undefined: it is not there. */
export type State = Json | undefined;

export interface Step {
	/** What is there once it is acknowledged. */
	readonly next: State;
	/** Resolves when it is acknowledged. */
	send(target: Target): Promise<unknown>;
}

/** Resources of one kind, changed by one step after the other. */
export interface Kind {
	readonly name: string;
	readonly keys: readonly string[];
	/** Before the first step, once. */
	prepare?(target: Target): Promise<void>;
	read(target: Target, key: string): Promise<State>;
	/** Any change of the resource as it is; `number` is another each time. */
	step(key: string, state: State, random: Random, number: number): Step;
}

export function keysOf(prefix: string, count: number): readonly string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
