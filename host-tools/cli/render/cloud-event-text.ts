import type { EventNamed, EventText } from "./event-text.js";
import type { Style } from "./style.js";

type Planned = EventNamed<"cloud-planned">;
type CloudEvent = EventNamed<"cloud-planned" | "cloud-plan" | "cloud-step">;

/** Characters of a value that are shown. */
const longestValue = 60;
const longestList = 8;

const marks = Object.freeze({ create: "+", update: "~", replace: "±", delete: "-", none: " ", "left-alone": "!" });

const doing = Object.freeze({
	create: "made",
	update: "changed",
	replace: "replaced",
	delete: "deleted",
	none: "as it was",
});

/** The text of what is to be done to an account, and of what was. */
export function cloudEventText(style: Style, happened: CloudEvent): EventText {
	switch (happened.event) {
		case "cloud-planned":
			return planned(style, happened);
		case "cloud-plan":
			return { message: summary(happened) };
		case "cloud-step":
			return { message: stepText(style, happened) };
	}
}

function planned(
	style: Style,
	{ action, type, name, reason, purpose, drift, why, differences = [] }: Planned,
): EventText {
	// What has no service here is only counted.
	if (action === "none" || why === "unavailable") return {};
	const colours = { create: style.green, update: style.yellow, replace: style.yellow, delete: style.red };
	const colour = action === "left-alone" ? style.dim : colours[action];
	const head = `${colour(`${marks[action]} ${name}`)}  ${style.dim(type)}  ${reason}${drift ? style.yellow(" (drift)") : ""}`;
	if (action === "create") return { data: `${head}: ${purpose}` };
	const shown = differences
		.slice(0, longestList)
		.map(({ path, found, wanted }) => `    ${path}: ${short(found)} → ${short(wanted)}`);
	const more = differences.length > longestList ? [`    … and ${differences.length - longestList} more`] : [];
	return { data: [head, ...shown, ...more].join("\n") };
}

function short(value: unknown): string {
	if (value === undefined) return "nothing";
	const text = JSON.stringify(value);
	return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function summary(plan: EventNamed<"cloud-plan">): string {
	const counts = [
		[plan.create, "to make"],
		[plan.update, "to change"],
		[plan.replace, "to replace"],
		[plan.delete, "to delete"],
		[plan.unchanged, "as they should be"],
		[plan.leftAlone, "left alone"],
	] as const;
	const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
	const drift = plan.drift === 0 ? "" : ` ${plan.drift} changed by hand.`;
	const { monthlyCost, pricesOf } = plan;
	const cost = monthlyCost === undefined ? "" : ` About $${monthlyCost.toFixed(2)} a month (prices of ${pricesOf}).`;
	const because = plan.leftAloneReason === undefined ? "" : ` (${plan.leftAloneReason})`;
	return `${said.length === 0 ? "Nothing is there" : said.join(", ")}${because}.${drift}${cost}`;
}

function stepText(style: Style, { phase, action, type, name, reason }: EventNamed<"cloud-step">): string {
	const what = `${name}  ${style.dim(type)}`;
	switch (phase) {
		case "begun":
			return style.dim(`… ${name}  ${type}`);
		case "done":
			return `${style.green(doing[action])} ${what}`;
		case "waiting":
			return style.dim(`waiting for ${name}: ${reason}`);
		case "kept":
			return `${style.yellow("stays")} ${what}: ${reason}`;
		case "refused":
			return `${style.yellow("left out")} ${what}: ${reason}`;
	}
}
