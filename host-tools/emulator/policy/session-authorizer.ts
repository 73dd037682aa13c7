import { type ArnKind, type ArnScope, arn } from "../arn.js";
import { DecisionCache } from "./decision-cache.js";
import { type CompiledStatement, type Decision, evaluatePolicies, type PolicyAction } from "./evaluate-policies.js";
import { type Explanation, explainDecision, explainImpossible } from "./explain-decision.js";
import { type DenialFacts, explainDenial } from "./explain-denial.js";
import { type PolicyContext, type PolicySubject, policyContext } from "./policy-context.js";

/** The kind of resource that each action is about. */
export const resourceKind: Readonly<Record<PolicyAction, ArnKind>> = Object.freeze({
	"iot:Connect": "client",
	"iot:Publish": "topic",
	"iot:RetainPublish": "topic",
	"iot:Subscribe": "topicfilter",
	"iot:Receive": "topic",
	"iot:GetThingShadow": "thing",
	"iot:UpdateThingShadow": "thing",
	"iot:DeleteThingShadow": "thing",
	"iot:ListNamedShadowsForThing": "thing",
	"iot:GetRetainedMessage": "topic",
	"iot:ListRetainedMessages": "topic",
	"iot:DescribeJobExecution": "thing",
	"iot:GetPendingJobExecutions": "thing",
	"iot:StartNextPendingJobExecution": "thing",
	"iot:UpdateJobExecution": "thing",
	"iot:AssumeRoleWithCertificate": "rolealias",
	"iot:GetConnection": "client",
	"iot:DeleteConnection": "client",
	"iot:ListSubscriptions": "client",
	"iot:SendDirectMessage": "client",
});

/** Where a session has its rights from. Answers hold for one revision. */
export interface Rights {
	readonly revision: number;
	/** Account and region their holder is of: those of every resource its sessions ask for. */
	readonly scope: ArnScope;
	/** How the journal calls their holder: "certificate 1234…". */
	readonly holder: string;
	/** Those that count together. `attachedThing`: the connection's thing, where its holder is attached to it. */
	statements(attachedThing: string | undefined): readonly CompiledStatement[];
	/** Names of the things the holder is attached to. */
	attachedThings(): readonly string[];
	/** Name of the thing that a connection is of: the client id (empty where there is none), unless the holder has a thing exclusively. */
	thingNameOf(clientId: string): string;
	findThing(thingName: string): PolicySubject["thing"];
}

export interface SessionAuthorizerOptions {
	readonly rights: Rights;
	/** All but what the rights know. */
	readonly subject: Omit<PolicySubject, "thing" | "attached" | "scope">;
}

/** Answers what one session may do. Decisions hold for one revision of the rights. */
export class SessionAuthorizer {
	readonly #options: SessionAuthorizerOptions;
	#revision = -1;
	#statements: readonly CompiledStatement[] = [];
	#context: PolicyContext | undefined;
	#cacheable = true;
	readonly #allowed = new DecisionCache();

	constructor(options: SessionAuthorizerOptions) {
		this.#options = options;
	}

	/** `name` is a client id, topic or topic filter, as the action asks for. */
	allows(action: PolicyAction, name: string): boolean {
		if (this.#revision !== this.#options.rights.revision) this.#refresh();
		const known = this.#allowed.get(action, name);
		if (known !== undefined) return known;
		const { allowed } = this.#decide(action, name);
		if (this.#cacheable) this.#allowed.set(action, name, allowed);
		return allowed;
	}

	/** Why `allows` said no. */
	explain(action: PolicyAction, name: string): string {
		return explainDenial(this.#facts(action, name));
	}

	/** What decided, whether it is allowed or not, and what each statement has to do with it. */
	explainDecision(action: PolicyAction, name: string): Explanation {
		return explainDecision(this.#facts(action, name));
	}

	/** Of what is refused to everybody. */
	explainImpossible(action: PolicyAction, name: string, why: string): Explanation {
		return explainImpossible(action, this.#resource(action, name), why);
	}

	#facts(action: PolicyAction, name: string): DenialFacts {
		if (this.#revision !== this.#options.rights.revision) this.#refresh();
		const { rights, subject } = this.#options;
		return {
			action,
			resource: this.#resource(action, name),
			statements: this.#statements,
			decision: this.#decide(action, name),
			context: this.#currentContext(),
			principal: rights.holder,
			thingName: rights.thingNameOf(subject.clientId ?? ""),
			attachedThings: rights.attachedThings(),
		};
	}

	#decide(action: PolicyAction, name: string): Decision {
		return evaluatePolicies(this.#statements, action, this.#resource(action, name), this.#currentContext());
	}

	#resource(action: PolicyAction, name: string): string {
		return arn(this.#options.rights.scope, resourceKind[action], name);
	}

	#currentContext(): PolicyContext {
		this.#context ??= this.#makeContext();
		return this.#context;
	}

	#refresh(): void {
		const { rights } = this.#options;
		this.#allowed.clear();
		this.#context = undefined;
		const { thing, attached } = this.#thing();
		this.#statements = rights.statements(attached ? thing?.thingName : undefined);
		this.#cacheable = !this.#statements.some(({ timeDependent }) => timeDependent);
		this.#revision = rights.revision;
	}

	#makeContext(): PolicyContext {
		const { rights, subject } = this.#options;
		return policyContext({ ...subject, ...this.#thing(), scope: rights.scope });
	}

	#thing(): Pick<PolicySubject, "thing" | "attached"> {
		const { rights, subject } = this.#options;
		const thingName = rights.thingNameOf(subject.clientId ?? "");
		const thing = rights.findThing(thingName);
		return { thing, attached: thing !== undefined && rights.attachedThings().includes(thingName) };
	}
}
