import { pause } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { toToolError } from "../../cloud/account/to-tool-error.js";
import type { ApplyEvent } from "../../cloud/apply/apply-events.js";
import { type Destruction, destroyAccount, planDestruction } from "../../cloud/apply/destroy-account.js";
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
		if (destruction.things.length > 0 && !things) throw inhabited(destruction);
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

function inhabited({ things }: Destruction): ToolError {
	const some = things.length > 3 ? `${things.slice(0, 3).join(", ")}, …` : things.join(", ");
	const count = things.length < 100 ? `${things.length}` : "100 or more";
	return new ToolError(
		"account-not-empty",
		`There are devices in the fleet (${count}: ${some}), which could not connect any more. Nothing was changed`,
		{
			next: "add --things to delete them with their certificates, or delete them first",
		},
	);
}
