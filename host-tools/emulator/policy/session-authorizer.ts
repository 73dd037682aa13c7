import { type ArnKind, arn } from "../arn.js";
import { claimPolicy, claimPolicyName } from "../services/policies/claim-policy.js";
import type { Certificate, Registry } from "../services/registry.js";
import {
	type CompiledStatement,
	compilePolicy,
	type Decision,
	evaluatePolicies,
	type PolicyAction,
} from "./evaluate-policies.js";
import { explainDenial } from "./explain-denial.js";
import { parsePolicyDocument } from "./parse-policy.js";
import { type PolicyContext, type PolicySubject, policyContext } from "./policy-context.js";

/** Decisions kept for one action; when there are more, all of them are forgotten. */
const cacheLimit = 512;

const resourceKind: Readonly<Record<PolicyAction, ArnKind>> = Object.freeze({
	"iot:Connect": "client",
	"iot:Publish": "topic",
	"iot:RetainPublish": "topic",
	"iot:Subscribe": "topicfilter",
	"iot:Receive": "topic",
});

export interface SessionAuthorizerOptions {
	readonly registry: Registry;
	readonly certificate: Certificate;
	/** All but what the registry knows. */
	readonly subject: Omit<PolicySubject, "thing" | "attached">;
}

/** Answers what one session may do. Decisions hold for one revision of the registry. */
export class SessionAuthorizer {
	readonly #options: SessionAuthorizerOptions;
	#revision = -1;
	#statements: readonly CompiledStatement[] = [];
	#context: PolicyContext | undefined;
	#cacheable = true;
	#deleted = false;
	readonly #allowed = new Map<PolicyAction, Map<string, boolean>>();

	constructor(options: SessionAuthorizerOptions) {
		this.#options = options;
	}

	/** `name` is a client id, topic or topic filter, as the action asks for. */
	allows(action: PolicyAction, name: string): boolean {
		if (this.#revision !== this.#options.registry.revision) this.#refresh();
		let decisions = this.#allowed.get(action);
		if (decisions === undefined) {
			decisions = new Map();
			this.#allowed.set(action, decisions);
		}
		const known = decisions.get(name);
		if (known !== undefined) return known;
		const { allowed } = this.#decide(action, name);
		if (decisions.size >= cacheLimit) decisions.clear();
		if (this.#cacheable) decisions.set(name, allowed);
		return allowed;
	}

	/** Why `allows` said no. */
	explain(action: PolicyAction, name: string): string {
		if (this.#revision !== this.#options.registry.revision) this.#refresh();
		const { certificate, subject } = this.#options;
		return explainDenial({
			action,
			resource: arn(resourceKind[action], name),
			statements: this.#statements,
			decision: this.#decide(action, name),
			context: this.#currentContext(),
			principal:
				certificate.claimForTemplate === undefined
					? `certificate ${certificate.certificateId.slice(0, 8)}…`
					: `the claim for template "${certificate.claimForTemplate}"`,
			clientId: subject.clientId,
			attachedThings: this.#attachedThings(),
		});
	}

	#decide(action: PolicyAction, name: string): Decision {
		return evaluatePolicies(this.#statements, action, arn(resourceKind[action], name), this.#currentContext());
	}

	#currentContext(): PolicyContext {
		this.#context ??= this.#makeContext();
		return this.#context;
	}

	#refresh(): void {
		const { registry, certificate } = this.#options;
		this.#allowed.clear();
		this.#context = undefined;
		this.#deleted = registry.findCertificate(certificate.certificateId) === undefined;
		this.#statements = this.#deleted ? [] : this.#attachedStatements();
		this.#cacheable = !this.#statements.some(({ timeDependent }) => timeDependent);
		this.#revision = registry.revision;
	}

	#attachedStatements(): readonly CompiledStatement[] {
		const { registry, certificate } = this.#options;
		if (certificate.claimForTemplate !== undefined) {
			return compilePolicy(claimPolicyName, claimPolicy(certificate.claimForTemplate));
		}
		return registry
			.listAttachedPolicies(certificate.certificateArn)
			.flatMap(({ policyName, policyDocument }) => compileCached(policyName, policyDocument));
	}

	#attachedThings(): readonly string[] {
		const { registry, certificate } = this.#options;
		if (this.#deleted || certificate.claimForTemplate !== undefined) return [];
		return registry.listPrincipalThings(certificate.certificateArn);
	}

	#makeContext(): PolicyContext {
		const { registry, subject } = this.#options;
		const thing = registry.findThing(subject.clientId);
		const attached = thing !== undefined && this.#attachedThings().includes(subject.clientId);
		return policyContext({ ...subject, thing, attached });
	}
}

const compiled = new Map<string, readonly CompiledStatement[]>();

/** A fleet shares a few policies: each text is parsed once. */
function compileCached(policyName: string, document: string): readonly CompiledStatement[] {
	const key = `${policyName}\n${document}`;
	let statements = compiled.get(key);
	if (statements === undefined) {
		statements = compilePolicy(policyName, parsePolicyDocument(document));
		if (compiled.size >= 256) compiled.clear();
		compiled.set(key, statements);
	}
	return statements;
}
