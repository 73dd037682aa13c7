import type { Policy } from "../documents/document.js";
import { nameWithin } from "../policy/arn.js";
import { namesAction } from "../policy/evaluate.js";
import { matchesPlain } from "../policy/glob.js";
import type { LocatedString } from "../text/located.js";
import { quote, type Rule } from "./rule.js";

/** What an audit calls a potential misconfiguration (AWS IoT Device Defender, "AWS IoT policy potentially misconfigured"). */

export const denyWildcard: Rule<Policy> = {
	id: "deny-wildcard",
	severity: "error",
	finds: "`+` or `#` in what a Deny names: in a policy they mean themselves, so that it denies next to nothing",
	*check({ flavour, statements }) {
		if (flavour !== "iot") return;
		for (const { effect, resources = [] } of statements) {
			if (effect !== "Deny") continue;
			for (const resource of resources) {
				const name = nameWithin(resource.text, "topicfilter") ?? nameWithin(resource.text, "topic") ?? "";
				if (!/[+#]/.test(name)) continue;
				const message = `the Deny of ${quote(resource.text)} holds for the filter that is spelled so, and no other`;
				yield {
					at: resource,
					message,
					mend: "deny iot:Receive on topics with *, or allow only what may be subscribed to",
				};
			}
		}
	},
};

export const denyBypassed: Rule<Policy> = {
	id: "deny-bypassed",
	severity: "error",
	finds: "a Deny of iot:Subscribe that a wider filter gets around: `x/secret/*` is denied, and `x/#` is allowed",
	*check(policy) {
		if (policy.flavour !== "iot") return;
		const allowed = namesOf(policy, "Allow", "iot:Subscribe", "topicfilter");
		const denied = namesOf(policy, "Deny", "iot:Subscribe", "topicfilter");
		const unreceived = namesOf(policy, "Deny", "iot:Receive", "topic");
		for (const { name, resource } of denied) {
			if (/[+#]/.test(name) || unreceived.some((one) => covers(one.name, name))) continue;
			const wider = filtersAbove(name).find(
				(filter) => allowed.some((one) => covers(one.name, filter)) && !denied.some((one) => covers(one.name, filter)),
			);
			if (wider === undefined) continue;
			const message = `a subscription to ${quote(wider)} is allowed and brings what is denied here`;
			yield { at: resource, message, mend: "deny iot:Receive on the topics as well" };
		}
	},
};

function namesOf({ statements }: Policy, effect: "Allow" | "Deny", action: string, kind: string) {
	return statements
		.filter((one) => one.effect === effect && namesAction(one, action))
		.flatMap(({ resources = [] }) => resources)
		.flatMap((resource: LocatedString) => {
			const name = nameWithin(resource.text, kind);
			return name === undefined ? [] : [{ name, resource }];
		});
}

/** Of `a/b/*`: `#`, `a/#`; wildcards one level above match what is below. */
function filtersAbove(name: string): readonly string[] {
	const levels = name.split("/");
	return levels.map((_, depth) => [...levels.slice(0, depth), "#"].join("/")).filter((filter) => !filter.includes("*"));
}

function covers(pattern: string, name: string): boolean {
	return pattern === name || matchesPlain(pattern, name);
}
