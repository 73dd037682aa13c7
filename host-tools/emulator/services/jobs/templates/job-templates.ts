import { type ArnScope, arn } from "../../../arn.js";
import { AwsError, invalidRequest, notFound } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkRoom } from "../../checks.js";
import type { JobConfigs } from "../configs/job-configs.js";
import type { MaintenanceWindow } from "../configs/scheduling-config.js";
import { checkJobTemplateId } from "../job-checks.js";

export interface JobTemplate extends JobConfigs {
	readonly jobTemplateId: string;
	readonly jobTemplateArn: string;
	readonly description: string;
	readonly document: string;
	readonly documentSource?: string;
	readonly maintenanceWindows?: readonly MaintenanceWindow[];
	readonly destinationPackageVersions?: readonly string[];
	/** ms */
	readonly createdAt: number;
}

export type NewJobTemplate = Omit<JobTemplate, "jobTemplateId" | "jobTemplateArn" | "createdAt">;

/** Ours. */
const mostTemplates = 1000;

/** The account's own job templates. Throws AwsError as the AWS operation of the same name would. */
export class JobTemplates {
	readonly #rows: Table<JobTemplate>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table("job-template", jsonRows<JobTemplate>("jobTemplateId"), {
			orderOf: ({ jobTemplateId }) => jobTemplateId,
		});
		this.#clock = clock;
	}

	create(jobTemplateId: string, template: NewJobTemplate, scope: ArnScope): JobTemplate {
		checkJobTemplateId(jobTemplateId);
		// The names of AWS's own.
		if (/^aws-/i.test(jobTemplateId)) throw invalidRequest('jobTemplateId must not begin with "AWS-"');
		const present = this.#rows.get(jobTemplateId);
		if (present !== undefined) {
			throw new AwsError("ConflictException", `Job template "${jobTemplateId}" exists`, {
				resourceId: jobTemplateId,
			});
		}
		checkRoom("job templates", this.#rows.size, mostTemplates);
		const jobTemplateArn = arn(scope, "jobtemplate", jobTemplateId);
		const row = Object.freeze({ ...template, jobTemplateId, jobTemplateArn, createdAt: this.#clock.now() });
		this.#rows.set(jobTemplateId, row);
		return row;
	}

	describe(jobTemplateId: string): JobTemplate {
		const row = this.#rows.get(checkJobTemplateId(jobTemplateId));
		if (row !== undefined) return row;
		throw notFound(`Job template "${jobTemplateId}" does not exist`);
	}

	find(jobTemplateId: string): JobTemplate | undefined {
		return this.#rows.get(jobTemplateId);
	}

	/** Sorted by id. */
	list(range?: RowsFrom): Iterable<JobTemplate> {
		return this.#rows.inOrder(range);
	}

	delete(jobTemplateId: string): JobTemplate {
		const template = this.describe(jobTemplateId);
		this.#rows.delete(jobTemplateId);
		return template;
	}
}
