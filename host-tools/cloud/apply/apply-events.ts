import type { Json } from "../model/concrete.js";
import type { Action, LeftAlone, Plan, Step } from "./plan.js";

/** One line of a plan. */
export interface PlannedEvent {
	readonly event: "cloud-planned";
	readonly action: Action | "left-alone";
	readonly type: string;
	readonly name: string;
	readonly reason: string;
	readonly purpose: string;
	/** Somebody has changed by hand what was applied. */
	readonly drift?: true | undefined;
	/** Why it is left alone: its service is not there; or nothing can be applied before somebody has decided whose it is. */
	readonly why?: LeftAlone["why"] | undefined;
	readonly differences?:
		| readonly { readonly path: string; readonly found?: Json; readonly wanted?: Json }[]
		| undefined;
}

/** A plan in one line. */
export interface PlanEvent {
	readonly event: "cloud-plan";
	readonly create: number;
	readonly update: number;
	readonly replace: number;
	readonly delete: number;
	readonly unchanged: number;
	readonly drift: number;
	readonly leftAlone: number;
	/** Why most of that is left alone. */
	readonly leftAloneReason?: string | undefined;
	/** US dollars a month, for what the whole project would have; absent where nothing costs, as on an emulator. */
	readonly monthlyCost?: number | undefined;
	/** ISO 8601 date of the prices. */
	readonly pricesOf?: string | undefined;
}

/** Something is being done to the account, or was. */
export interface CloudStepEvent {
	readonly event: "cloud-step";
	readonly phase: "begun" | "waiting" | "done" | "kept" | "refused";
	readonly action: Action;
	readonly type: string;
	readonly name: string;
	/** Why it waits, is kept, or was refused. */
	readonly reason?: string | undefined;
}

export type ApplyEvent = PlannedEvent | PlanEvent | CloudStepEvent;

export function plannedEvents({ steps, leftAlone }: Plan): readonly PlannedEvent[] {
	return [...steps.map(ofStep), ...leftAlone.map(ofLeftAlone)];
}

function ofStep({ resource, action, reason, differences, drift }: Step): PlannedEvent {
	const { type, name, purpose } = resource;
	const changed = differences.map(({ path, found, wanted }) => ({
		path,
		...(found !== undefined && { found }),
		...(wanted !== undefined && { wanted }),
	}));
	return {
		event: "cloud-planned",
		action,
		type,
		name,
		reason,
		purpose,
		drift: drift || undefined,
		differences: changed.length > 0 ? changed : undefined,
	};
}

function ofLeftAlone({ resource, reason, why }: LeftAlone): PlannedEvent {
	const { type, name, purpose } = resource;
	return { event: "cloud-planned", action: "left-alone", type, name, reason, purpose, why };
}

export function planEvent({ steps, leftAlone }: Plan): PlanEvent {
	const count = (action: Action) => steps.filter((step) => step.action === action).length;
	return {
		event: "cloud-plan",
		create: count("create"),
		update: count("update"),
		replace: count("replace"),
		delete: count("delete"),
		unchanged: count("none"),
		drift: steps.filter(({ drift }) => drift).length,
		leftAlone: leftAlone.length,
		leftAloneReason: leftAlone.find(({ why }) => why === "unavailable")?.reason,
	};
}
