import type { Service, ServiceParts } from "../service.js";
import { authorizerOperations } from "./authorizer-operations.js";
import { testInvokeOperation } from "./test-invoke.js";

/** Custom authorizers over HTTP; those who connect ask them by `registryPrincipals`. */
export function authorizersService({
	registry: { authorizers, tags },
	behaviour: { hooks },
}: Pick<ServiceParts, "registry" | "behaviour">): Service {
	tags.taggable("authorizer", (name) => authorizers.find(name)?.authorizerArn);
	return {
		name: "authorizers",
		operations: [...authorizerOperations({ authorizers, tags, hooks }), testInvokeOperation({ authorizers, hooks })],
	};
}
