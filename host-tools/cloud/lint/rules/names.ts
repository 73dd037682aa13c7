import { type NamedResource, namePatterns } from "../documents/document.js";
import { hole } from "../text/located.js";
import { quote, type Rule } from "./rule.js";

const words: Readonly<Record<NamedResource["what"], string>> = Object.freeze({
	template: "provisioning template",
	policy: "policy",
	thing: "thing",
	thingType: "thing type",
	thingGroup: "thing group",
	securityProfile: "security profile",
	behavior: "behaviour",
	job: "job",
	jobTemplate: "job template",
	roleAlias: "role alias",
	topicRule: "rule",
});

export const nameInvalid: Rule<NamedResource> = {
	id: "name-invalid",
	severity: "error",
	finds: "a name that AWS IoT does not take, e.g. of a provisioning template with more than 36 characters",
	*check({ what, name }) {
		const { pattern, rule } = namePatterns[what];
		// Of what is known in part, that part has to fit.
		const parts = name.text.split(hole);
		if (parts.every((part) => (part === "" ? parts.length > 1 : pattern.test(part)))) return;
		yield { at: name, message: `a ${words[what]} cannot be called ${quote(name.text)}`, mend: `use ${rule}` };
	},
};
