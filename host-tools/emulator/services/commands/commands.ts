import { type ArnScope, arn } from "../../arn.js";
import { AwsError, notFound } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { timeKey } from "../../http/pages.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { checkRoom } from "../checks.js";
import type { Command } from "./command.js";

export type NewCommand = Pick<Command, "displayName" | "description" | "content" | "contentType" | "roleArn">;

/** Ours. */
const mostCommands = 1000;

/** Throws AwsError as the AWS operation of the same name would. */
export class Commands {
	readonly #rows: Table<Command>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table("command", jsonRows<Command>("commandId"), { orderOf: placeOf });
		this.#clock = clock;
	}

	create(commandId: string, command: NewCommand, scope: ArnScope): Command {
		if (this.#rows.has(commandId)) {
			throw new AwsError("ConflictException", `Command "${commandId}" exists`, { resourceId: commandId });
		}
		checkRoom("commands", this.#rows.size, mostCommands);
		const now = this.#clock.now();
		const commandArn = arn(scope, "command", commandId);
		return this.#keep({ ...command, commandId, commandArn, deprecated: false, createdAt: now, lastUpdatedAt: now });
	}

	find(commandId: string): Command | undefined {
		return this.#rows.get(commandId);
	}

	get(commandId: string): Command {
		const command = this.#rows.get(commandId);
		if (command !== undefined) return command;
		throw notFound(`Command "${commandId}" does not exist`);
	}

	update(commandId: string, change: Partial<Pick<Command, "displayName" | "description" | "deprecated">>): Command {
		return this.#keep({ ...this.get(commandId), ...change, lastUpdatedAt: this.#clock.now() });
	}

	/** At once. A missing one is no error. */
	delete(commandId: string): void {
		this.#rows.delete(commandId);
	}

	/** By time of creation. */
	list(range?: RowsFrom): Iterable<Command> {
		return this.#rows.inOrder(range);
	}

	#keep(command: Command): Command {
		this.#rows.set(command.commandId, Object.freeze(command));
		return command;
	}
}

export function placeOf({ createdAt, commandId }: Command): string {
	return timeKey(createdAt, commandId);
}
