import type { TaskContext } from "../../base/task-context.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { toToolError } from "../../cloud/account/to-tool-error.js";
import { type ApplyEvent, planEvent, plannedEvents } from "../../cloud/apply/apply-events.js";
import { type Account, openAccount } from "../../cloud/apply/open-account.js";
import { changesOf, type Plan } from "../../cloud/apply/plan.js";
import { monthlyCost, pricesOf } from "../../cloud/model/monthly-cost.js";
import type { Project } from "../../cloud/project/project.js";
import { readProject } from "../../cloud/project/read-project.js";

export interface CloudOptions {
	readonly aws: AwsSettings;
	/** Undefined: thingsmith.json of the working directory, or the defaults. */
	readonly projectPath: string | undefined;
}

/** Reports a `cloud-planned` for each resource and a `cloud-plan`; changes nothing. */
export async function planCloud(
	options: CloudOptions,
	context: TaskContext<ApplyEvent>,
): Promise<{ hasChanges: boolean }> {
	return withAccount(options, context, async (account, project) => {
		const plan = await readPlan(account, options.aws);
		tell(plan, account, project, context);
		return { hasChanges: changesOf(plan).length > 0 };
	});
}

/** Reads project and account; the account is closed afterwards. */
export async function withAccount<T>(
	{ aws, projectPath }: CloudOptions,
	{ signal }: Pick<TaskContext<ApplyEvent>, "signal">,
	work: (account: Account, project: Project) => Promise<T>,
): Promise<T> {
	const project = await readProject(projectPath, process.cwd(), signal);
	const account = await openAccount(project, aws, signal);
	try {
		return await work(account, project);
	} finally {
		account.close();
	}
}

export async function readPlan(account: Account, aws: AwsSettings): Promise<Plan> {
	try {
		return await account.plan();
	} catch (error) {
		throw toToolError(error, "reading the account", aws);
	}
}

export function tell(plan: Plan, account: Account, project: Project, { emit }: TaskContext<ApplyEvent>): void {
	for (const event of plannedEvents(plan)) emit(event);
	const cost = account.isEmulator ? {} : { monthlyCost: monthlyCost(project, account.model), pricesOf };
	emit({ ...planEvent(plan), ...cost });
}
