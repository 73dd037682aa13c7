import { jsonRows } from "../../store/json-rows.js";
import type { RowCodec } from "../../store/table.js";
import type { Policy } from "./policies.js";

const rows = jsonRows<Policy>("policyName");

/** Rows of policies. Those of version 0.1.0, which had no versions, get their first one. */
export const policyRows: RowCodec<Policy> = {
	encode: rows.encode,
	decode(json) {
		const policy: Omit<Policy, "versions"> & Partial<Pick<Policy, "versions">> = rows.decode(json);
		if (policy.versions !== undefined) return { ...policy, versions: policy.versions };
		const { policyDocument, creationDate } = policy;
		const versions = [{ versionId: 1, policyDocument, creationDate }];
		return Object.freeze({ ...policy, defaultVersionId: 1, lastVersionId: 1, versions });
	},
};
