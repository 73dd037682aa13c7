import type { Located, LocatedObject, LocatedString } from "../text/located.js";

/** What is looked at, wherever it stood: in a file of its own, as a text within another document, in CloudFormation or in Terraform. */
export type LintDocument =
	| { readonly kind: "policy"; readonly policy: Policy }
	| { readonly kind: "template"; readonly template: ProvisioningTemplate }
	| { readonly kind: "behaviors"; readonly behaviors: Behaviors }
	| { readonly kind: "job"; readonly job: JobDocument }
	| { readonly kind: "cloudformation"; readonly stack: CloudFormationTemplate }
	| { readonly kind: "terraform"; readonly module: TerraformModule }
	| { readonly kind: "named"; readonly named: NamedResource };

/** `iot`: attached to certificates and groups. `iam`: of a user or a role. `trust`: it says who may take a role on, or call a resource. */
export type PolicyFlavour = "iot" | "iam" | "trust";

export interface Policy {
	readonly flavour: PolicyFlavour;
	readonly root: LocatedObject;
	readonly version: Located | undefined;
	readonly statements: readonly Statement[];
	/** Without white space; holes count as one. */
	readonly characters: number;
	/** Of the file it is in. */
	readonly file: string;
}

export interface Statement {
	readonly node: LocatedObject;
	readonly effect: "Allow" | "Deny" | undefined;
	readonly actions: readonly LocatedString[];
	/** Undefined: there is no such member, or it is not known here. */
	readonly resources: readonly LocatedString[] | undefined;
	readonly notResources: readonly LocatedString[] | undefined;
	readonly conditions: readonly Condition[];
}

export interface Condition {
	/** `StringEquals` */
	readonly operator: LocatedString;
	/** `iot:ClientId` */
	readonly key: LocatedString;
	readonly values: readonly LocatedString[];
}

export type TemplateType = "FLEET_PROVISIONING" | "JITP";

export interface ProvisioningTemplate {
	readonly root: LocatedObject;
	/** Undefined where only the body is there. */
	readonly type: TemplateType | undefined;
	/** Undefined where only the body is there: whether it has one is said elsewhere. */
	readonly hook: ProvisioningHook | "none" | undefined;
	/** Characters of the body as it would be sent. */
	readonly characters: number;
}

export interface ProvisioningHook {
	readonly node: Located;
	readonly payloadVersion: Located | undefined;
	/** How the tool calls it; undefined where the tool has a default for it. */
	readonly needs: string | undefined;
}

export interface Behaviors {
	readonly items: readonly LocatedObject[];
	/** How its members are written: `metric`, or `Metric` in CloudFormation. */
	readonly spelling: "api" | "cloudformation";
}

export interface JobDocument {
	readonly root: Located;
	/** As it would be sent. */
	readonly characters: number;
}

export interface CloudFormationTemplate {
	readonly root: LocatedObject;
	/** Of AWS::IoT types, as they are written. */
	readonly resources: readonly CloudFormationResource[];
	readonly file: string;
}

export interface CloudFormationResource {
	readonly name: string;
	readonly type: string;
	readonly typeNode: LocatedString;
	readonly node: LocatedObject;
	readonly properties: LocatedObject | undefined;
}

export interface TerraformBlock {
	readonly type: string;
	readonly labels: readonly string[];
	readonly body: LocatedObject;
}

export interface TerraformModule {
	readonly blocks: readonly TerraformBlock[];
	/** Policy variables that Terraform takes for expressions of its own: it wants `$${…}`. */
	readonly variables: readonly { readonly text: string; readonly string: LocatedString; readonly index: number }[];
	readonly file: string;
}

/** Something of AWS IoT with a name, from any of these tools. */
export interface NamedResource {
	readonly what: keyof typeof namePatterns;
	readonly name: LocatedString;
}

/** As the API takes them (API model, members of these names). */
export const namePatterns = Object.freeze({
	template: { pattern: /^[0-9A-Za-z_-]{1,36}$/, rule: "1 to 36 letters, digits, _ or -" },
	policy: { pattern: /^[\w+=,.@-]{1,128}$/, rule: "1 to 128 letters, digits, or _ + = , . @ -" },
	thing: { pattern: /^[a-zA-Z0-9:_-]{1,128}$/, rule: "1 to 128 letters, digits, : _ or -" },
	thingType: { pattern: /^[a-zA-Z0-9:_-]{1,128}$/, rule: "1 to 128 letters, digits, : _ or -" },
	thingGroup: { pattern: /^[a-zA-Z0-9:_-]{1,128}$/, rule: "1 to 128 letters, digits, : _ or -" },
	securityProfile: { pattern: /^[a-zA-Z0-9:_-]{1,128}$/, rule: "1 to 128 letters, digits, : _ or -" },
	behavior: { pattern: /^[a-zA-Z0-9:_-]{1,128}$/, rule: "1 to 128 letters, digits, : _ or -" },
	job: { pattern: /^[a-zA-Z0-9_-]{1,64}$/, rule: "1 to 64 letters, digits, _ or -" },
	jobTemplate: { pattern: /^[a-zA-Z0-9_-]{1,64}$/, rule: "1 to 64 letters, digits, _ or -" },
	roleAlias: { pattern: /^[\w=,@-]{1,128}$/, rule: "1 to 128 letters, digits, or _ = , @ -" },
	topicRule: { pattern: /^[a-zA-Z0-9_]{1,128}$/, rule: "1 to 128 letters, digits or _" },
});
