import { createHash } from "node:crypto";
import type { ArnScope } from "../../../arn.js";
import { isJsonObject, type JsonValue } from "../../../json-value.js";
import type { ThingPrincipalType } from "../../things/things.js";
import { invalidParameters } from "../rejection.js";
import { evaluate, type Scope } from "./evaluate-expression.js";
import { isFunction, parseExpression } from "./parse-expression.js";
import type {
	CertificateResource,
	Expression,
	OverrideSetting,
	PolicyResource,
	TemplateBody,
	ThingOverrides,
	ThingResource,
} from "./template-body.js";

export interface PlannedPolicy {
	readonly policyName: string;
	/** The document of a policy to be created unless it exists; undefined for one that must exist. */
	readonly document: string | undefined;
}

export interface PlannedThing {
	readonly thingName: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly thingTypeName: string | undefined;
	/** For a thing that is made; one that is there stays in its own. */
	readonly billingGroupName: string | undefined;
	/** Undefined when the template says nothing of groups. */
	readonly thingGroups: readonly string[] | undefined;
	readonly overrides: ThingOverrides;
}

/** What a template asks for one device; nothing in it needs evaluation any more. */
export interface ProvisioningPlan {
	readonly thing: PlannedThing | undefined;
	readonly certificateStatus: "ACTIVE" | "INACTIVE";
	readonly thingPrincipalType: ThingPrincipalType;
	readonly policies: readonly PlannedPolicy[];
	readonly deviceConfiguration: Readonly<Record<string, string>>;
}

const certificateIdReference = "AWS::IoT::Certificate::Id";

/** Ours: characters of all values that a template makes for one device; an answer over MQTT has no room for more. */
const mostCharacters = 128 * 1024;

/** Throws ProvisioningRejection when the template cannot be evaluated with these parameters for this certificate, which it has to name. */
export function evaluateTemplate(
	template: TemplateBody,
	parameters: Readonly<Record<string, string>>,
	certificateId: string,
	arnScope: ArnScope,
): ProvisioningPlan {
	const scope = templateScope(template, parameters, certificateId, arnScope);
	checkNamed(template, scope, certificateId);
	return plan(template, scope);
}

/**
 * As `evaluateTemplate`, for a certificate that the template has other sources of than a device's request, or for none: first
 * `certificate`, then `planFor` the one that was made of it.
 */
export function evaluateRegistration(
	template: TemplateBody,
	parameters: Readonly<Record<string, string>>,
	arnScope: ArnScope,
): { certificate: CertificateSource | undefined; planFor(certificateId: string | undefined): ProvisioningPlan } {
	const scope = templateScope(template, parameters, undefined, arnScope);
	return {
		certificate: template.certificate && sourceOf(template.certificate, scope),
		planFor: (certificateId) => plan(template, templateScope(template, parameters, certificateId, arnScope)),
	};
}

/** Where a certificate comes from: one of the first three is there. */
export interface CertificateSource {
	readonly certificateId?: string;
	readonly signingRequest?: string;
	readonly certificatePem?: string;
	/** Goes with `certificatePem`. */
	readonly caCertificatePem?: string;
	readonly statusOverride: OverrideSetting;
}

function sourceOf(certificate: CertificateResource, scope: Scope): CertificateSource {
	const { certificateId, signingRequest, certificatePem, caCertificatePem, statusOverride } = certificate;
	const given = Object.entries({ certificateId, signingRequest, certificatePem, caCertificatePem }).flatMap(
		([name, expression]) => (expression === undefined ? [] : [[name, evaluate(expression, scope)] as const]),
	);
	const sources = given.filter(([name]) => name !== "caCertificatePem");
	if (sources.length !== 1) {
		throw invalidParameters(
			"The template's certificate needs one of CertificateSigningRequest, CertificateId and CertificatePem",
		);
	}
	return { ...Object.fromEntries(given), statusOverride };
}

function templateScope(
	template: TemplateBody,
	parameters: Readonly<Record<string, string>>,
	certificateId: string | undefined,
	{ region, accountId }: ArnScope,
): TemplateScope {
	const substitutions = new Map([
		["AWS::Region", region],
		["AWS::AccountId", accountId],
	]);
	return new TemplateScope(template, parameters, certificateId, substitutions);
}

function plan(template: TemplateBody, scope: Scope): ProvisioningPlan {
	return {
		thing: template.thing && planThing(template.thing, scope),
		certificateStatus: statusOf(template, scope),
		thingPrincipalType: template.certificate?.thingPrincipalType ?? "NON_EXCLUSIVE_THING",
		policies: template.policies.map((policy) => planPolicy(policy, scope)),
		deviceConfiguration: evaluateAll(template.deviceConfiguration, scope),
	};
}

