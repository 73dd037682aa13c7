import { ToolError } from "../../base/tool-error.js";
import { concrete } from "../model/concrete.js";
import type { Resource, Value } from "../model/resource.js";
import type { CloudStepEvent } from "./apply-events.js";
import type { Found, Kind, Properties } from "./kind.js";
import type { Account } from "./open-account.js";
import { kindOf } from "./plan.js";
import { type Applied, writeApplied } from "./record.js";
import { firstThings, removeThing } from "./remove-things.js";
import { withRetries } from "./retry.js";

export interface DestroyOptions {
	/** Things and their certificates, too. */
	readonly things: boolean;
	readonly emit: (event: CloudStepEvent) => void;
	/** ms that a thing type may take, which AWS IoT deletes five minutes after its deprecation. */
	readonly waitMs?: number;
	/** Waits so many ms. */
	readonly pause: (milliseconds: number) => Promise<void>;
}

/** Something of the project's, or of the account's settings, that is to go. */
export interface Doomed {
	readonly resource: Resource;
	readonly kind: Kind;
	readonly properties: Properties;
	readonly found: Found;
}

export interface Destruction {
	/** In the order in which they go. */
	readonly doomed: readonly Doomed[];
	/** What is there and stays, with the reason. */
	readonly kept: readonly { readonly resource: Resource; readonly reason: string }[];
	/** Things of the fleet, up to a hundred. */
	readonly things: readonly string[];
	readonly applied: Applied;
}

/** What `destroyAccount` would do; changes nothing. */
export async function planDestruction(account: Account): Promise<Destruction> {
	const { context, kinds, possible, model, unavailable, holder } = account;
	const applied = await account.applied();
	const known = new Set(model.map(({ type, name }) => `${type} ${name}`));
	const others = possible.filter(({ type, name }) => !known.has(`${type} ${name}`));
	const doomed: Doomed[] = [];
	const kept: { resource: Resource; reason: string }[] = [];
	// The group goes last: it says which settings are to be switched off again.
	const order = [...others.toReversed(), ...model.filter((one) => one !== holder).toReversed(), holder];
	for (const resource of order.filter((one) => unavailable(one) === undefined)) {
		const kind = kindOf(kinds, resource);
		const properties = concrete(resource.properties as Value, context.place) as Properties;
		const found = await kind.read(resource.name, context, properties);
		if (found === undefined || kind.isOff?.(found.properties)) continue;
		const isOurs = kind.isOff ? applied.settings.has(resource.id) : found.owner === context.owner;
		if (isOurs) doomed.push({ resource, kind, properties, found });
		else kept.push({ resource, reason: kind.isOff ? "it was on before" : "thingsmith did not make it" });
	}
	const things = await firstThings(await context.clients.iot(), holder.name);
	return { doomed, kept, things, applied };
}

/**
 * Removes what a destruction has found, each with what hangs on it. What cannot go is told and stays; the others go on. Rejects with
 * ToolError `account-not-empty` then. May be cut off anywhere and begun again.
 */
export async function destroyAccount(
	account: Account,
	destruction: Destruction,
	options: DestroyOptions,
): Promise<void> {
	const { context, holder } = account;
	const { doomed, applied } = destruction;
	const { emit, things } = options;
	refuseInhabited(destruction, things);
	if (things) await removeThings(account, emit);
	for (const { kind, resource, found } of doomed) await kind.prepareRemoval?.(resource.name, found, context);
	const later = doomed.filter(({ kind }) => kind.prepareRemoval !== undefined);
	const settings = new Set(applied.settings);
	const stays: string[] = [];
	for (const one of [
		...doomed.filter((one) => !later.includes(one) && one.resource !== holder),
		...later,
		...doomed.filter(({ resource }) => resource === holder),
	]) {
		const { type, name, id } = one.resource;
		const told = { event: "cloud-step", action: "delete", type, name } as const;
		emit({ ...told, phase: "begun" });
		const reason = await remove(one, account, options);
		emit(reason === undefined ? { ...told, phase: "done" } : { ...told, phase: "kept", reason });
		if (reason !== undefined) stays.push(name);
		if (settings.delete(id)) await writeApplied(holder, { ...applied, settings }, context);
	}
	if (stays.length === 0) return;
	throw new ToolError(
		"account-not-empty",
		`${stays.length} of ${doomed.length} could not go: ${stays.slice(0, 5).join(", ")}`,
		{
			next: "see why above; end what still uses them (--things removes things with their certificates), and run it again",
		},
	);
}

/** Throws ToolError `account-not-empty`. */
export function refuseInhabited({ things }: Destruction, mayRemove: boolean): void {
	if (things.length > 0 && !mayRemove) throw inhabited(things);
}

async function removeThings({ context, holder }: Account, emit: DestroyOptions["emit"]): Promise<void> {
	const client = await context.clients.iot();
	// The list is asked for anew after each page: it becomes shorter meanwhile.
	for (
		let page = await firstThings(client, holder.name);
		page.length > 0;
		page = await firstThings(client, holder.name)
	) {
		for (const thing of page) {
			const told = { event: "cloud-step", action: "delete", type: "AWS::IoT::Thing", name: thing } as const;
			emit({ ...told, phase: "begun" });
			await removeThing(client, thing, context.signal);
			emit({ ...told, phase: "done" });
		}
	}
}

/** Undefined, or why it stays. */
async function remove(
	{ kind, resource, properties }: Doomed,
	{ context }: Account,
	options: DestroyOptions,
): Promise<string | undefined> {
	const { waitMs = 420_000, pause, emit } = options;
	const { type, name } = resource;
	const { signal } = context;
	for (let waited = 0, step = 10_000; ; waited += step) {
		try {
			await withRetries(
				async () => {
					const found = await kind.read(name, context, properties);
					if (found !== undefined) await kind.remove(name, found, context);
				},
				{ signal },
			);
			return undefined;
		} catch (error) {
			const { name: code, message } = error as Error;
			if (!isRefusal(error)) throw error;
			const reason = message.split("\n", 1)[0] ?? code;
			if (kind.prepareRemoval === undefined || code !== "InvalidRequestException" || waited >= waitMs) return reason;
			if (waited === 0) emit({ event: "cloud-step", phase: "waiting", action: "delete", type, name, reason });
			await pause(step);
		}
	}
}

/** AWS will not, as opposed to: could not be asked, or does not let this caller. */
function isRefusal(error: unknown): boolean {
	const { $fault, name } = error as { readonly $fault?: string; readonly name: string };
	return (
		$fault === "client" &&
		!/^(AccessDenied|Unauthorized|Throttl|Expired|Unrecognized|InvalidClient|Signature)/.test(name)
	);
}

function inhabited(things: readonly string[]): ToolError {
	const some = things.length > 3 ? `${things.slice(0, 3).join(", ")}, …` : things.join(", ");
	const count = things.length < 100 ? `${things.length}` : "100 or more";
	const message = `There are devices in the fleet (${count}: ${some}), which could not connect any more. Nothing was changed`;
	return new ToolError("account-not-empty", message, {
		next: "add --things to delete them with their certificates, or delete them first",
	});
}
