import { type ArnScope, arn, nameOfArn } from "../../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import { Relation } from "../../../store/relation.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkLength, checkRoom, checkVersion } from "../../checks.js";
import type { Registry } from "../../registry.js";
import type { Behavior, RetainedMetric } from "./behavior.js";
import { behaviorProblems, type KnownMetrics } from "./behavior-problems.js";

export interface AlertTarget {
	readonly alertTargetArn: string;
	readonly roleArn: string;
}

export interface ProfileProperties {
	readonly securityProfileDescription?: string;
	readonly behaviors?: readonly Behavior[];
	readonly alertTargets?: Readonly<Record<string, AlertTarget>>;
	readonly additionalMetricsToRetain?: readonly string[];
	readonly additionalMetricsToRetainV2?: readonly RetainedMetric[];
	readonly metricsExportConfig?: { readonly mqttTopic: string; readonly roleArn: string };
}

export interface SecurityProfile extends ProfileProperties {
	readonly securityProfileName: string;
	readonly securityProfileArn: string;
	readonly behaviors: readonly Behavior[];
	readonly version: number;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

/** Ours; AWS: profiles of one target. */
const mostProfiles = 1000;
const mostOfTarget = 5;
const allTargets = ["things", "registered-things", "unregistered-things"];

export interface SecurityProfilesParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly registry: Registry;
	readonly known: KnownMetrics;
	/** Called after each change of profiles or targets. */
	readonly changed: (securityProfileName: string) => void;
}

/** What devices should do, and which of them. Throws AwsError as the AWS operation of the same name would. */
export class SecurityProfiles {
	readonly #rows: Table<SecurityProfile>;
	/** profile → target */
	readonly #targets: Relation;
	readonly #parts: SecurityProfilesParts;

	constructor(parts: SecurityProfilesParts) {
		this.#parts = parts;
		const rows = jsonRows<SecurityProfile>("securityProfileName");
		this.#rows = parts.store.table("security-profile", rows, { orderOf: (row) => row.securityProfileName });
		this.#targets = new Relation(parts.store, "security-profile-target");
	}

	create(name: string, properties: ProfileProperties, scope: ArnScope): SecurityProfile {
		if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(name)) {
			throw invalidRequest(`securityProfileName must be 1 to 128 of a-z A-Z 0-9 : _ -: it is ${quote(name)}`);
		}
		const securityProfileArn = arn(scope, "securityprofile", name);
		if (this.#rows.has(name)) {
			const details = { resourceId: name, resourceArn: securityProfileArn };
			throw new AwsError("ResourceAlreadyExistsException", `Security profile "${name}" exists`, details);
		}
		checkRoom("security profiles", this.#rows.size, mostProfiles);
		const now = this.#parts.clock.now();
		const dates = { creationDate: now, lastModifiedDate: now };
		const named = { securityProfileName: name, securityProfileArn, version: 1, ...dates };
		return this.#keep({ behaviors: [], ...properties, ...named });
	}

	describe(name: string): SecurityProfile {
		const row = this.#rows.get(name);
		if (row !== undefined) return row;
		throw notFound(`There is no security profile ${quote(name)}`);
	}

	/** `deleted`: members that are taken away. */
	update(
		name: string,
		update: ProfileProperties,
		deleted: readonly (keyof ProfileProperties)[],
		expectedVersion: number | undefined,
	): SecurityProfile {
		const present = this.describe(name);
		checkVersion(`Security profile "${name}"`, present.version, expectedVersion);
		const both = deleted.find((member) => update[member] !== undefined);
		if (both !== undefined) throw invalidRequest(`${both} is both given and to be deleted`);
		const kept = Object.entries(present).filter(([member]) => !(deleted as readonly string[]).includes(member));
		const row = { ...(Object.fromEntries(kept) as unknown as SecurityProfile), ...update };
		const behaviors = update.behaviors ?? (deleted.includes("behaviors") ? [] : present.behaviors);
		const lastModifiedDate = this.#parts.clock.now();
		return this.#keep({ ...row, behaviors, version: present.version + 1, lastModifiedDate });
	}

	/** What is not there is no error. */
	delete(name: string, expectedVersion: number | undefined): void {
		const present = this.#rows.get(name);
		if (present === undefined) return;
		checkVersion(`Security profile "${name}"`, present.version, expectedVersion);
		for (const target of [...this.#targets.rightsOf(name)]) this.#targets.remove(name, target);
		this.#rows.delete(name);
		this.#parts.changed(name);
	}

	/** Attaching twice is no error. */
	attach(name: string, targetArn: string): void {
		this.describe(name);
		this.#checkTarget(targetArn);
		if (this.#targets.has(name, targetArn)) return;
		checkRoom("security profiles of that target", this.#targets.leftsOf(targetArn).size, mostOfTarget);
		this.#targets.add(name, targetArn);
		this.#parts.changed(name);
	}

	detach(name: string, targetArn: string): void {
		this.describe(name);
		if (!this.#targets.remove(name, targetArn)) throw notFound(`"${name}" is not attached to ${quote(targetArn)}`);
		this.#parts.changed(name);
	}

	/** By name. */
	list(range?: RowsFrom): Iterable<SecurityProfile> {
		return this.#rows.inOrder(range);
	}

	find(name: string): SecurityProfile | undefined {
		return this.#rows.get(name);
	}

	targetsOf(name: string, range?: RowsFrom): Iterable<string> {
		return this.#targets.rightsInOrder(name, range);
	}

	/** Names. */
	profilesOf(targetArn: string): readonly string[] {
		return [...this.#targets.leftsInOrder(targetArn)];
	}

	/** Those that have targets. */
	attached(): readonly SecurityProfile[] {
		return [...this.#rows.values()].filter((row) => this.#targets.rightsOf(row.securityProfileName).size > 0);
	}

	#checkTarget(targetArn: string): void {
		const { accountId } = this.#parts.registry.home;
		const all = nameOfArn("all", targetArn, accountId);
		if (all !== undefined && allTargets.includes(all)) return;
		const group = nameOfArn("thinggroup", targetArn, accountId);
		if (group !== undefined) {
			this.#parts.registry.thingGroups.describeThingGroup(group);
			return;
		}
		throw invalidRequest(
			`securityProfileTargetArn must be the ARN of a thing group, or end in all/${allTargets.join(", all/")}: it is ${quote(targetArn)}`,
		);
	}

	#keep(profile: SecurityProfile): SecurityProfile {
		checkLength("securityProfileDescription", profile.securityProfileDescription ?? "", 0, 1000);
		const [problem] = behaviorProblems(profile.behaviors, this.#parts.known);
		if (problem !== undefined) throw invalidRequest(problem);
		this.#rows.set(profile.securityProfileName, Object.freeze(profile));
		this.#parts.changed(profile.securityProfileName);
		return profile;
	}
}
