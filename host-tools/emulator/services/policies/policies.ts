import type { ArnScope } from "../../arn.js";

export interface Policy {
	readonly policyName: string;
	readonly policyArn: string;
	/** The JSON text as it was sent. */
	readonly policyDocument: string;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	readonly generationId: string;
}

/**
 * Policies and the certificates they are attached to. All calls are synchronous and throw AwsError as the AWS operation of the
 * same name would. A target is the ARN of a certificate of this account.
 */
export interface Policies {
	/** Refuses malformed documents with MalformedPolicyException. Idempotence: a policy of that name is ResourceAlreadyExistsException. `scope`: the registry's home unless told otherwise. */
	createPolicy(policyName: string, policyDocument: string, scope?: ArnScope): Policy;
	getPolicy(policyName: string): Policy;
	findPolicy(policyName: string): Policy | undefined;
	/** Oldest first. */
	listPolicies(): readonly Policy[];
	deletePolicy(policyName: string): void;
	/** Attaching twice is no error. */
	attachPolicy(policyName: string, target: string): void;
	/** A policy that is not attached, or not there, is no error: AWS lists none for DetachPolicy. */
	detachPolicy(policyName: string, target: string): void;
	listAttachedPolicies(target: string): readonly Policy[];
	listTargetsForPolicy(policyName: string): readonly string[];
}
