import type { ArnScope } from "../../arn.js";
import { type CompiledStatement, compilePolicy } from "../../policy/evaluate-policies.js";
import type { Rights } from "../../policy/session-authorizer.js";

const everything: readonly CompiledStatement[] = compilePolicy("AdministratorAccess", {
	hasVariables: false,
	statements: [
		{ effect: "Allow", actions: ["iot:*"], resources: ["*"], notResources: undefined, conditions: new Map() },
	],
});

/** Those of a user of the account, who comes with SigV4: the emulator has no IAM, so everything is allowed. */
export function accountRights(user: string, scope: ArnScope): Rights {
	return {
		revision: 0,
		scope,
		holder: `the user ${user}`,
		statements: () => everything,
		attachedThings: () => [],
		thingNameOf: (clientId) => clientId,
		findThing: () => undefined,
	};
}
