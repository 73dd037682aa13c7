import { invalidRequest, quote } from "../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import type { Policies } from "./policies.js";

export function policyVersionOperations(policies: Policies): readonly Operation[] {
	const all = "/policies/{policyName}/version";
	const one = "/policies/{policyName}/version/{policyVersionId}";
	return [
		{ name: "CreatePolicyVersion", method: "POST", path: all, handle: (call) => createVersion(policies, call) },
		{ name: "ListPolicyVersions", method: "GET", path: all, handle: (call) => listVersions(policies, call) },
		{ name: "GetPolicyVersion", method: "GET", path: one, handle: (call) => getVersion(policies, call) },
		{ name: "SetDefaultPolicyVersion", method: "PATCH", path: one, handle: (call) => setDefault(policies, call) },
		{ name: "DeletePolicyVersion", method: "DELETE", path: one, handle: (call) => deleteVersion(policies, call) },
	];
}

function createVersion(policies: Policies, { path, query, body }: ApiCall): Answer {
	const setAsDefault = query.boolean("setAsDefault") ?? false;
	const document = body().requiredString("policyDocument");
	const { versionId, policyDocument } = policies.createPolicyVersion(path("policyName"), document, setAsDefault);
	const { policyArn } = policies.getPolicy(path("policyName"));
	return { policyArn, policyDocument, policyVersionId: String(versionId), isDefaultVersion: setAsDefault };
}

function listVersions(policies: Policies, { path }: ApiCall): Answer {
	const { versions, defaultVersionId } = policies.getPolicy(path("policyName"));
	const policyVersions = versions.map(({ versionId, creationDate }) => ({
		versionId: String(versionId),
		isDefaultVersion: versionId === defaultVersionId,
		createDate: epochSeconds(creationDate),
	}));
	return { policyVersions };
}

function getVersion(policies: Policies, call: ApiCall): Answer {
	const policy = policies.getPolicy(call.path("policyName"));
	const version = policies.getPolicyVersion(policy.policyName, versionIdOf(call));
	return {
		policyArn: policy.policyArn,
		policyName: policy.policyName,
		policyDocument: version.policyDocument,
		policyVersionId: String(version.versionId),
		isDefaultVersion: version.versionId === policy.defaultVersionId,
		creationDate: epochSeconds(version.creationDate),
		lastModifiedDate: epochSeconds(policy.lastModifiedDate),
		generationId: policy.generationId,
	};
}

function setDefault(policies: Policies, call: ApiCall): Answer {
	policies.setDefaultPolicyVersion(call.path("policyName"), versionIdOf(call));
	return undefined;
}

function deleteVersion(policies: Policies, call: ApiCall): Answer {
	policies.deletePolicyVersion(call.path("policyName"), versionIdOf(call));
	return undefined;
}

function versionIdOf({ path }: ApiCall): number {
	const text = path("policyVersionId");
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw invalidRequest(`policyVersionId must be a number: it is ${quote(text)}`);
}
