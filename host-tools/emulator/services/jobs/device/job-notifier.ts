import type { EmulatorClock } from "../../../clock.js";
import type { JobRegistry } from "../job-registry.js";
import { deviceSummary, deviceView, wholeSeconds } from "../job-views.js";
import type { DeviceParts } from "./device-operations.js";
import { documentObject } from "./job-responder.js";
import { shownPending } from "./pending-lists.js";

export interface NotifierParts extends DeviceParts {
	readonly jobs: JobRegistry;
	readonly clock: EmulatorClock;
	readonly durable: () => Promise<void>;
	readonly publish: (topic: string, payload: Buffer) => void;
}

/** How it was when the thing was last told: the place of its first pending execution. */
interface Noted {
	readonly head: string | undefined;
	isMember: boolean;
}

/**
 * Tells devices what they have to do: `notify` when an execution is added to the pending ones or leaves them, `notify-next` when
 * another becomes the first (guide: Jobs notifications). What changes at once is told once, after it is durable.
 */
export class JobNotifier {
	readonly #parts: NotifierParts;
	readonly #noted = new Map<string, Noted>();
	#isUnderWay = false;
	#isClosed = false;

	constructor(parts: NotifierParts) {
		this.#parts = parts;
	}

	pendingChanging(thingName: string, { isMember }: { readonly isMember: boolean }): void {
		const noted = this.#noted.get(thingName);
		if (noted === undefined)
			this.#noted.set(thingName, { head: this.#parts.jobs.executions.headOf(thingName), isMember });
		else noted.isMember ||= isMember;
		if (this.#isUnderWay) return;
		this.#isUnderWay = true;
		void this.#tell();
	}

	close(): void {
		this.#isClosed = true;
	}

	async #tell(): Promise<void> {
		try {
			await this.#parts.durable();
			// After the answers to those who asked for the change.
			await new Promise((resolve) => setImmediate(resolve));
		} catch {
			// It is told with the next change.
			return;
		} finally {
			this.#isUnderWay = false;
		}
		const noted = [...this.#noted];
		this.#noted.clear();
		if (this.#isClosed) return;
		for (const [thingName, before] of noted) this.#notify(thingName, before);
	}

	#notify(thingName: string, { head, isMember }: Noted): void {
		const timestamp = wholeSeconds(this.#parts.clock.now());
		if (isMember) this.#publish(thingName, "notify", { timestamp, jobs: this.#lists(thingName) });
		if (this.#parts.jobs.executions.headOf(thingName) === head) return;
		const [next] = this.#parts.jobs.executions.pendingOf(thingName);
		const document = next === undefined ? undefined : documentObject(this.#parts, next);
		const execution = next === undefined ? undefined : deviceView(next, this.#parts.clock.now(), document);
		this.#publish(thingName, "notify-next", { timestamp, execution });
	}

	#lists(thingName: string): object {
		const shown = shownPending(this.#parts.jobs, thingName);
		const lists = (["IN_PROGRESS", "QUEUED"] as const).map((status) => {
			return [status, shown.filter((one) => one.status === status).map(deviceSummary)] as const;
		});
		return Object.fromEntries(lists.filter(([, list]) => list.length > 0));
	}

	#publish(thingName: string, topic: string, body: object): void {
		this.#parts.publish(`$aws/things/${thingName}/jobs/${topic}`, Buffer.from(JSON.stringify(body)));
	}
}
