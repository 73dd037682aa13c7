import { randomUUID } from "node:crypto";
import { notFound } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { timeKey } from "../../http/pages.js";
import { GroupedKeys } from "../../store/grouped-keys.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { Agenda } from "../agenda.js";
import { checkRoom } from "../checks.js";
import type { CommandExecution } from "./command.js";

/** Ours. */
const mostExecutions = 100_000;
/** AWS keeps an execution for about six months. */
const keptMs = 182 * 86_400_000;

export type NewExecution = Pick<
	CommandExecution,
	"commandArn" | "targetArn" | "executionTimeoutSeconds" | "clientToken"
>;

/** Executions with their timers. `changed` hears of each new status. */
export class CommandExecutions {
	readonly #rows: Table<CommandExecution>;
	readonly #groups = new GroupedKeys();
	readonly #byPlace = new Map<string, CommandExecution>();
	readonly #byToken = new Map<string, string>();
	readonly #agenda: Agenda;
	readonly #clock: EmulatorClock;
	readonly #changed: (execution: CommandExecution) => void;

	constructor(store: Store, clock: EmulatorClock, changed: (execution: CommandExecution) => void) {
		this.#clock = clock;
		this.#changed = changed;
		this.#agenda = new Agenda(clock, (executionId) => {
			this.#perform(executionId);
			return 1;
		});
		this.#rows = store.table("command-execution", jsonRows<CommandExecution>("executionId"));
		for (const row of this.#rows.values()) this.#index(row);
	}

	/** The execution of that client token, where there is one. */
	ofToken(clientToken: string): CommandExecution | undefined {
		return this.find(this.#byToken.get(clientToken) ?? "");
	}

	add(execution: NewExecution): CommandExecution {
		checkRoom("command executions", this.#rows.size, mostExecutions);
		const now = this.#clock.now();
		const deadline = now + 1000 * execution.executionTimeoutSeconds;
		const times = { createdAt: now, lastUpdatedAt: now, deadline };
		return this.#keep({ ...execution, executionId: randomUUID(), status: "CREATED", ...times });
	}

	find(executionId: string): CommandExecution | undefined {
		return this.#rows.get(executionId);
	}

	/** Throws ResourceNotFoundException. */
	get(executionId: string, targetArn: string): CommandExecution {
		const execution = this.#rows.get(executionId);
		if (execution?.targetArn === targetArn) return execution;
		throw notFound(`Command execution "${executionId.slice(0, 64)}" of ${targetArn.slice(0, 256)} does not exist`);
	}

	/** What its device says, or the service of it. */
	report(
		execution: CommandExecution,
		change: Pick<CommandExecution, "status"> & Partial<Pick<CommandExecution, "statusReason" | "result" | "isOpen">>,
	): CommandExecution {
		const now = this.#clock.now();
		const { deadline, isOpen: _, statusReason: __, ...rest } = execution;
		const isRunning = change.status === "IN_PROGRESS";
		return this.#keep({
			...rest,
			...change,
			lastUpdatedAt: now,
			// Nobody knows whether a device that says nothing has begun.
			...(change.isOpen !== true && { startedAt: execution.startedAt ?? now }),
			...(isRunning ? deadline !== undefined && { deadline } : { completedAt: now }),
		});
	}

	remove(execution: CommandExecution): void {
		const { executionId, clientToken } = execution;
		this.#rows.delete(executionId);
		this.#agenda.set(executionId, undefined);
		this.#byPlace.delete(executionPlace(execution));
		for (const group of groupsOf(execution)) this.#groups.remove(group, executionPlace(execution));
		if (clientToken !== undefined) this.#byToken.delete(clientToken);
	}

	/** By time of creation; of a command or a target, or all. */
	*list(of: { readonly arn?: string | undefined }, range: RowsFrom): IterableIterator<CommandExecution> {
		for (const place of this.#groups.inOrder(of.arn ?? "", range)) {
			const execution = this.#byPlace.get(place);
			if (execution !== undefined) yield execution;
		}
	}

	close(): void {
		this.#agenda.close();
	}

	#perform(executionId: string): void {
		const execution = this.#rows.get(executionId);
		if (execution === undefined) return;
		if (execution.deadline === undefined) this.remove(execution);
		else {
			const statusReason = { reasonCode: "$NO_RESPONSE_FROM_DEVICE" };
			this.report(execution, { status: "TIMED_OUT", statusReason, isOpen: true });
		}
	}

	#keep(execution: CommandExecution): CommandExecution {
		const row = Object.freeze(execution);
		this.#rows.set(row.executionId, row);
		this.#index(row);
		this.#changed(row);
		return row;
	}

	#index(row: CommandExecution): void {
		const place = executionPlace(row);
		this.#byPlace.set(place, row);
		for (const group of groupsOf(row)) this.#groups.add(group, place);
		if (row.clientToken !== undefined) this.#byToken.set(row.clientToken, row.executionId);
		this.#agenda.set(row.executionId, row.deadline ?? timeToLive(row));
	}
}

/** ms; when it is forgotten. */
export function timeToLive({ createdAt }: CommandExecution): number {
	return createdAt + keptMs;
}

export function executionPlace({ createdAt, executionId }: CommandExecution): string {
	return timeKey(createdAt, executionId);
}

function groupsOf({ commandArn, targetArn }: CommandExecution): readonly string[] {
	return ["", commandArn, targetArn];
}
