import { randomUUID } from "node:crypto";
import type { EmulatorClock } from "../../clock.js";
import type { EventConfigurations } from "../events/event-configurations.js";
import type { Things } from "../things/things.js";
import type { JobExecution } from "./execution/job-execution.js";
import type { Job } from "./job.js";
import type { JobRegistry } from "./job-registry.js";
import type { JobOperation } from "./job-state.js";
import { countsView, wholeSeconds } from "./job-views.js";

export interface JobEventsParts {
	readonly clock: EmulatorClock;
	readonly things: Pick<Things, "findThing">;
	readonly jobs: Pick<JobRegistry, "executions">;
	readonly configurations: EventConfigurations;
	readonly publish: (topic: string, payload: Buffer) => void;
}

const statuses: Readonly<Partial<Record<JobOperation, string>>> = {
	deleted: "DELETED",
	cancellation_in_progress: "CANCELLATION_IN_PROGRESS",
};

/** `$aws/events/job/…` and `$aws/events/jobExecution/…`, where the account has them enabled (guide: Jobs events). */
export class JobEvents {
	readonly #parts: JobEventsParts;

	constructor(parts: JobEventsParts) {
		this.#parts = parts;
	}

	/** Times of the job are milliseconds here, as in the guide's examples; `timestamp` is in seconds. */
	jobChanged(job: Job, operation: JobOperation): void {
		if (!this.#parts.configurations.isEnabled("JOB")) return;
		const { jobId, targetSelection, targets, description, completedAt, createdAt, lastUpdatedAt, comment } = job;
		const counts = operation === "completed" ? countsView(this.#parts.jobs.executions.countsOf(jobId)) : undefined;
		this.#publish(`job/${jobId}/${operation}`, "JOB", operation, {
			jobId,
			status: statuses[operation] ?? job.status,
			targetSelection,
			targets,
			description,
			completedAt,
			createdAt,
			lastUpdatedAt,
			...(counts !== undefined && { jobProcessDetails: counts }),
			...(operation !== "completed" && { comment }),
		});
	}

	executionEnded({ jobId, thingName, status, statusDetails }: JobExecution, operation: string): void {
		if (!this.#parts.configurations.isEnabled("JOB_EXECUTION")) return;
		this.#publish(`jobExecution/${jobId}/${operation}`, "JOB_EXECUTION", operation, {
			jobId,
			thingArn: this.#parts.things.findThing(thingName)?.thingArn,
			status: operation === "deleted" ? "DELETED" : status,
			statusDetails,
		});
	}

	#publish(topic: string, eventType: string, operation: string, event: object): void {
		const timestamp = wholeSeconds(this.#parts.clock.now());
		const body = { eventType, eventId: randomUUID(), timestamp, operation, ...event };
		this.#parts.publish(`$aws/events/${topic}`, Buffer.from(JSON.stringify(body)));
	}
}
