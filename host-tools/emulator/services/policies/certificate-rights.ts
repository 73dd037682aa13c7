import { type ArnScope, scopeOfArn } from "../../arn.js";
import { type CompiledStatement, compilePolicy } from "../../policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import type { Rights } from "../../policy/session-authorizer.js";
import type { Certificate } from "../certificates/certificates.js";
import type { Registry } from "../registry.js";
import { claimPolicy, claimPolicyName } from "./claim-policy.js";
import { type AttachedPolicy, EffectivePolicies } from "./effective-policies.js";

/** Policies kept compiled; when there are more, all of them are forgotten. */
const cacheLimit = 256;

type RightsParts = Pick<Registry, "things" | "thingGroups" | "certificates" | "policies" | "changes">;

/** The rights of certificates: of a claim what it is made for, of any other what its policies and those of its thing's groups say. */
export class CertificateRights {
	readonly #registry: RightsParts;
	readonly #effective: EffectivePolicies;
	readonly #compiled = new Map<string, readonly CompiledStatement[]>();

	constructor(registry: RightsParts) {
		this.#registry = registry;
		this.#effective = new EffectivePolicies(registry);
	}

	/** Those of a certificate that is there; once it is deleted they are none. */
	of(certificate: Certificate): Rights {
		return new RightsOfOne(certificate, this.#registry, this.#statementsOf);
	}

	readonly #statementsOf = (
		{ certificateArn, claimForTemplate }: Certificate,
		thingName: string | undefined,
	): readonly CompiledStatement[] => {
		if (claimForTemplate !== undefined)
			return compilePolicy(claimPolicyName, claimPolicy(claimForTemplate, scopeOfArn(certificateArn)));
		return this.#effective.ofSession(certificateArn, thingName).flatMap((attached) => this.#compile(attached));
	};

	/** A fleet shares a few policies: each text is parsed once. */
	#compile({ policy, group }: AttachedPolicy): readonly CompiledStatement[] {
		const { policyName, policyDocument, defaultVersionId: versionId } = policy;
		const key = `${policyName}\n${versionId}\n${group ?? ""}\n${policyDocument}`;
		let statements = this.#compiled.get(key);
		if (statements === undefined) {
			statements = compilePolicy(policyName, parsePolicyDocument(policyDocument), { versionId, group });
			if (this.#compiled.size >= cacheLimit) this.#compiled.clear();
			this.#compiled.set(key, statements);
		}
		return statements;
	}
}

type StatementsOf = (certificate: Certificate, thingName: string | undefined) => readonly CompiledStatement[];

/** There is one for each session: a class, whose functions all of them share. */
class RightsOfOne implements Rights {
	readonly scope: ArnScope;
	readonly #certificate: Certificate;
	readonly #registry: RightsParts;
	readonly #statementsOf: StatementsOf;

	constructor(certificate: Certificate, registry: RightsParts, statementsOf: StatementsOf) {
		this.scope = scopeOfArn(certificate.certificateArn);
		this.#certificate = certificate;
		this.#registry = registry;
		this.#statementsOf = statementsOf;
	}

	get revision(): number {
		return this.#registry.changes.revision;
	}

	get holder(): string {
		const { certificateId, claimForTemplate } = this.#certificate;
		if (claimForTemplate !== undefined) return `the claim for template "${claimForTemplate}"`;
		return `certificate ${certificateId.slice(0, 8)}…`;
	}

	statements(attachedThing: string | undefined): readonly CompiledStatement[] {
		return this.#isThere ? this.#statementsOf(this.#certificate, attachedThing) : [];
	}

	attachedThings(): readonly string[] {
		const { certificateArn, claimForTemplate } = this.#certificate;
		if (claimForTemplate !== undefined || !this.#isThere) return [];
		return this.#registry.things.listPrincipalThings(certificateArn);
	}

	thingNameOf(clientId: string): string {
		return this.#registry.things.exclusiveThingOf(this.#certificate.certificateArn) ?? clientId;
	}

	findThing(thingName: string): ReturnType<Rights["findThing"]> {
		return this.#registry.things.findThing(thingName);
	}

	get #isThere(): boolean {
		return this.#registry.certificates.findCertificate(this.#certificate.certificateId) !== undefined;
	}
}
