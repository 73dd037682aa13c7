import { thingTopic } from "../../../firmware/core/connection/thing-topic.js";
import type { DeviceSettings } from "../../../firmware/core/settings/settings.js";
import type { LogFields } from "../../../firmware/ports/log.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { ToolErrorCode } from "../../base/tool-error.js";
import { retryAdvice } from "./retry-advice.js";

/** Settings that say on which topics a device provisions itself and publishes. */
export type TopicSettings = Pick<DeviceSettings, "templateName" | "telemetry">;

/** A failure that comes again and again. */
export interface Setback {
	readonly code: ToolErrorCode;
	/** How often in a row, from 2. */
	readonly times: number;
	readonly message: string;
	readonly next: string;
	/** It will not get better by itself. */
	readonly final: boolean;
	/** AWS ends the connection when the device publishes there. */
	readonly refusedTopic: string | undefined;
}

interface Refusal {
	readonly means: string;
	readonly next: string;
	readonly refusedTopic?: string;
}

/** Connections, told apart by whose they are. */
type Stage = "claim.connected" | "identity.connected" | undefined;

/** Watches a device that tries again: what fails alike, at the same step, is no accident from the second time on. */
export class Setbacks {
	readonly #settings: TopicSettings | undefined;
	/** What the device was connected as when it failed. */
	#stage: Stage;
	#thingName = "";
	#kind = "";
	#times = 0;
	#latest: Setback | undefined;

	constructor(settings: TopicSettings | undefined) {
		this.#settings = settings;
	}

	/** What has failed again the last time the device failed; undefined where it got on since. */
	get latest(): Setback | undefined {
		return this.#latest;
	}

	/**
	 * The setback that an event of the log is; undefined for the first of its kind, and for what passes by itself. A device whose sensor
	 * fails publishes the report of its start instead of a reading.
	 */
	take(event: string, fields: LogFields, sensorFails = false): Setback | undefined {
		if (event === "claim.connected" || event === "identity.connected") this.#stage = event;
		if (event === "identity.connected") this.#thingName = String(fields.thingName);
		if (event === "reading.acknowledged" || event === "status.published") this.#gotOn();
		if (event !== "retry") return undefined;
		const { topic, statusTopic } = this.#settings?.telemetry ?? {};
		const template = sensorFails && statusTopic ? statusTopic : topic;
		return this.#count(String(fields.code), String(fields.message), template);
	}

	#gotOn(): void {
		this.#times = 0;
		this.#latest = undefined;
	}

	#count(code: string, message: string, topic: string | undefined): Setback | undefined {
		const stage = this.#stage;
		this.#stage = undefined;
		const kind = `${code} after ${stage}`;
		this.#times = kind === this.#kind ? this.#times + 1 : 1;
		this.#kind = kind;
		const advice = retryAdvice(code);
		this.#latest = undefined;
		if (advice === undefined || this.#times < 2) return undefined;
		const { means, next, refusedTopic } = {
			...advice,
			...(code === "connection-lost" ? this.#refusal(stage, topic) : {}),
		};
		const times = this.#times;
		const setback = { times, message: `${message}, ${times} times in a row: ${means}`, next, refusedTopic };
		this.#latest = { code: code as ToolErrorCode, ...setback, final: times >= advice.tries };
		return this.#latest;
	}

	/** What a connection that is lost at that stage was lost for. `template` of the topic that the device publishes to first. */
	#refusal(stage: Stage, template: string | undefined): Refusal | undefined {
		if (this.#settings === undefined || template === undefined || stage === undefined) return undefined;
		const { templateName } = this.#settings;
		if (stage === "claim.connected") {
			const topics = `$aws/certificates/create* and $aws/provisioning-templates/${templateName}/provision/*`;
			return {
				means: "AWS ends the connection while the device provisions itself: the claim's policy forbids it",
				next: `allow iot:Publish, iot:Receive (topic/) and iot:Subscribe (topicfilter/) on ${topics} in the claim's policy`,
			};
		}
		const topic = thingTopic(template, this.#thingName);
		return {
			means: `AWS ends the connection when the device publishes to ${topic}: its policy must allow that topic`,
			next: `allow iot:Publish on topic/${topic} in the device's policy, or set another one in "telemetry" of the settings; then run the same command again`,
			refusedTopic: topic,
		};
	}
}

/** A setback for people, said once: the second time. Undefined for the others. */
export function setbackNote(device: string, { times, message, next }: Setback): NoteEvent | undefined {
	return times === 2 ? { event: "note", text: `${device}: ${message}. Next: ${next}.` } : undefined;
}
