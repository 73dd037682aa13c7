import type { JsonValue } from "../../../json-value.js";
import type { ThingPrincipalType } from "../../things/things.js";

/** A parsed provisioning template body (docs/aws-behaviour.md, "Template bodies"). */
export interface TemplateBody {
	/** Parameter name → its default, undefined when it has none. */
	readonly parameters: ReadonlyMap<string, string | undefined>;
	/** map → top-level key → second-level key → value */
	readonly mappings: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string | readonly string[]>>>;
	readonly thing: ThingResource | undefined;
	readonly certificate: CertificateResource | undefined;
	readonly policies: readonly PolicyResource[];
	readonly deviceConfiguration: ReadonlyMap<string, Expression>;
}

export interface ThingResource {
	readonly logicalName: string;
	readonly thingName: Expression;
	readonly attributes: ReadonlyMap<string, Expression>;
	readonly thingTypeName: Expression | undefined;
	/** Undefined when the template says nothing of groups. */
	readonly thingGroups: readonly Expression[] | undefined;
	readonly billingGroup: Expression | undefined;
	readonly overrides: ThingOverrides;
}

/** What happens to a thing that already exists. */
export interface ThingOverrides {
	readonly attributes: OverrideSetting;
	readonly thingTypeName: OverrideSetting;
	readonly thingGroups: OverrideSetting;
}

export interface CertificateResource {
	readonly logicalName: string;
	/** Absent in templates that name the certificate by other means. */
	readonly certificateId: Expression | undefined;
	/** The control plane's RegisterThing and bulk registration know these two as well. */
	readonly signingRequest: Expression | undefined;
	readonly certificatePem: Expression | undefined;
	readonly caCertificatePem: Expression | undefined;
	/** `ACTIVE` or `INACTIVE`, in any case, once evaluated. */
	readonly status: Expression | undefined;
	/** What happens to the status of one that is there. */
	readonly statusOverride: OverrideSetting;
	readonly thingPrincipalType: ThingPrincipalType;
}

export interface PolicyResource {
	readonly logicalName: string;
	/** Exactly one of the two is there. */
	readonly policyName: Expression | undefined;
	/** A string with the document, or the document itself, with functions anywhere in it. */
	readonly policyDocument: JsonValue | undefined;
}

export type OverrideSetting = "DO_NOTHING" | "REPLACE" | "FAIL" | "MERGE";

/** What a template may have in the place of a string. */
export type Expression =
	| { readonly kind: "literal"; readonly value: string }
	| { readonly kind: "ref"; readonly name: string }
	| { readonly kind: "join"; readonly delimiter: string; readonly list: ListExpression }
	| { readonly kind: "select"; readonly index: Expression; readonly list: ListExpression }
	| { readonly kind: "find-in-map"; readonly keys: readonly [Expression, Expression, Expression] }
	| { readonly kind: "sub"; readonly text: string; readonly variables: ReadonlyMap<string, Expression> };

/** What a template may have in the place of a list of strings. */
export type ListExpression =
	| { readonly kind: "list"; readonly items: readonly Expression[] }
	| { readonly kind: "split"; readonly delimiter: string; readonly text: Expression }
	| { readonly kind: "find-in-map"; readonly keys: readonly [Expression, Expression, Expression] };
