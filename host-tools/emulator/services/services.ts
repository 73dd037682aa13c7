import type { Operation } from "../http/operation.js";
import { certificateOperations } from "./certificates/certificate-operations.js";
import { endpointOperations } from "./endpoint/endpoint-service.js";
import { policyOperations } from "./policies/policy-operations.js";
import { policyTargetOperations } from "./policies/policy-target-operations.js";
import { claimOperations } from "./provisioning/claim-operations.js";
import { templateOperations } from "./provisioning/template-operations.js";
import { templateVersionOperations } from "./provisioning/template-version-operations.js";
import { thingOperations } from "./things/thing-operations.js";
import { thingPrincipalOperations } from "./things/thing-principal-operations.js";
import { ownPaths } from "./thingsmith/thingsmith-service.js";

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
