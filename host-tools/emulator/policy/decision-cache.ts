import type { PolicyAction } from "./evaluate-policies.js";

/** What a session asks again and again. iot:Connect is asked once, and HTTPS asks but once too. */
const remembered: readonly PolicyAction[] = ["iot:Publish", "iot:Receive", "iot:Subscribe", "iot:RetainPublish"];

/** Names with decisions; when there are more, all of them are forgotten. */
const cacheLimit = 512;

/** Decisions by name, two bits an action: one map for a session, made when there is something to remember, because there are many sessions. */
export class DecisionCache {
	#decisions: Map<string, number> | undefined;

	get(action: PolicyAction, name: string): boolean | undefined {
		const shift = 2 * remembered.indexOf(action);
		const known = this.#decisions?.get(name);
		if (known === undefined || shift < 0 || ((known >> shift) & 2) === 0) return undefined;
		return ((known >> shift) & 1) === 1;
	}

	set(action: PolicyAction, name: string, isAllowed: boolean): void {
		const shift = 2 * remembered.indexOf(action);
		if (shift < 0) return;
		this.#decisions ??= new Map();
		if (this.#decisions.size >= cacheLimit) this.#decisions.clear();
		this.#decisions.set(name, (this.#decisions.get(name) ?? 0) | ((isAllowed ? 3 : 2) << shift));
	}

	clear(): void {
		this.#decisions = undefined;
	}
}
