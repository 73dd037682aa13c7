import { type ArnScope, arn } from "../../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkRoom } from "../../checks.js";
import { nextRun, type Schedule } from "./audit-schedule.js";

export interface ScheduledAudit extends Schedule {
	readonly scheduledAuditName: string;
	readonly scheduledAuditArn: string;
	readonly targetCheckNames: readonly string[];
	/** ms */
	readonly nextRunAt: number;
	/** ms; undefined before the first. */
	readonly lastRunAt: number | undefined;
}

/** AWS. */
const mostScheduledAudits = 5;

export interface ScheduledAuditsParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
	/** Performs one; `since` (ms) is when the one before began. */
	readonly start: (audit: ScheduledAudit, since: number | undefined) => void;
}

/** Audits by the calendar. Throws AwsError as the AWS operation of the same name would. `close()` ends its timer. */
export class ScheduledAudits {
	readonly #rows: Table<ScheduledAudit>;
	readonly #parts: ScheduledAuditsParts;
	#disarm = () => {};

	/** What became due while the emulator was off is done at once. */
	constructor(parts: ScheduledAuditsParts) {
		this.#parts = parts;
		const rows = jsonRows<ScheduledAudit>("scheduledAuditName", { lastRunAt: undefined });
		this.#rows = parts.store.table("scheduled-audit", rows, { orderOf: (row) => row.scheduledAuditName });
		this.#arm();
	}

	create(name: string, schedule: Schedule, targetCheckNames: readonly string[], scope: ArnScope): ScheduledAudit {
		if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
			throw invalidRequest(`scheduledAuditName must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(name)}`);
		}
		if (this.#rows.has(name)) {
			throw new AwsError("ResourceAlreadyExistsException", `Scheduled audit "${name}" exists`);
		}
		checkRoom("scheduled audits", this.#rows.size, mostScheduledAudits);
		return this.#keep({
			...schedule,
			scheduledAuditName: name,
			scheduledAuditArn: arn(scope, "scheduledaudit", name),
			targetCheckNames,
			nextRunAt: nextRun(schedule, this.#parts.clock.now(), undefined),
			lastRunAt: undefined,
		});
	}

	describe(name: string): ScheduledAudit {
		const row = this.#rows.get(name);
		if (row !== undefined) return row;
		throw notFound(`There is no scheduled audit ${quote(name)}`);
	}

	update(name: string, schedule: Schedule, targetCheckNames: readonly string[]): ScheduledAudit {
		const { scheduledAuditArn, lastRunAt } = this.describe(name);
		const nextRunAt = nextRun(schedule, this.#parts.clock.now(), lastRunAt);
		return this.#keep({
			...schedule,
			scheduledAuditName: name,
			scheduledAuditArn,
			targetCheckNames,
			nextRunAt,
			lastRunAt,
		});
	}

	delete(name: string): void {
		this.#rows.delete(this.describe(name).scheduledAuditName);
		this.#arm();
	}

	deleteAll(): void {
		for (const name of [...this.#rows.keys()]) this.#rows.delete(name);
		this.#arm();
	}

	/** By name. */
	list(range?: RowsFrom): Iterable<ScheduledAudit> {
		return this.#rows.inOrder(range);
	}

	uses(checkName: string): boolean {
		return [...this.#rows.values()].some(({ targetCheckNames }) => targetCheckNames.includes(checkName));
	}

	close(): void {
		this.#disarm();
	}

	#keep(audit: ScheduledAudit): ScheduledAudit {
		this.#rows.set(audit.scheduledAuditName, Object.freeze(audit));
		this.#arm();
		return audit;
	}

	#arm(): void {
		this.#disarm();
		const next = Math.min(...[...this.#rows.values()].map(({ nextRunAt }) => nextRunAt));
		this.#disarm = next === Number.POSITIVE_INFINITY ? () => {} : this.#parts.clock.at(next, () => this.#run());
	}

	/** However long the clock was moved, each of them is performed once. */
	#run(): void {
		const now = this.#parts.clock.now();
		for (const audit of [...this.#rows.values()].filter(({ nextRunAt }) => nextRunAt <= now)) {
			const { scheduledAuditName, lastRunAt } = audit;
			this.#rows.set(
				scheduledAuditName,
				Object.freeze({ ...audit, lastRunAt: now, nextRunAt: nextRun(audit, now, now) }),
			);
			this.#parts.start(audit, lastRunAt);
		}
		this.#arm();
	}
}
