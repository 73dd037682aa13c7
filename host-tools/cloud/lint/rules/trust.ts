import type { Policy, Statement } from "../documents/document.js";
import { isString, itemsOf, valueAt } from "../text/located.js";
import type { Rule } from "./rule.js";

export const trustAnyAccount: Rule<Policy> = {
	id: "trust-any-account",
	severity: "warning",
	finds:
		"a role that iot.amazonaws.com may take on for any account: its trust has no condition on aws:SourceAccount or aws:SourceArn",
	*check({ flavour, statements }) {
		if (flavour !== "trust") return;
		for (const statement of statements) {
			const service = serviceOf(statement);
			if (statement.effect !== "Allow" || service === undefined || isBound(statement)) continue;
			yield {
				at: service,
				message: "AWS IoT may take on this role on behalf of somebody else's account, too",
				mend: 'add "Condition": {"StringEquals": {"aws:SourceAccount": "YOUR ACCOUNT"}}',
			};
		}
	},
};

function serviceOf({ node }: Statement) {
	const services = itemsOf(valueAt(node, "Principal", "Service"));
	return services.find((one) => isString(one) && one.text === "iot.amazonaws.com");
}

function isBound({ conditions }: Statement): boolean {
	return conditions.some(({ key }) => /^aws:source(?:account|arn)$/i.test(key.text));
}
