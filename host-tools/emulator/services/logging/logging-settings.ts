import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { checkLength, checkRoleArn, checkRoom } from "../checks.js";
import type { LogLevel } from "../log-level.js";

export interface LoggingOptions {
	readonly roleArn: string;
	readonly logLevel: LogLevel;
}

/** Overrides the account's level for one type of events. */
export interface EventLogLevel {
	readonly eventType: string;
	readonly logLevel?: LogLevel;
	/** A log group of CloudWatch. */
	readonly logDestination?: string;
}

export interface V2LoggingOptions {
	readonly roleArn: string;
	readonly defaultLogLevel: LogLevel;
	readonly disableAllLogs: boolean;
	readonly eventConfigurations: readonly EventLogLevel[];
}

/** Whose entries a level of its own may be for; `DEFAULT` is the account's. */
export const targetTypes = ["DEFAULT", "THING_GROUP", "CLIENT_ID", "SOURCE_IP", "PRINCIPAL_ID"] as const;

export type TargetType = (typeof targetTypes)[number];

export interface TargetLogLevel {
	readonly targetType: Exclude<TargetType, "DEFAULT">;
	readonly targetName: string;
	readonly logLevel: LogLevel;
}

/** What of the rows is there is set; both versions of the API are kept side by side, the second counts where it is set. */
interface Row {
	readonly id: "account";
	readonly v1?: LoggingOptions;
	readonly v2?: V2LoggingOptions;
}

/** Ours. */
const mostTargets = 1000;

/** What the account logs: nothing until an operation of the same name says so. Throws AwsError as it would. */
export class LoggingSettings {
	readonly #options: Table<Row>;
	readonly #targets: Table<TargetLogLevel>;
	/** Types of targets that have a level of their own. */
	#targetTypes: ReadonlySet<TargetType> = new Set();

	constructor(store: Store) {
		this.#options = store.table("logging-options", jsonRows<Row>("id"));
		this.#targets = store.table("logging-level", jsonRows<TargetLogLevel>("targetType"), {
			orderOf: ({ targetType, targetName }) => keyOf(targetType, targetName),
		});
		this.#noteTypes();
	}

	get v1(): LoggingOptions | undefined {
		return this.#options.get("account")?.v1;
	}

	get v2(): V2LoggingOptions | undefined {
		return this.#options.get("account")?.v2;
	}

	/** Of the account, before any override. */
	get defaultLevel(): LogLevel {
		const { v1, v2 } = this;
		if (v2 !== undefined) return v2.disableAllLogs ? "DISABLED" : v2.defaultLogLevel;
		return v1?.logLevel ?? "DISABLED";
	}

	/** Whether anything at all may be logged. */
	get isOn(): boolean {
		const { v2 } = this;
		if (v2?.disableAllLogs) return false;
		return this.defaultLevel !== "DISABLED" || this.#targets.size > 0 || (v2?.eventConfigurations.length ?? 0) > 0;
	}

	hasTargetsOf(type: TargetType): boolean {
		return this.#targetTypes.has(type);
	}

	/** Of one target that has a level of its own. */
	levelOf(targetType: Exclude<TargetType, "DEFAULT">, targetName: string): LogLevel | undefined {
		return this.#targets.get(keyOf(targetType, targetName))?.logLevel;
	}

	setV1({ roleArn, logLevel }: LoggingOptions): void {
		checkRoleArn("roleArn", roleArn);
		this.#options.set("account", { ...this.#row(), v1: { roleArn, logLevel } });
	}

	/** What is not named stays as it is; the first time, a role is wanted. */
	setV2(update: Partial<V2LoggingOptions>): void {
		const present = this.v2 ?? {
			roleArn: "",
			defaultLogLevel: "ERROR",
			disableAllLogs: false,
			eventConfigurations: [],
		};
		const options: V2LoggingOptions = { ...present, ...update };
		if (options.roleArn === "" && !options.disableAllLogs)
			throw invalidRequest("roleArn is missing: there is none yet");
		if (options.roleArn !== "") checkRoleArn("roleArn", options.roleArn);
		this.#options.set("account", { ...this.#row(), v2: options });
	}

	setLevel(targetType: TargetType, targetName: string | undefined, logLevel: LogLevel): void {
		if (this.v2 === undefined) throw notConfigured();
		if (targetType === "DEFAULT") {
			this.setV2({ defaultLogLevel: logLevel });
			return;
		}
		if (targetName === undefined) throw invalidRequest(`logTarget.targetName is missing: ${targetType} has one`);
		checkLength("logTarget.targetName", targetName, 1, 128);
		const key = keyOf(targetType, targetName);
		if (!this.#targets.has(key)) checkRoom("targets with a log level of their own", this.#targets.size, mostTargets);
		this.#targets.set(key, { targetType, targetName, logLevel });
		this.#noteTypes();
	}

	/** What is not there is no error. */
	deleteLevel(targetType: TargetType, targetName: string): void {
		if (targetType === "DEFAULT") throw invalidRequest("The level of DEFAULT cannot be deleted: set another");
		this.#targets.delete(keyOf(targetType, targetName));
		this.#noteTypes();
	}

	/** By type and name. */
	listLevels(range?: RowsFrom): Iterable<TargetLogLevel> {
		return this.#targets.inOrder(range);
	}

	#row(): Row {
		return this.#options.get("account") ?? { id: "account" };
	}

	#noteTypes(): void {
		this.#targetTypes = new Set([...this.#targets.values()].map(({ targetType }) => targetType));
	}
}

export function notConfigured(): AwsError {
	return new AwsError("NotConfiguredException", "Logging is not configured: SetV2LoggingOptions does it");
}

export function keyOf(targetType: string, targetName: string): string {
	return `${targetType} ${targetName}`;
}

/** Throws InvalidRequestException. */
export function checkTargetType(text: string): TargetType {
	const type = targetTypes.find((one) => one === text);
	if (type !== undefined) return type;
	throw invalidRequest(`targetType must be one of ${targetTypes.join(", ")}: it is ${quote(text)}`);
}
