import type { IssuedCertificate } from "../pki/pki.js";

/** The registry: one truth behind control plane, data plane and fleet provisioning, with AWS's rules (aws-iot.md E). */

export type CertificateStatus =
	| "ACTIVE"
	| "INACTIVE"
	| "REVOKED"
	| "PENDING_TRANSFER"
	| "REGISTER_INACTIVE"
	| "PENDING_ACTIVATION";

export interface Certificate extends IssuedCertificate {
	readonly certificateArn: string;
	readonly status: CertificateStatus;
	/** Set on a provisioning claim: the template it is bound to. Claims are in no list of certificates. */
	readonly claimForTemplate: string | undefined;
	/** ms; a PENDING_ACTIVATION certificate is deleted then, unless it was activated or attached (AWS: one hour). */
	readonly pendingUntil: number | undefined;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	readonly generationId: string;
}

export interface Thing {
	readonly thingName: string;
	readonly thingArn: string;
	/** UUID */
	readonly thingId: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Starts at 1, one more with each update. */
	readonly version: number;
}

export interface Policy {
	readonly policyName: string;
	readonly policyArn: string;
	/** The JSON text as it was sent. */
	readonly policyDocument: string;
	readonly creationDate: number;
	readonly lastModifiedDate: number;
	readonly generationId: string;
}

export interface TemplateVersion {
	/** 1, 2, … */
	readonly versionId: number;
	/** The JSON text as it was sent, at most 10240 characters. */
	readonly templateBody: string;
	readonly creationDate: number;
}

export interface PreProvisioningHook {
	readonly payloadVersion: string;
	/** Where AWS has a Lambda ARN: an http(s) URL, or a file: URL of a local ES module with a default export. */
	readonly targetArn: string;
}

export interface ProvisioningTemplate {
	readonly templateName: string;
	readonly templateArn: string;
	readonly description: string;
	readonly enabled: boolean;
	readonly provisioningRoleArn: string;
	readonly preProvisioningHook: PreProvisioningHook | undefined;
	readonly type: "FLEET_PROVISIONING" | "JITP";
	readonly defaultVersionId: number;
	readonly versions: readonly TemplateVersion[];
	readonly creationDate: number;
	readonly lastModifiedDate: number;
}

export type RegistryChange =
	| { readonly kind: "certificate"; readonly certificateId: string }
	| { readonly kind: "other" };

/**
 * All calls are synchronous and throw AwsError as the AWS operation of the same name would (names, shapes and orders of
 * deletion checked here, so that every caller gets them). Principals and targets are certificate ARNs of this account.
 */
export interface Registry {
	/** Resolves when everything done so far survives a kill -9; at once without a data directory. Answer clients after it. */
	durable(): Promise<void>;

	/** Grows with each change: what was computed from the registry at another revision is stale. */
	readonly revision: number;
	/** Called synchronously after each change. Returns a function that ends it. */
	onChange(listener: (change: RegistryChange) => void): () => void;

	createThing(thingName: string, attributes?: Readonly<Record<string, string>>): Thing;
	describeThing(thingName: string): Thing;
	findThing(thingName: string): Thing | undefined;
	/** Sorted by name. */
	listThings(): readonly Thing[];
	/** Replaces all attributes, or merges: an empty value then removes the attribute. */
	updateThing(
		thingName: string,
		update: { attributes?: Readonly<Record<string, string>>; merge?: boolean; expectedVersion?: number },
	): Thing;
	/** A missing thing is no error (AWS). Refused while principals are attached. */
	deleteThing(thingName: string, expectedVersion?: number): void;
	attachThingPrincipal(thingName: string, principal: string): void;
	detachThingPrincipal(thingName: string, principal: string): void;
	listThingPrincipals(thingName: string): readonly string[];
	listPrincipalThings(principal: string): readonly string[];

	/** Adds what a Pki issued. `pendingUntil` goes with PENDING_ACTIVATION, `claimForTemplate` with a claim (kept until it expired). */
	addCertificate(
		issued: IssuedCertificate,
		options: { status: CertificateStatus; pendingUntil?: number; claimForTemplate?: string },
	): Certificate;
	describeCertificate(certificateId: string): Certificate;
	/** Claims included. */
	findCertificate(certificateId: string): Certificate | undefined;
	/** By creation date, newest first (AWS's default order); no claims. */
	listCertificates(): readonly Certificate[];
	/** To ACTIVE, INACTIVE or REVOKED; anything else is refused as AWS does. */
	updateCertificate(certificateId: string, newStatus: CertificateStatus): Certificate;
	deleteCertificate(certificateId: string, forceDelete?: boolean): void;

	/** Refuses malformed documents with MalformedPolicyException. Idempotence: a policy of that name is ResourceAlreadyExistsException. */
	createPolicy(policyName: string, policyDocument: string): Policy;
	getPolicy(policyName: string): Policy;
	findPolicy(policyName: string): Policy | undefined;
	listPolicies(): readonly Policy[];
	deletePolicy(policyName: string): void;
	attachPolicy(policyName: string, target: string): void;
	detachPolicy(policyName: string, target: string): void;
	listAttachedPolicies(target: string): readonly Policy[];
	listTargetsForPolicy(policyName: string): readonly string[];

	createProvisioningTemplate(input: {
		templateName: string;
		templateBody: string;
		provisioningRoleArn: string;
		description?: string;
		enabled?: boolean;
		preProvisioningHook?: { payloadVersion?: string; targetArn: string };
		type?: string;
	}): ProvisioningTemplate;
	describeProvisioningTemplate(templateName: string): ProvisioningTemplate;
	findProvisioningTemplate(templateName: string): ProvisioningTemplate | undefined;
	listProvisioningTemplates(): readonly ProvisioningTemplate[];
	updateProvisioningTemplate(
		templateName: string,
		update: {
			description?: string;
			enabled?: boolean;
			defaultVersionId?: number;
			provisioningRoleArn?: string;
			preProvisioningHook?: { payloadVersion?: string; targetArn: string };
			removePreProvisioningHook?: boolean;
		},
	): ProvisioningTemplate;
	deleteProvisioningTemplate(templateName: string): void;
	createProvisioningTemplateVersion(templateName: string, templateBody: string, setAsDefault: boolean): TemplateVersion;
	describeProvisioningTemplateVersion(templateName: string, versionId: number): TemplateVersion;
	deleteProvisioningTemplateVersion(templateName: string, versionId: number): void;
}
