import type { EmulatorClock } from "../../clock.js";
import type { JsonObject, JsonValue } from "../../json-value.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { DeletedVersions } from "./deleted-versions.js";
import { mergeSection, type Section, stamp } from "./merge-section.js";
import { ShadowError } from "./shadow-error.js";
import { type SectionPatch, type ShadowUpdate, tooLarge } from "./shadow-request.js";
import type { ShadowName } from "./shadow-topics.js";
import type { ShadowDocument, Shadows } from "./shadows.js";

/** Bytes of desired and reported state together, as compact JSON; metadata does not count. */
const largestState = 8 * 1024;
/** Ours; AWS has no limit. Bytes are those that all shadows take in memory, about. */
const mostShadows = 100_000;
const mostBytes = 512 * 1024 * 1024;
/** Bytes of a shadow, and of a member, beside its text. */
const shadowOverhead = 1000;
const memberOverhead = 180;

/** An update that was accepted. */
export interface UpdatedShadow {
	/** Undefined when the shadow is new. */
	readonly previous: ShadowDocument | undefined;
	readonly current: ShadowDocument;
	/** Of what the update named, removed members included. */
	readonly metadata: JsonValue;
}

export interface DeviceShadowsOptions {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
}

/** All shadows of the account. What an operation costs grows with the shadow, not with how many there are. */
export class DeviceShadows implements Shadows {
	readonly #table: Table<ShadowDocument>;
	readonly #deleted: DeletedVersions;
	readonly #clock: EmulatorClock;
	readonly #changes: ChangeFeed;
	#bytes = 0;

	constructor({ store, clock, changes }: DeviceShadowsOptions) {
		this.#table = store.table<ShadowDocument>(
			"shadow",
			jsonRows<ShadowDocument>("thingName", { shadowName: undefined }),
			{
				orderOf: keyOf,
			},
		);
		for (const shadow of this.#table.values()) this.#bytes += bytesOf(shadow);
		this.#deleted = new DeletedVersions(store, clock);
		this.#clock = clock;
		this.#changes = changes;
	}

	findShadow(thingName: string, shadowName?: string): ShadowDocument | undefined {
		return this.#table.get(keyOf({ thingName, shadowName }));
	}

	/** Throws ShadowError 404. */
	existing({ thingName, shadowName }: ShadowName): ShadowDocument {
		const shadow = this.findShadow(thingName, shadowName);
		if (shadow !== undefined) return shadow;
		throw new ShadowError(404, `No shadow exists with name: '${shadowName ?? thingName}'`);
	}

	*listNamedShadows(thingName: string, after = ""): Iterable<string> {
		const classic = keyOf({ thingName, shadowName: undefined });
		for (const shadow of this.#table.inOrder({ after: classic + after })) {
			if (shadow.thingName !== thingName || shadow.shadowName === undefined) return;
			yield shadow.shadowName;
		}
	}

	/** Makes the shadow when it is not there. Throws ShadowError 409, 413 or 503. */
	update(name: ShadowName, update: ShadowUpdate): UpdatedShadow {
		const key = keyOf(name);
		const previous = this.#table.get(key);
		const version = previous?.version ?? this.#deleted.versionOf(key);
		if (update.version !== undefined && update.version !== version) throw new ShadowError(409, "Version conflict");
		if (previous === undefined && this.#table.size >= mostShadows) throw full();
		const timestamp = Math.floor(this.#clock.now() / 1000);
		const current: ShadowDocument = Object.freeze({
			thingName: name.thingName,
			shadowName: name.shadowName,
			...updated(previous, update, timestamp),
			version: version + 1,
			timestamp,
		});
		const { desired, reported } = current.state;
		if (sizeOf(desired) + sizeOf(reported) > largestState) throw tooLarge();
		const bytes = this.#bytes + bytesOf(current) - (previous === undefined ? 0 : bytesOf(previous));
		if (bytes > mostBytes && bytes > this.#bytes) throw full();
		this.#table.set(key, current);
		this.#bytes = bytes;
		this.#deleted.forget(key);
		this.#announce(name);
		return { previous, current, metadata: stamp(update.state as JsonValue, timestamp) };
	}

	/** Returns what was deleted. Throws ShadowError 404. */
	delete(name: ShadowName): ShadowDocument {
		const shadow = this.existing(name);
		const key = keyOf(name);
		// First: a shadow that is back after a crash between the two is better than a version that begins again.
		this.#deleted.remember(key, shadow.version + 1);
		this.#table.delete(key);
		this.#bytes -= bytesOf(shadow);
		this.#announce(name);
		return shadow;
	}

	#announce({ thingName, shadowName }: ShadowName): void {
		const name = shadowName === undefined ? thingName : `${thingName}/${shadowName}`;
		this.#changes.announce({ kind: "shadow", name });
	}
}

function updated(present: ShadowDocument | undefined, { state }: ShadowUpdate, timestamp: number) {
	const next = (name: "desired" | "reported") => {
		if (state === null) return undefined;
		return merged(sectionOf(present, name), state[name], timestamp);
	};
	const desired = next("desired");
	const reported = next("reported");
	return {
		state: { ...(desired && { desired: desired.state }), ...(reported && { reported: reported.state }) },
		metadata: { ...(desired && { desired: desired.metadata }), ...(reported && { reported: reported.metadata }) },
	};
}

function merged(present: Section | undefined, patch: SectionPatch | undefined, timestamp: number): Section | undefined {
	if (patch === undefined) return present;
	return patch === null ? undefined : mergeSection(present, patch, timestamp);
}

/** A section of a shadow; undefined when it has none. */
export function sectionOf(shadow: ShadowDocument | undefined, name: "desired" | "reported"): Section | undefined {
	const state = shadow?.state[name];
	return state === undefined ? undefined : { state, metadata: shadow?.metadata[name] ?? {} };
}

function sizeOf(section: JsonObject | undefined): number {
	return section === undefined ? 0 : Buffer.byteLength(JSON.stringify(section));
}

function bytesOf({ state }: ShadowDocument): number {
	return shadowOverhead + sizeInMemory(state.desired) + sizeInMemory(state.reported);
}

/** Each member has its time in the metadata. */
function sizeInMemory(value: JsonValue | undefined): number {
	if (typeof value === "string") return value.length;
	if (typeof value !== "object" || value === null) return 0;
	let bytes = 0;
	for (const [name, member] of Object.entries(value)) bytes += memberOverhead + name.length + sizeInMemory(member);
	return bytes;
}

/** The classic shadow of a thing comes before its named ones. No name holds a space. */
function keyOf({ thingName, shadowName = "" }: ShadowName): string {
	return `${thingName} ${shadowName}`;
}

function full(): ShadowError {
	return new ShadowError(
		503,
		`This emulator keeps ${mostShadows} shadows, or 512 MiB of them, and has them: delete some`,
	);
}
