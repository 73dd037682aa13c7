import assert from "node:assert/strict";
import type { Template } from "../../../../host-tools/cloud/export/cloudformation/template.js";
import type { Json } from "../../../../host-tools/cloud/model/concrete.js";
import type { Resource } from "../../../../host-tools/cloud/model/resource.js";
import { type Place, resourceArn } from "../../../../host-tools/cloud/model/resource-arn.js";

type Members = Readonly<Record<string, Json>>;

/** What CloudFormation makes of a template's functions in one account, for parameters as they are by default. */
export class DeployedTemplate {
	readonly #template: Template;
	readonly #resources: ReadonlyMap<string, Resource>;
	readonly #pseudo: Readonly<Record<string, string>>;
	readonly #place: Place;

	constructor(template: Template, resources: readonly Resource[], place: Place) {
		this.#template = template;
		this.#resources = new Map(resources.map((resource) => [resource.id, resource]));
		this.#place = place;
		this.#pseudo = {
			"AWS::Partition": place.partition,
			"AWS::Region": place.region,
			"AWS::AccountId": place.accountId,
		};
	}

	/** Properties of a resource. */
	properties(id: string): Members {
		return this.#value(this.#template.Resources[id]?.Properties ?? assert.fail(`${id} is missing`)) as Members;
	}

	#value(json: Json): Json {
		if (Array.isArray(json)) return json.map((item) => this.#value(item));
		if (typeof json !== "object" || json === null) return json;
		const [[name = "", value = ""] = []] = Object.entries(json);
		if (name === "Ref") return this.#ref(String(value));
		if (name === "Fn::GetAtt") return this.#attribute(value as readonly [string, string]);
		if (name === "Fn::If") return this.#value((value as readonly Json[])[1] ?? "");
		if (name === "Fn::Sub") {
			return String(value).replaceAll(/\$\{(!?)([\w:.]+)\}/g, (_, literal, inner: string) => {
				if (literal) return `\${${inner}}`;
				const [id = "", attribute] = inner.split(".");
				return String(attribute === undefined ? this.#ref(inner) : this.#attribute([id, attribute]));
			});
		}
		assert.doesNotMatch(name, /^Fn::/);
		return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, this.#value(item)]));
	}

	#ref(name: string): Json {
		const parameter = this.#template.Parameters[name];
		return this.#pseudo[name] ?? parameter?.Default ?? assert.fail(`${name} is no parameter`);
	}

	#attribute([id, attribute]: readonly [string, string]): string {
		const resource = this.#resources.get(id) ?? assert.fail(`${id} is no resource`);
		assert.match(attribute, /Arn$/);
		return `${resourceArn(resource, this.#place)}${resource.type === "AWS::Logs::LogGroup" ? ":*" : ""}`;
	}
}
