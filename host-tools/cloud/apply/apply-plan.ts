import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { toToolError } from "../account/to-tool-error.js";
import type { Resource } from "../model/resource.js";
import type { ApplyEvent } from "./apply-events.js";
import type { KindContext } from "./kind.js";
import { changesOf, type Plan, type Step } from "./plan.js";
import { type Applied, digestOf, writeApplied } from "./record.js";
import { withRetries } from "./retry.js";

export interface ApplyOptions {
	readonly plan: Plan;
	/** Where it is kept what was applied. */
	readonly holder: Resource;
	readonly applied: Applied;
	readonly aws: AwsSettings;
	readonly emit: (event: ApplyEvent) => void;
}

/**
 * Makes the changes of a plan one after another. May be cut off anywhere: a new plan goes on from there. Rejects with ToolError
 * `account-conflict` before anything is done, and with what AWS refused, saying how far it came.
 */
export async function applyPlan(options: ApplyOptions, context: KindContext): Promise<void> {
	const { plan, holder, applied, aws, emit } = options;
	refuseConflicts(plan);
	const changes = changesOf(plan);
	const digests = new Map(
		plan.steps.filter(({ action }) => action === "none").map((step) => [step.resource.id, digestOf(step.properties)]),
	);
	const settings = new Set(applied.settings);
	let done = 0;
	try {
		for (const step of changes) {
			const { id, type, name } = step.resource;
			const told = { event: "cloud-step", action: step.action, type, name } as const;
			emit({ ...told, phase: "begun" });
			if (willSwitchOn(step)) {
				settings.add(id);
				await writeApplied(holder, { digests: applied.digests, settings }, context);
			}
			const refused = await perform(step, context);
			if (step.action === "delete") settings.delete(id);
			else if (refused === undefined) digests.set(id, digestOf(step.properties));
			emit(refused === undefined ? { ...told, phase: "done" } : { ...told, phase: "refused", reason: refused });
			done += 1;
		}
	} catch (error) {
		throw stopped(toToolError(error, actionOf(changes[done]), aws), changes, done);
	} finally {
		if (changes.length > 0) await writeApplied(holder, { digests, settings }, context).catch(() => undefined);
	}
}

function refuseConflicts({ leftAlone }: Plan): void {
	const [first, ...others] = leftAlone.filter(({ why }) => why === "conflict");
	if (first === undefined) return;
	const { resource, reason } = first;
	const more = others.length === 0 ? "" : `, and ${others.length} more`;
	throw new ToolError("account-conflict", `${resource.type} ${resource.name}: ${reason}${more}. Nothing was changed`, {
		next: `take it over with \`thingsmith cloud import '${resource.name}'\`, rename it, or choose another project or environment in thingsmith.json`,
	});
}

/** A setting of the account that nobody had switched on before. */
function willSwitchOn({ kind, found, action }: Step): boolean {
	return action === "update" && kind.isOff !== undefined && found !== undefined && kind.isOff(found.properties);
}

/** Reads anew before each try: the one before may have done its work. Undefined, or why AWS does not give such a thing. */
async function perform(step: Step, context: KindContext): Promise<string | undefined> {
	const { resource, kind, action, properties } = step;
	const { name } = resource;
	const { signal } = context;
	const remove = () =>
		withRetries(
			async () => {
				const found = await kind.read(name, context, properties);
				if (found === undefined) return;
				await kind.prepareRemoval?.(name, found, context);
				await kind.remove(name, found, context);
			},
			{ signal },
		);
	if (action === "delete" || action === "replace") await remove();
	if (action === "delete") return undefined;
	try {
		await withRetries(
			async () => {
				const found = await kind.read(name, context, properties);
				if (found === undefined) await kind.create(name, properties, context);
				else await kind.update(name, properties, found, context);
			},
			{ signal },
		);
		return undefined;
	} catch (error) {
		const { name: code, message } = error as Error;
		if (kind.mayBeRefused === undefined || !/^(AccessDenied|Unauthorized|InvalidRequest)/.test(code)) throw error;
		return `${kind.mayBeRefused}; AWS says: ${message}`;
	}
}

function actionOf(step: Step | undefined): string {
	return step === undefined ? "cloud apply" : `${step.action} of ${step.resource.type} ${step.resource.name}`;
}

function stopped(error: ToolError, changes: readonly Step[], done: number): ToolError {
	const left = changes.slice(done).map(({ resource }) => resource.name);
	const shown = left.slice(0, 5).join(", ");
	const more = left.length > 5 ? `, and ${left.length - 5} more` : "";
	const message = `${error.message}. ${done} of ${changes.length} changes are done; not done: ${shown}${more}`;
	const { next = "see what AWS says" } = error;
	return new ToolError(error.code, message, {
		next: `${next}; then run it again: it goes on from there`,
		cause: error,
	});
}
