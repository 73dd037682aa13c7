import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { checkRoleAlias, checkRoleArn, checkRoom } from "../checks.js";

export interface RoleAlias {
	readonly roleAlias: string;
	readonly roleAliasArn: string;
	readonly roleArn: string;
	readonly credentialDurationSeconds: number;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

export interface RoleAliasUpdate {
	readonly roleArn?: string;
	/** 900 to 43200 */
	readonly credentialDurationSeconds?: number;
}

/** Ours. */
const mostRoleAliases = 1000;
/** s; AWS's default. */
const usualDuration = 3600;

/** Names for IAM roles. Throws AwsError as the AWS operation of the same name would. */
export class RoleAliases {
	readonly #rows: Table<RoleAlias>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table("role-alias", jsonRows<RoleAlias>("roleAlias"), { orderOf: ({ roleAlias }) => roleAlias });
		this.#clock = clock;
	}

	create(roleAlias: string, properties: RoleAliasUpdate, scope: ArnScope): RoleAlias {
		const { roleArn = "", credentialDurationSeconds = usualDuration } = properties;
		const roleAliasArn = arn(scope, "rolealias", checkRoleAlias(roleAlias));
		checkRoleArn("roleArn", roleArn);
		checkDuration(credentialDurationSeconds);
		const present = this.#rows.get(roleAlias);
		if (present !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", `Role alias "${roleAlias}" exists`, {
				resourceId: roleAlias,
				resourceArn: present.roleAliasArn,
			});
		}
		checkRoom("role aliases", this.#rows.size, mostRoleAliases);
		const now = this.#clock.now();
		const dates = { creationDate: now, lastModifiedDate: now };
		return this.#keep({ roleAlias, roleAliasArn, roleArn, credentialDurationSeconds, ...dates });
	}

	find(roleAlias: string): RoleAlias | undefined {
		return this.#rows.get(roleAlias);
	}

	describe(roleAlias: string): RoleAlias {
		const row = this.#rows.get(checkRoleAlias(roleAlias));
		if (row !== undefined) return row;
		throw new AwsError("ResourceNotFoundException", `Role alias "${roleAlias}" does not exist`);
	}

	/** Sorted by name. */
	list(range?: RowsFrom): Iterable<RoleAlias> {
		return this.#rows.inOrder(range);
	}

	update(roleAlias: string, update: RoleAliasUpdate): RoleAlias {
		const present = this.describe(roleAlias);
		const { roleArn = present.roleArn, credentialDurationSeconds = present.credentialDurationSeconds } = update;
		checkRoleArn("roleArn", roleArn);
		checkDuration(credentialDurationSeconds);
		return this.#keep({ ...present, roleArn, credentialDurationSeconds, lastModifiedDate: this.#clock.now() });
	}

	delete(roleAlias: string): RoleAlias {
		const present = this.describe(roleAlias);
		this.#rows.delete(present.roleAlias);
		return present;
	}

	#keep(row: RoleAlias): RoleAlias {
		this.#rows.set(row.roleAlias, Object.freeze(row));
		return row;
	}
}

function checkDuration(seconds: number): void {
	if (seconds >= 900 && seconds <= 43_200) return;
	throw invalidRequest(`credentialDurationSeconds must be 900 to 43200: it is ${seconds}`);
}
