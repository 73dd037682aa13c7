import type { Operation } from "./operation.js";
import { certificateOperations } from "./operations/certificates.js";
import { claimOperations } from "./operations/claims.js";
import { endpointOperations } from "./operations/endpoint.js";
import { ownPaths } from "./operations/own-paths.js";
import { policyOperations } from "./operations/policies.js";
import { policyTargetOperations } from "./operations/policy-targets.js";
import { templateVersionOperations } from "./operations/template-versions.js";
import { templateOperations } from "./operations/templates.js";
import { thingPrincipalOperations } from "./operations/thing-principals.js";
import { thingOperations } from "./operations/things.js";

/** What `@aws-sdk/client-iot` calls; aws-iot.md E.2 has the methods and paths. */
export const awsOperations: readonly Operation[] = [
	...endpointOperations,
	...certificateOperations,
	...policyOperations,
	...policyTargetOperations,
	...thingOperations,
	...thingPrincipalOperations,
	...templateOperations,
	...templateVersionOperations,
	...claimOperations,
];

/** The emulator's own, open to every local process without credentials. */
export const ownOperations: readonly Operation[] = ownPaths;
export const ownPrefix = "/_thingsmith/";
