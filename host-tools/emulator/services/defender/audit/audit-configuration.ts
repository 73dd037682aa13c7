import { invalidRequest, notFound } from "../../../aws-error.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { Table } from "../../../store/table.js";
import { checkRoleArn } from "../../checks.js";
import { auditChecks, checkNamed } from "./checks/audit-checks.js";

export interface NotificationTarget {
	readonly targetArn?: string;
	readonly roleArn?: string;
	readonly enabled?: boolean;
}

export interface CheckConfiguration {
	readonly enabled: boolean;
	readonly configuration?: Readonly<Record<string, string>>;
}

export interface AuditConfigurationUpdate {
	readonly roleArn?: string;
	readonly notificationTargets?: Readonly<Record<string, NotificationTarget>>;
	readonly checks?: ReadonlyMap<string, Partial<CheckConfiguration>>;
}

interface Row {
	readonly id: "account";
	readonly roleArn: string;
	readonly notificationTargets: Readonly<Record<string, NotificationTarget>>;
	readonly checks: Readonly<Record<string, CheckConfiguration>>;
}

const off: CheckConfiguration = Object.freeze({ enabled: false });

/** Which checks the account has: none until UpdateAccountAuditConfiguration says so. */
export class AuditConfiguration {
	readonly #rows: Table<Row>;

	constructor(store: Store) {
		this.#rows = store.table("audit-configuration", jsonRows<Row>("checks"));
	}

	/** With all checks there are. */
	describe() {
		const row = this.#rows.get("account");
		return {
			roleArn: row?.roleArn,
			notificationTargets: row?.notificationTargets ?? {},
			checks: new Map([...auditChecks.keys()].map((name) => [name, this.of(name)])),
		};
	}

	of(checkName: string): CheckConfiguration {
		return this.#rows.get("account")?.checks[checkName] ?? off;
	}

	/** Where audits tell of their end; undefined when nowhere. */
	get notifiedTopic(): string | undefined {
		const target = this.#rows.get("account")?.notificationTargets.SNS;
		return target?.enabled ? target.targetArn : undefined;
	}

	/** `isScheduled`: checks of scheduled audits cannot be switched off. */
	update(update: AuditConfigurationUpdate, isScheduled: (checkName: string) => boolean): void {
		const present = this.#rows.get("account");
		const { roleArn = present?.roleArn, checks = new Map() } = update;
		if (roleArn === undefined) throw invalidRequest("roleArn is missing: the first configuration names one");
		checkRoleArn("roleArn", roleArn);
		const merged: Record<string, CheckConfiguration> = { ...present?.checks };
		for (const [name, change] of checks) {
			checkSettings(name, change.configuration ?? {});
			const next = { ...this.of(name), ...change };
			if (!next.enabled && isScheduled(name)) {
				throw invalidRequest(`${name} cannot be disabled: a scheduled audit has it. Take it out there first`);
			}
			merged[name] = next;
		}
		if (present === undefined && !Object.values(merged).some(({ enabled }) => enabled)) {
			throw invalidRequest("auditCheckConfigurations must enable a check: none is enabled yet");
		}
		const notificationTargets = { ...present?.notificationTargets, ...update.notificationTargets };
		this.#rows.set("account", { id: "account", roleArn, notificationTargets, checks: merged });
	}

	delete(): void {
		if (!this.#rows.delete("account")) throw notFound("There is no audit configuration to delete");
	}

	/** Throws InvalidRequestException. */
	checkEnabled(names: readonly string[]): void {
		if (names.length === 0) throw invalidRequest("targetCheckNames is empty: it names the checks to perform");
		for (const name of names) {
			checkNamed(name);
			if (this.of(name).enabled) continue;
			throw invalidRequest(`${name} is not enabled for this account: UpdateAccountAuditConfiguration enables it`);
		}
	}
}

function checkSettings(checkName: string, configuration: Readonly<Record<string, string>>): void {
	const { settings = {} } = checkNamed(checkName);
	for (const [name, value] of Object.entries(configuration)) {
		const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
		if (setting === undefined) throw invalidRequest(`${checkName} has no configuration ${name}`);
		const { least, most } = setting;
		if (/^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most) continue;
		throw invalidRequest(`${name} of ${checkName} must be ${least} to ${most}, as a string: it is "${value}"`);
	}
}
