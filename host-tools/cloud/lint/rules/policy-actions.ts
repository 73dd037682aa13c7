import type { Policy } from "../documents/document.js";
import { actionsNamed, iotActions } from "../policy/actions.js";
import { nearest } from "../policy/nearest.js";
import { hole, type LocatedString } from "../text/located.js";
import { quote, type Rule } from "./rule.js";

export const actionUnknown: Rule<Policy> = {
	id: "action-unknown",
	severity: "error",
	finds: "an action of AWS IoT that there is not, or a pattern that no action matches",
	*check({ statements }) {
		for (const action of statements.flatMap(({ actions }) => actions)) {
			const name = nameOf(action);
			if (name === undefined || name.includes(hole)) continue;
			if (actionsNamed(name).length > 0) continue;
			const similar = nearest(name, iotActions);
			const mend =
				similar === undefined
					? "see the actions of AWS IoT in the Service Authorization Reference"
					: `did you mean iot:${similar}?`;
			yield { at: action, message: `AWS IoT has no action ${quote(action.text)}: it allows and denies nothing`, mend };
		}
	},
};

/** `Connect` of `iot:Connect`; undefined for an action of another service. */
export function nameOf({ text }: LocatedString): string | undefined {
	return /^iot:(.+)$/is.exec(text)?.[1];
}

export const actionForeign: Rule<Policy> = {
	id: "action-foreign",
	severity: "error",
	finds: "an action of another service in an AWS IoT policy, or one without a service before it",
	*check({ flavour, statements }) {
		for (const action of statements.flatMap(({ actions }) => actions)) {
			const { text } = action;
			if (text === "*" || text.includes(hole)) continue;
			if (flavour === "iot" ? /^(?:iot|greengrass):./i.test(text) : /^[a-z0-9-]+:./i.test(text)) continue;
			const isBare = !text.includes(":");
			yield {
				at: action,
				message: isBare
					? `${quote(text)} does not say of which service`
					: `an AWS IoT policy with ${quote(text)} is refused`,
				mend: isBare
					? `write "iot:${text}"`
					: "put it into the IAM policy of a role; devices get there by a role alias",
			};
		}
	},
};
