import type { ArnScope } from "../../arn.js";
import { type CompiledStatement, compilePolicy } from "../../policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import type { Rights } from "../../policy/session-authorizer.js";

/** Those that an authorizer gave to one client, and gives anew when it is asked again. No thing belongs to it (guessed). */
export class AuthorizerRights implements Rights {
	readonly scope: ArnScope;
	readonly holder: string;
	readonly #authorizerName: string;
	#revision = 0;
	#statements: readonly CompiledStatement[] = [];

	constructor(authorizerName: string, principalId: string, scope: ArnScope) {
		this.#authorizerName = authorizerName;
		this.holder = `${principalId}, whom authorizer "${authorizerName}" let in,`;
		this.scope = scope;
	}

	get revision(): number {
		return this.#revision;
	}

	/** They are policies. */
	replace(policyDocuments: readonly string[]): void {
		this.#statements = policyDocuments.flatMap((text, index) =>
			compilePolicy(`${this.#authorizerName}: policyDocuments[${index}]`, parsePolicyDocument(text)),
		);
		this.#revision += 1;
	}

	statements(): readonly CompiledStatement[] {
		return this.#statements;
	}

	attachedThings(): readonly string[] {
		return [];
	}

	thingNameOf(clientId: string): string {
		return clientId;
	}

	findThing(): undefined {
		return undefined;
	}
}
