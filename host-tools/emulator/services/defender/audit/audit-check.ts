import type { Registry } from "../../registry.js";
import type { AuditedCas } from "./audited-cas.js";
import type { AuditedResource, ResourceIdentifier } from "./audited-resource.js";
import type { ConnectionHistory } from "./connection-history.js";

/** What a check found wrong with one resource. */
export interface Problem {
	readonly resource: AuditedResource;
	readonly related?: readonly AuditedResource[];
	/** A sentence, as AWS words it where that is known. */
	readonly reason: string;
	/** API reference, audit checks: the check's "reason code". */
	readonly reasonCode: string;
}

export interface AuditContext {
	readonly registry: Registry;
	readonly cas: AuditedCas;
	readonly history: ConnectionHistory;
	/** ms; emulator time when the audit began. */
	readonly now: number;
	/** Connections that ended before are not looked at, nor those that began after `to` (ms). */
	readonly window: { readonly from: number; readonly to: number };
	/** Settings of the check itself, e.g. `CERT_AGE_THRESHOLD_IN_DAYS`. */
	readonly configuration: Readonly<Record<string, string>>;
	/** Whether certificates that are attached to several things are found, too: AWS looks at connections only. */
	readonly findsSharedAttachments: boolean;
}

export interface AuditCheck {
	readonly name: string;
	readonly severity: "CRITICAL" | "HIGH" | "MEDIUM" | "LOW";
	/** What a suppression of it names. */
	readonly identifiedBy: keyof ResourceIdentifier;
	/** Its settings: name → least, most and default. */
	readonly settings?: Readonly<Record<string, Setting>>;
	/**
	 * One item for each resource looked at, with what is wrong with it. Between two items the registry may change: it is read in
	 * pages (`inPages`).
	 */
	examine(context: AuditContext): Iterable<readonly Problem[]>;
	/** Why it cannot be decided here. */
	readonly unable?: (context: AuditContext) => { readonly errorCode: string; readonly message: string } | undefined;
}

export interface Setting {
	readonly least: number;
	readonly most: number;
	readonly usual: number;
}

/** Looked at before the registry may change. */
const pageSize = 100;

/** All rows, each page of them read at once, and the next behind the last one. */
export function* inPages<T>(
	list: (range: { readonly after?: string }) => Iterable<T>,
	keyOf: (row: T) => string,
): Iterable<T> {
	let after: string | undefined;
	for (;;) {
		const page: T[] = [];
		for (const row of list(after === undefined ? {} : { after })) {
			page.push(row);
			if (page.length === pageSize) break;
		}
		yield* page;
		const last = page.at(-1);
		if (last === undefined || page.length < pageSize) return;
		after = keyOf(last);
	}
}

export function settingOf(configuration: Readonly<Record<string, string>>, name: string, { usual }: Setting): number {
	const text = configuration[name];
	return text === undefined ? usual : Number(text);
}

export const dayMs = 24 * 3600 * 1000;
