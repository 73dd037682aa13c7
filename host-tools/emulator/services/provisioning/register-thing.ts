import { scopeOfArn } from "../../arn.js";
import type { HookSettings } from "../../behaviour.js";
import type { JsonObject } from "../../json-value.js";
import type { Certificate, Certificates } from "../certificates/certificates.js";
import type { Registry } from "../registry.js";
import { applyPlan } from "./apply-plan.js";
import type { OwnershipTokens, TokenRow } from "./ownership-tokens.js";
import { askHook, isStringMap } from "./provisioning-hook.js";
import { invalidParameters, invalidToken, ProvisioningRejection } from "./rejection.js";
import { evaluateTemplate } from "./template/evaluate-template.js";
import { parseTemplateBody } from "./template/parse-template-body.js";
import type { TemplateBody } from "./template/template-body.js";
import type { ProvisioningTemplate, Templates } from "./templates.js";

/** Who asks, and for what. */
export interface RegisterThingRequest {
	readonly templateName: string;
	/** The decoded request body. */
	readonly request: JsonObject;
	readonly clientId: string;
	/** Of the connection that asks. */
	/** Undefined when the connection signed with SigV4. */
	readonly claimCertificateId: string | undefined;
}

type RepeatParts = Pick<Registry, "certificates" | "things">;

export interface RegisterThingParts {
	readonly registry: Registry;
	readonly tokens: OwnershipTokens;
	readonly hooks: HookSettings;
}

/** RegisterThing: token, template, hook, evaluation, and then the registry in one go. Returns the body of `…/accepted`. */
export async function registerThing(asked: RegisterThingRequest, parts: RegisterThingParts): Promise<JsonObject> {
	const { registry, tokens } = parts;
	const { templates, certificates } = registry;
	const { templateName, request } = asked;
	const token = tokens.find(request.certificateOwnershipToken);
	const template = usableTemplate(templates, templateName);
	if (token.registered !== undefined) return repeatAnswer(registry, token, templateName);
	const parameters = parametersOf(request);
	const overrides = await overridesOfHook(asked, parts, template, certificateOf(certificates, token), parameters);

	// Looked up again: the hook took its time, and the token may have been used or its certificate deleted meanwhile.
	const now = tokens.find(request.certificateOwnershipToken);
	if (now.registered !== undefined) return repeatAnswer(registry, now, templateName);
	const certificate = certificateOf(certificates, token);
	const given = { ...parameters, ...overrides };
	const plan = evaluateTemplate(
		bodyOf(template),
		given,
		certificate.certificateId,
		scopeOfArn(certificate.certificateArn),
	);
	applyPlan(registry, plan, certificate);
	const answer = { templateName, thingName: plan.thing?.thingName, deviceConfiguration: plan.deviceConfiguration };
	tokens.registered(String(request.certificateOwnershipToken), answer);
	return accepted(answer);
}

/** Sizes as in the API model's RegisterThing (docs/aws-behaviour.md, "Names and sizes"). */
function parametersOf({ parameters = {} }: JsonObject): Readonly<Record<string, string>> {
	if (!isStringMap(parameters)) throw invalidParameters("parameters must be a map of strings to strings");
	for (const [name, value] of Object.entries(parameters)) {
		if (name.length > 2048) throw invalidParameters("The name of a parameter has 2048 characters at most");
		if (value.length > 4096) throw invalidParameters(`Parameter "${name}" has more than 4096 characters`);
	}
	return parameters;
}

function accepted({ deviceConfiguration, thingName }: NonNullable<TokenRow["registered"]>): JsonObject {
	return { deviceConfiguration: { ...deviceConfiguration }, ...(thingName === undefined ? {} : { thingName }) };
}

function usableTemplate(templates: Templates, templateName: string): ProvisioningTemplate {
	const template = templates.findProvisioningTemplate(templateName);
	if (template?.type !== "FLEET_PROVISIONING") {
		const message = `Provisioning template "${templateName}" ${template ? `is of type ${template.type}` : "does not exist"}`;
		throw new ProvisioningRejection(404, "ResourceNotFound", message, "template-not-found");
	}
	if (!template.enabled) {
		// A guess: what AWS answers is not documented (docs/aws-behaviour.md, "Refused provisioning requests").
		const message = `Provisioning template "${templateName}" is disabled`;
		throw new ProvisioningRejection(400, "InvalidRequest", message, "template-disabled");
	}
	return template;
}

/**
 * The same token again after it was accepted, because the device never saw the answer: the same answer again, without a second
 * call of the hook. AWS documents nothing here (docs/aws-behaviour.md, "Ownership tokens").
 */
function repeatAnswer(
	{ certificates, things }: RepeatParts,
	{ certificateId, registered }: TokenRow,
	templateName: string,
): JsonObject {
	const certificate = certificates.findCertificate(certificateId);
	if (registered?.templateName !== templateName || certificate === undefined || certificate.status === "REVOKED") {
		throw invalidToken("Certificate ownership token was used already.", "token-used");
	}
	const { thingName } = registered;
	if (thingName !== undefined && !things.listPrincipalThings(certificate.certificateArn).includes(thingName)) {
		throw invalidToken(`Certificate ownership token was used already, for thing "${thingName}".`, "token-used");
	}
	return accepted(registered);
}

/** The certificate a token stands for, while it waits to be registered. */
function certificateOf(certificates: Certificates, { certificateId }: TokenRow): Certificate {
	const certificate = certificates.findCertificate(certificateId);
	if (certificate === undefined) {
		throw invalidToken("Certificate ownership token stands for a certificate that was deleted.", "token-expired");
	}
	// One that somebody activated by hand is registered all the same (guessed).
	if (certificate.status !== "PENDING_ACTIVATION" && certificate.status !== "ACTIVE") {
		throw invalidToken(
			`Certificate ownership token stands for a certificate that is ${certificate.status}.`,
			"token-used",
		);
	}
	return certificate;
}

async function overridesOfHook(
	{ clientId, claimCertificateId }: RegisterThingRequest,
	{ hooks }: RegisterThingParts,
	{ preProvisioningHook, templateArn }: ProvisioningTemplate,
	{ certificateId, certificatePem }: Certificate,
	parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
	if (preProvisioningHook === undefined) return {};
	const event = { claimCertificateId, certificateId, certificatePem, templateArn, clientId, parameters };
	return askHook(preProvisioningHook, event, hooks);
}

/** The registry parsed the body when it was made; here it is parsed again, and that costs less than keeping it in step. */
function bodyOf({ versions, defaultVersionId }: ProvisioningTemplate): TemplateBody {
	const version = versions.find(({ versionId }) => versionId === defaultVersionId);
	return parseTemplateBody(version?.templateBody ?? "");
}
