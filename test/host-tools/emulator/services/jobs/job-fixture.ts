import { defaultScope } from "../../../../../host-tools/emulator/arn.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import type { JsonObject } from "../../../../../host-tools/emulator/json-value.js";
import {
	executionStatuses,
	type ReportedStatus,
} from "../../../../../host-tools/emulator/services/jobs/execution/job-execution.js";
import type { JobRegistry } from "../../../../../host-tools/emulator/services/jobs/job-registry.js";
import { openTestRegistry, type TestRegistry } from "../registry-fixture.js";

export const minute = 60_000;
export const document = '{"operation":"test"}';

export const thingArn = (name: string) => `arn:aws:iot:us-east-1:000000000000:thing/${name}`;
export const groupArn = (name: string) => `arn:aws:iot:us-east-1:000000000000:thinggroup/${name}`;

/** What a device says when it says nothing but its status. */
export function saying(status: ReportedStatus, stepTimeoutInMinutes?: number) {
	return {
		status,
		statusDetails: undefined,
		stepTimeoutInMinutes,
		expectedVersion: undefined,
		executionNumber: undefined,
		includeJobExecutionState: false,
		includeJobDocument: false,
	};
}

/** Jobs on a registry of their own, with a clock that moves when it is told. */
export class JobFixture {
	readonly clock: EmulatorClock;
	readonly registry: TestRegistry;

	private constructor(clock: EmulatorClock, registry: TestRegistry) {
		this.clock = clock;
		this.registry = registry;
	}

	static async open({ directory, now }: { readonly directory?: string; readonly now?: number } = {}) {
		const clock = new EmulatorClock();
		if (now !== undefined) clock.advance(Math.max(now - clock.now(), 0));
		return new JobFixture(clock, await openTestRegistry(clock, directory));
	}

	get jobs(): JobRegistry {
		return this.registry.jobs;
	}

	things(...names: readonly string[]): readonly string[] {
		for (const name of names) this.registry.things.createThing(name);
		return names.map(thingArn);
	}

	/** Makes the things as well, where there are none. */
	group(name: string, ...members: readonly string[]): string {
		this.registry.thingGroups.createThingGroup(name);
		this.things(...members);
		for (const member of members) this.registry.thingGroups.addThingToThingGroup(name, member);
		return groupArn(name);
	}

	/** The next turns of long works: so many, each of at most one `turnSize`. */
	turns(count: number): void {
		for (let turn = 0; turn < count; turn++) this.clock.advance(10);
	}

	/** With so many things: t0000, t0001, … */
	bigGroup(name: string, count: number): string {
		return this.group(name, ...Array.from({ length: count }, (_, index) => `t${String(index).padStart(4, "0")}`));
	}

	create(jobId: string, targets: readonly string[], more: JsonObject = {}) {
		return this.jobs.createJob(jobId, { targets: [...targets], document, ...more }, defaultScope);
	}

	/** Statuses that some thing is in, with their number. */
	counts(jobId: string): Readonly<Record<string, number>> {
		const counts = this.jobs.executions.countsOf(jobId);
		const entries = executionStatuses.map((status) => [status, counts[status]] as const);
		return Object.fromEntries(entries.filter(([, count]) => count > 0));
	}

	status(jobId: string): string {
		return this.jobs.describeJob(jobId).status;
	}

	start(thingName: string, stepTimeoutInMinutes?: number) {
		return this.jobs.startNext(thingName, { statusDetails: undefined, stepTimeoutInMinutes });
	}

	report(thingName: string, jobId: string, status: ReportedStatus) {
		return this.jobs.report(thingName, jobId, saying(status));
	}

	pending(thingName: string): readonly string[] {
		return Array.from(this.jobs.executions.pendingOf(thingName), ({ jobId }) => jobId);
	}

	async close(): Promise<void> {
		await this.registry.close();
		this.clock.close();
	}
}
