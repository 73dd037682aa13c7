import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

export interface Policy {
	readonly policyName: string;
	readonly policyArn: string;
	/** That of the default version: the JSON text as it was sent. */
	readonly policyDocument: string;
	readonly defaultVersionId: number;
	/** The highest version id ever given, so that none is given twice. */
	readonly lastVersionId: number;
	/** By id. */
	readonly versions: readonly PolicyVersion[];
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	readonly generationId: string;
}

export interface PolicyVersion {
	/** 1, 2, … */
	readonly versionId: number;
	/** The JSON text as it was sent. */
	readonly policyDocument: string;
	/** ms */
	readonly creationDate: number;
}

/**
 * Policies, and the certificates and thing groups they are attached to. All calls are synchronous and throw AwsError as the AWS
 * operation of the same name would. A target is the ARN of a certificate or thing group of this account.
 */
export interface Policies {
	/** Refuses malformed documents with MalformedPolicyException. Idempotence: a policy of that name is ResourceAlreadyExistsException. `scope`: the registry's home unless told otherwise. */
	createPolicy(policyName: string, policyDocument: string, scope?: ArnScope): Policy;
	getPolicy(policyName: string): Policy;
	findPolicy(policyName: string): Policy | undefined;
	/** Oldest first. */
	listPolicies(range?: RowsFrom): Iterable<Policy>;
	/** Only without targets, and without versions but the default one. */
	deletePolicy(policyName: string): void;
	createPolicyVersion(policyName: string, policyDocument: string, setAsDefault?: boolean): PolicyVersion;
	getPolicyVersion(policyName: string, versionId: number): PolicyVersion;
	setDefaultPolicyVersion(policyName: string, versionId: number): void;
	deletePolicyVersion(policyName: string, versionId: number): void;
	/** Attaching twice is no error. */
	attachPolicy(policyName: string, target: string): void;
	/** A policy that is not attached, or not there, is no error: AWS lists none for DetachPolicy. */
	detachPolicy(policyName: string, target: string): void;
	/** Those of the target itself, by name. */
	listAttachedPolicies(target: string): readonly Policy[];
	listTargetsForPolicy(policyName: string, range?: RowsFrom): Iterable<string>;
}
