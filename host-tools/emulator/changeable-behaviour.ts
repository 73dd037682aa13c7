import { type Behaviour, defaultBehaviour, type PresentBehaviour } from "./behaviour.js";
import { isJsonObject, type JsonObject } from "./json-value.js";

/** What may change while the emulator runs. */
export type ChangeableBehaviour = Omit<Behaviour, "hooks" | "bucketDirectory" | "resumeTlsSessions">;

interface Member {
	readonly isValid: (value: unknown) => boolean;
	/** Behind "must be". */
	readonly wanted: string;
}

const count = (most: number): Member => ({
	isValid: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most,
	wanted: `an integer, 0 to ${most}`,
});
const oneOf = (...values: readonly unknown[]): Member => ({
	isValid: (value) => values.includes(value),
	wanted: values.map((value) => JSON.stringify(value)).join(" or "),
});
const minute = 60_000;

const members: Readonly<Record<keyof ChangeableBehaviour, Member>> = Object.freeze({
	claimExpiry: oneOf("handshake", "reject-requests", "cut-session"),
	denial: oneOf("disconnect", "answer"),
	limitConnectRate: oneOf(true, false),
	propagationDelayMs: count(60 * minute),
	policyDelayMs: count(60 * minute),
	replyDelayMs: count(10 * minute),
	loseReplies: count(1_000_000),
	cuts: {
		isValid: (value) => isJsonObject(value) && Object.entries(value).every(([step, one]) => isCut(step, one)),
		wanted: "an object of connect, subscribe, publish and request (integers, 0 to 1000000)",
	},
	latencyMs: count(10 * minute),
	throttling: {
		isValid: (value) => value === "off" || value === "aws" || (isJsonObject(value) && isRates(value)),
		wanted: '"off", "aws", or at most 300 operations with requests a second',
	},
	retiredEndpoints: oneOf("refuse", "answer"),
	auditLagMs: count(2 * 60 * minute),
	auditAttachments: oneOf(true, false),
	detect: oneOf("established", "new-account"),
	streamFaults: {
		isValid: (value) => isJsonObject(value) && Object.entries(value).every(([name, one]) => isStreamFault(name, one)),
		wanted:
			"an object of loseEvery, doubleEvery, shortenEvery, changeVersionAfter (blocks, 0 to 1000000) and reorder (true or false)",
	},
});

/** Named sets of faults, each on top of `defaultBehaviour`. */
export const presets: Readonly<Record<string, ChangeableBehaviour>> = Object.freeze({
	none: {},
	slow: { latencyMs: 800, replyDelayMs: 2000 },
	throttled: { throttling: "aws", limitConnectRate: true },
	lossy: { loseReplies: 2, replyDelayMs: 500 },
	cut: { cuts: { connect: 1, subscribe: 1, publish: 1, request: 1 } },
	late: { propagationDelayMs: 30_000, policyDelayMs: 30_000 },
	"broken-blocks": { streamFaults: { loseEvery: 5, doubleEvery: 7, reorder: true } },
	"expired-claims": { claimExpiry: "cut-session" },
});

/** Throws an Error that names the member and what it must be. */
export function parseBehaviour(json: JsonObject): ChangeableBehaviour {
	for (const [name, value] of Object.entries(json)) {
		const member = Object.hasOwn(members, name) ? members[name as keyof ChangeableBehaviour] : undefined;
		if (member === undefined) {
			throw new Error(`"${name.slice(0, 64)}" cannot be changed: there are ${Object.keys(members).join(", ")}`);
		}
		if (!member.isValid(value)) throw new Error(`${name} must be ${member.wanted}`);
	}
	return json as ChangeableBehaviour;
}

/** A preset takes back whatever was changed before. Throws an Error that names the presets there are. */
export function presetBehaviour(name: string): ChangeableBehaviour {
	const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
	if (preset === undefined)
		throw new Error(`There is no preset "${name.slice(0, 64)}": there are ${Object.keys(presets).join(", ")}`);
	return { ...changeableOf(defaultBehaviour), ...preset };
}

/** Of a behaviour what may change. */
export function changeableOf(behaviour: Required<Behaviour> | PresentBehaviour): ChangeableBehaviour {
	return Object.fromEntries(Object.entries(behaviour).filter(([name]) => Object.hasOwn(members, name)));
}

function isCut(step: string, value: unknown): boolean {
	return ["connect", "subscribe", "publish", "request"].includes(step) && count(1_000_000).isValid(value);
}

function isRates(value: JsonObject): boolean {
	const rates = Object.values(value);
	return rates.length <= 300 && rates.every((rate) => typeof rate === "number" && rate >= 0 && rate <= 1e6);
}

const blockCounts: ReadonlySet<string> = new Set(["loseEvery", "doubleEvery", "shortenEvery", "changeVersionAfter"]);

function isStreamFault(name: string, value: unknown): boolean {
	if (name === "reorder") return typeof value === "boolean";
	return blockCounts.has(name) && count(1_000_000).isValid(value);
}