/** Names a `Ref` may hold: declared parameters, the certificate's id, and resources by their logical name. */
class TemplateScope implements Scope {
	readonly mappings: TemplateBody["mappings"];
	readonly substitutions: ReadonlyMap<string, string>;
	readonly #template: TemplateBody;
	readonly #parameters: Readonly<Record<string, string>>;
	readonly #certificateId: string | undefined;
	/** What a `Ref` to a resource is: worked out once, however often it is named. Undefined while it is: a second visit is a circle. */
	readonly #resources = new Map<string, string | undefined>();
	#characters = 0;

	constructor(
		template: TemplateBody,
		parameters: Readonly<Record<string, string>>,
		certificateId: string | undefined,
		substitutions: ReadonlyMap<string, string>,
	) {
		this.substitutions = substitutions;
		this.mappings = template.mappings;
		this.#template = template;
		this.#parameters = parameters;
		this.#certificateId = certificateId;
	}

	reference(name: string): string | undefined {
		if (name === certificateIdReference) return this.#certificateId;
		if (this.#template.parameters.has(name)) {
			return Object.hasOwn(this.#parameters, name) ? this.#parameters[name] : this.#template.parameters.get(name);
		}
		const known = this.#resources.get(name);
		if (known !== undefined) return known;
		if (this.#resources.has(name)) throw invalidParameters(`Circular reference: ${name}`);
		this.#resources.set(name, undefined);
		const value = this.#resource(name);
		if (value === undefined) this.#resources.delete(name);
		else this.#resources.set(name, value);
		return value;
	}

	spend(characters: number): void {
		this.#characters += characters;
		if (this.#characters <= mostCharacters) return;
		throw invalidParameters(`The template makes more than ${mostCharacters} characters for this device`);
	}

	#resource(name: string): string | undefined {
		const { thing, certificate, policies } = this.#template;
		if (name === thing?.logicalName) return evaluate(thing.thingName, this);
		if (name === certificate?.logicalName) return this.#certificateId;
		const policy = policies.find(({ logicalName }) => logicalName === name);
		return policy && planPolicy(policy, this).policyName;
	}
}

function planThing(thing: ThingResource, scope: Scope): PlannedThing {
	return {
		thingName: evaluate(thing.thingName, scope),
		attributes: evaluateAll(thing.attributes, scope),
		thingTypeName: thing.thingTypeName && evaluate(thing.thingTypeName, scope),
		billingGroupName: thing.billingGroup && evaluate(thing.billingGroup, scope),
		thingGroups: thing.thingGroups?.map((group) => evaluate(group, scope)),
		overrides: thing.overrides,
	};
}

function checkNamed({ certificate }: TemplateBody, scope: Scope, certificateId: string): void {
	if (certificate?.certificateId !== undefined && evaluate(certificate.certificateId, scope) === certificateId) return;
	throw invalidParameters(
		`The template needs an AWS::IoT::Certificate with CertificateId {"Ref":"${certificateIdReference}"}`,
	);
}

function statusOf({ certificate }: TemplateBody, scope: Scope): "ACTIVE" | "INACTIVE" {
	const status = certificate?.status === undefined ? "ACTIVE" : evaluate(certificate.status, scope).toUpperCase();
	if (status !== "ACTIVE" && status !== "INACTIVE") {
		throw invalidParameters(`The certificate's Status must be ACTIVE or INACTIVE: it is "${status}"`);
	}
	return status;
}

function planPolicy({ policyName, policyDocument }: PolicyResource, scope: Scope): PlannedPolicy {
	if (policyName !== undefined) return { policyName: evaluate(policyName, scope), document: undefined };
	const evaluated = evaluateWithin(policyDocument ?? null, scope);
	const document = typeof evaluated === "string" ? evaluated : JSON.stringify(evaluated);
	// Forty upper-case hex digits, as AWS names such policies; devices with the same document share one.
	return { policyName: createHash("sha1").update(document).digest("hex").toUpperCase(), document };
}

/** A JSON tree with the functions in it replaced by their values. */
function evaluateWithin(value: JsonValue, scope: Scope): JsonValue {
	if (isFunction(value)) return evaluate(parseExpression(value, "PolicyDocument"), scope);
	if (Array.isArray(value)) return value.map((item) => evaluateWithin(item, scope));
	if (!isJsonObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, evaluateWithin(inner, scope)]));
}

function evaluateAll(expressions: ReadonlyMap<string, Expression>, scope: Scope): Record<string, string> {
	return Object.fromEntries([...expressions].map(([key, expression]) => [key, evaluate(expression, scope)]));
}
