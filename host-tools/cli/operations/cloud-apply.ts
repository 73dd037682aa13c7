import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { ApplyEvent } from "../../cloud/apply/apply-events.js";
import { applyPlan } from "../../cloud/apply/apply-plan.js";
import { changesOf } from "../../cloud/apply/plan.js";
import { type CloudOptions, readPlan, tell, withAccount } from "./cloud-plan.js";

export interface ConsentOptions {
	/** Consent was given beforehand. */
	readonly yes: boolean;
	/** Asks a person; undefined where there is nobody. */
	readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** Shows the plan, and makes it true. */
export async function applyCloud(
	options: CloudOptions & ConsentOptions,
	context: TaskContext<ApplyEvent>,
): Promise<void> {
	const { aws } = options;
	await withAccount(options, context, async (account, project) => {
		const plan = await readPlan(account, aws);
		tell(plan, account, project, context);
		const changes = changesOf(plan).length;
		const hasConflict = plan.leftAlone.some(({ why }) => why === "conflict");
		if (changes > 0 && !hasConflict) await consent(`Make these ${changes} changes?`, options);
		const { holder } = account;
		await applyPlan({ plan, holder, applied: await account.applied(), aws, emit: context.emit }, account.context);
	});
}

/** Rejects with ToolError `usage` where nobody can be asked, and with `interrupted` where the answer is not yes. */
export async function consent(question: string, { yes, ask }: ConsentOptions): Promise<void> {
	if (yes) return;
	if (ask === undefined) {
		throw new ToolError("usage", "Nothing was changed: there is no terminal to ask at", {
			next: "add --yes if that is meant",
		});
	}
	if (/^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim())) return;
	throw new ToolError("interrupted", "Nothing was changed");
}
