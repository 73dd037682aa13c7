import { scopeOfArn } from "../../arn.js";
import { type CompiledStatement, compilePolicy } from "../../policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import type { Rights } from "../../policy/session-authorizer.js";
import type { Certificate } from "../certificates/certificates.js";
import type { Registry } from "../registry.js";
import { claimPolicy, claimPolicyName } from "./claim-policy.js";

/** Policies kept compiled; when there are more, all of them are forgotten. */
const cacheLimit = 256;

type RightsParts = Pick<Registry, "things" | "certificates" | "policies" | "changes">;

/** The rights of certificates: of a claim what it is made for, of any other what its attached policies say. */
export class CertificateRights {
	readonly #registry: RightsParts;
	readonly #compiled = new Map<string, readonly CompiledStatement[]>();

	constructor(registry: RightsParts) {
		this.#registry = registry;
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
			statements: () => (this.#isThere(certificate) ? this.#statementsOf(certificate) : []),
			attachedThings: () =>
				claimForTemplate === undefined && this.#isThere(certificate) ? things.listPrincipalThings(certificateArn) : [],
			thingNameOf: (clientId) => things.exclusiveThingOf(certificateArn) ?? clientId,
			findThing: (thingName) => things.findThing(thingName),
		};
	}

	#isThere({ certificateId }: Certificate): boolean {
		return this.#registry.certificates.findCertificate(certificateId) !== undefined;
	}

	#statementsOf({ certificateArn, claimForTemplate }: Certificate): readonly CompiledStatement[] {
		if (claimForTemplate !== undefined)
			return compilePolicy(claimPolicyName, claimPolicy(claimForTemplate, scopeOfArn(certificateArn)));
		return this.#registry.policies
			.listAttachedPolicies(certificateArn)
			.flatMap(({ policyName, policyDocument }) => this.#compile(policyName, policyDocument));
	}

	/** A fleet shares a few policies: each text is parsed once. */
	#compile(policyName: string, document: string): readonly CompiledStatement[] {
		const key = `${policyName}\n${document}`;
		let statements = this.#compiled.get(key);
		if (statements === undefined) {
			statements = compilePolicy(policyName, parsePolicyDocument(document));
			if (this.#compiled.size >= cacheLimit) this.#compiled.clear();
			this.#compiled.set(key, statements);
		}
		return statements;
	}
}
