import { type Check, type Finding, ok, warn } from "../../base/doctor/check.js";
import { ToolError } from "../../base/tool-error.js";
import { openAccount } from "../apply/open-account.js";
import { changesOf } from "../apply/plan.js";
import { readProject } from "../project/read-project.js";
import { withCredentials } from "./account-checks.js";
import type { AskedAccount, CloudFound } from "./cloud-found.js";

/** Some sixty calls, in ms. */
const planMs = 90_000;

/** Whether the account is still what `cloud apply` made of it: a plan in one line. */
export function planCheck(found: CloudFound): Check {
	return {
		check: "plan",
		area: "account",
		deadlineMs: planMs,
		needs: [found.account, found.credentials],
		run: (signal) => withCredentials(found, (account) => planFinding(account, signal)).catch(unknown),
	};
}

/** What cannot be compared is no fault of the account, and what is wrong otherwise has a line of its own. */
function unknown(error: unknown): Finding {
	if (!(error instanceof ToolError)) throw error;
	return warn(error.code, error.message, error.next ?? "see what: thingsmith cloud plan");
}

async function planFinding({ settings }: AskedAccount, signal: AbortSignal): Promise<Finding> {
	const account = await openAccount(await readProject(undefined, process.cwd()), settings, signal);
	try {
		const { digests } = await account.applied();
		if (digests.size === 0) return ok("`thingsmith cloud apply` was not run here: nothing to compare with");
		const plan = await account.plan();
		const changes = changesOf(plan).length;
		const drift = plan.steps.filter((step) => step.drift).length;
		const facts = { changes, drift, unchanged: plan.steps.length - changes };
		if (changes === 0) return ok(`${plan.steps.length} resources are as thingsmith.json says`, facts);
		const message = `${changes} resources are not as thingsmith.json says, ${drift} of them changed by hand`;
		return warn("plan-not-empty", message, "see what: thingsmith cloud plan", facts);
	} finally {
		account.close();
	}
}
