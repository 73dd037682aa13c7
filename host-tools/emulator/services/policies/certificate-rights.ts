import { scopeOfArn } from "../../arn.js";
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
		const { things, changes } = this.#registry;
		const { certificateId, certificateArn, claimForTemplate } = certificate;
		return {
			get revision() {
				return changes.revision;
			},
			scope: scopeOfArn(certificateArn),
			holder:
				claimForTemplate === undefined
					? `certificate ${certificateId.slice(0, 8)}…`
					: `the claim for template "${claimForTemplate}"`,
			statements: (thing) => (this.#isThere(certificate) ? this.#statementsOf(certificate, thing) : []),
			attachedThings: () =>
				claimForTemplate === undefined && this.#isThere(certificate) ? things.listPrincipalThings(certificateArn) : [],
			thingNameOf: (clientId) => things.exclusiveThingOf(certificateArn) ?? clientId,
			findThing: (thingName) => things.findThing(thingName),
		};
	}

	#isThere({ certificateId }: Certificate): boolean {
		return this.#registry.certificates.findCertificate(certificateId) !== undefined;
	}

	#statementsOf(
		{ certificateArn, claimForTemplate }: Certificate,
		thingName: string | undefined,
	): readonly CompiledStatement[] {
		if (claimForTemplate !== undefined)
			return compilePolicy(claimPolicyName, claimPolicy(claimForTemplate, scopeOfArn(certificateArn)));
		return this.#effective.ofSession(certificateArn, thingName).flatMap((attached) => this.#compile(attached));
	}

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
