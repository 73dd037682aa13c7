import { pause } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { toToolError } from "../../cloud/account/to-tool-error.js";
import type { ApplyEvent } from "../../cloud/apply/apply-events.js";
import {
	type Destruction,
	destroyAccount,
	planDestruction,
	refuseInhabited,
} from "../../cloud/apply/destroy-account.js";
import { type ConsentOptions, consent } from "./cloud-apply.js";
import { type CloudOptions, withAccount } from "./cloud-plan.js";

export interface DestroyCloudOptions extends CloudOptions, ConsentOptions {
	readonly things: boolean;
}

/** Shows what would go, and removes it. Rejects with ToolError `account-not-empty` where things are left that were not to go. */
export async function destroyCloud(options: DestroyCloudOptions, context: TaskContext<ApplyEvent>): Promise<void> {
	const { aws, things } = options;
	const { emit, signal } = context;
	await withAccount(options, context, async (account) => {
		const destruction = await planDestruction(account).catch((error: unknown) => {
			throw toToolError(error, "reading the account", aws);
		});
		tell(destruction, context);
		refuseInhabited(destruction, things);
		const { length } = destruction.doomed;
		if (length === 0 && destruction.things.length === 0) return;
		const also = destruction.things.length === 0 ? "" : `, and every thing of the fleet with its certificates`;
		await consent(`Delete these ${length}${also}?`, options);
		await destroyAccount(account, destruction, { things, emit, pause: (ms) => pause(ms, signal) }).catch(
			(error: unknown) => {
				throw toToolError(error, "cloud destroy", aws);
			},
		);
	});
}

function tell({ doomed, kept }: Destruction, { emit }: TaskContext<ApplyEvent>): void {
	for (const { resource, kind } of doomed) {
		const { type, name, purpose } = resource;
		const reason = kind.isOff ? "thingsmith switched it on" : "thingsmith made it";
		emit({ event: "cloud-planned", action: "delete", type, name, purpose, reason });
	}
	for (const { resource, reason } of kept) {
		const { type, name, purpose } = resource;
		emit({ event: "cloud-planned", action: "left-alone", type, name, purpose, reason });
	}
	const leftAlone = kept.length;
	emit({
		event: "cloud-plan",
		create: 0,
		update: 0,
		replace: 0,
		delete: doomed.length,
		unchanged: 0,
		drift: 0,
		leftAlone,
	});
}
