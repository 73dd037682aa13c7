import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkRoleArn, checkRoom } from "../../checks.js";
import { type ActionParams, type MitigationAction, typeOf } from "./mitigation-action.js";

/** Ours. */
const mostActions = 1000;

/** What can be done about findings and violations. Throws AwsError as the AWS operation of the same name would. */
export class MitigationActions {
	readonly #rows: Table<MitigationAction>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		const rows = jsonRows<MitigationAction>("actionName");
		this.#rows = store.table("mitigation-action", rows, { orderOf: ({ actionName }) => actionName });
		this.#clock = clock;
	}

	create(actionName: string, roleArn: string, actionParams: ActionParams, scope: ArnScope): MitigationAction {
		if (!/^[a-zA-Z0-9_-]{1,128}$/.test(actionName)) {
			throw invalidRequest(`actionName must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(actionName)}`);
		}
		checkRoleArn("roleArn", roleArn);
		const actionArn = arn(scope, "mitigationaction", actionName);
		if (this.#rows.has(actionName)) {
			throw new AwsError("ResourceAlreadyExistsException", `Mitigation action "${actionName}" exists`, {
				resourceId: actionName,
				resourceArn: actionArn,
			});
		}
		checkRoom("mitigation actions", this.#rows.size, mostActions);
		const now = this.#clock.now();
		const dates = { creationDate: now, lastModifiedDate: now };
		return this.#keep({ actionName, actionArn, actionId: randomUUID(), roleArn, actionParams, ...dates });
	}

	describe(actionName: string): MitigationAction {
		const row = this.#rows.get(actionName);
		if (row !== undefined) return row;
		throw notFound(`There is no mitigation action ${quote(actionName)}`);
	}

	/** Its type stays what it is. */
	update(actionName: string, { roleArn, actionParams }: Partial<Pick<MitigationAction, "roleArn" | "actionParams">>) {
		const present = this.describe(actionName);
		if (actionParams !== undefined && typeOf(actionParams) !== typeOf(present.actionParams)) {
			throw invalidRequest(`The type of an action cannot change: "${actionName}" is ${typeOf(present.actionParams)}`);
		}
		return this.#keep({
			...present,
			roleArn: checkRoleArn("roleArn", roleArn ?? present.roleArn),
			actionParams: actionParams ?? present.actionParams,
			lastModifiedDate: this.#clock.now(),
		});
	}

	/** What is not there is no error. */
	delete(actionName: string): void {
		this.#rows.delete(actionName);
	}

	/** By name. */
	list(range?: RowsFrom): Iterable<MitigationAction> {
		return this.#rows.inOrder(range);
	}

	/** Those that a task names. Throws InvalidRequestException for one that is missing. */
	named(actionNames: readonly string[]): readonly MitigationAction[] {
		if (actionNames.length < 1 || actionNames.length > 5) {
			throw invalidRequest(`A task has 1 to 5 actions: there are ${actionNames.length}`);
		}
		return actionNames.map((name) => {
			const action = this.#rows.get(name);
			if (action === undefined) throw invalidRequest(`There is no mitigation action ${quote(name)}`);
			return action;
		});
	}

	#keep(action: MitigationAction): MitigationAction {
		this.#rows.set(action.actionName, Object.freeze(action));
		return action;
	}
}
