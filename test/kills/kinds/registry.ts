import type { Json } from "../api.js";
import type { Kind } from "../kind.js";
import { described } from "./described.js";

const account = "arn:aws:iot:us-east-1:000000000000:";
const role = "arn:aws:iam::000000000000:role/r";
const inner = (json: Json, name: string) => (json[name] ?? {}) as Json;
const allow = (number: number) =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: [{ Effect: "Allow", Action: "iot:*", Resource: "*", Sid: `n${number}` }],
	});

export const things = described({
	name: "thing",
	keys: 12,
	path: (key) => `/things/${key}`,
	pick: ({ attributes, billingGroupName }) => ({ attributes, billingGroupName }),
	create: (_key, number) => ({
		method: "POST",
		body: { attributePayload: { attributes: { n: `${number}` } }, billingGroupName: "payer" },
		next: { attributes: { n: `${number}` }, billingGroupName: "payer" },
	}),
	change: (_key, state, number) => ({
		method: "PATCH",
		body: { attributePayload: { attributes: { n: `${number}` } } },
		next: { ...state, attributes: { n: `${number}` } },
	}),
});

export const thingTypes = described({
	name: "type",
	path: (key) => `/thing-types/${key}`,
	pick: (type) => ({
		description: inner(type, "thingTypeProperties").thingTypeDescription,
		deprecated: inner(type, "thingTypeMetadata").deprecated,
	}),
	create: (_key, number) => ({
		method: "POST",
		body: {
			thingTypeProperties: { thingTypeDescription: `${number}`, searchableAttributes: ["a"] },
			tags: [{ Key: "k", Value: "v" }],
		},
		next: { description: `${number}`, deprecated: false },
	}),
	change: (key, state) => ({
		method: "POST",
		path: `/thing-types/${key}/deprecate`,
		body: { undoDeprecate: state.deprecated === true },
		next: { ...state, deprecated: state.deprecated !== true },
	}),
	remove: false,
});

export const thingGroups = described({
	name: "group",
	path: (key) => `/thing-groups/${key}`,
	pick: (group) => ({
		description: inner(group, "thingGroupProperties").thingGroupDescription,
		attributes: inner(inner(group, "thingGroupProperties"), "attributePayload").attributes,
	}),
	create: (_key, number) => ({
		method: "POST",
		body: {
			thingGroupProperties: {
				thingGroupDescription: `${number}`,
				attributePayload: { attributes: { a: `${number}` } },
			},
			tags: [{ Key: "k", Value: `${number}` }],
		},
		next: { description: `${number}`, attributes: { a: `${number}` } },
	}),
	change: (_key, state, number) => ({
		method: "PATCH",
		body: { thingGroupProperties: { thingGroupDescription: `${number}` } },
		next: { ...state, description: `${number}` },
	}),
});

/** The tags of a thing group that stays. */
export const tags: Kind = {
	name: "tag",
	keys: ["tagged-0", "tagged-1"],
	async prepare({ api }) {
		for (const key of this.keys) await api.call("POST", `/thing-groups/${key}`, {});
	},
	async read({ api }, key) {
		const found = await api.call("GET", `/tags?resourceArn=${encodeURIComponent(`${account}thinggroup/${key}`)}`);
		const [tag] = found.tags as Json[];
		return tag && { value: tag.Value };
	},
	step(key, state, _random, number) {
		const resourceArn = `${account}thinggroup/${key}`;
		const removes = state !== undefined && number % 3 === 0;
		const body = removes ? { resourceArn, tagKeys: ["k"] } : { resourceArn, tags: [{ Key: "k", Value: `${number}` }] };
		return {
			next: removes ? undefined : { value: `${number}` },
			send: ({ api }) => api.call("POST", removes ? "/untag" : "/tags", body),
		};
	},
};

/** Whether a thing is in a group. */
export const members: Kind = {
	name: "member",
	keys: ["m-0", "m-1", "m-2", "m-3"],
	async prepare({ api }) {
		await api.call("POST", "/thing-groups/crowd", {});
		for (const key of this.keys) await api.call("POST", `/things/${key}`, {});
	},
	async read({ api }, key) {
		const { things: names } = await api.call("GET", "/thing-groups/crowd/things");
		const { thingGroups: groups } = await api.call("GET", `/things/${key}/thing-groups`);
		const [isIn, knows] = [(names as string[]).includes(key), (groups as unknown[]).length > 0];
		return isIn || knows ? { isIn, knows } : undefined;
	},
	step: (thingName, state) => ({
		next: state === undefined ? { isIn: true, knows: true } : undefined,
		send: ({ api }) =>
			api.call("PUT", `/thing-groups/${state === undefined ? "addThingTo" : "removeThingFrom"}ThingGroup`, {
				thingName,
				thingGroupName: "crowd",
			}),
	}),
};

export const policies = described({
	name: "policy",
	path: (key) => `/policies/${key}`,
	pick: ({ policyDocument, defaultVersionId }) => ({ policyDocument, defaultVersionId }),
	create: (_key, number) => ({
		method: "POST",
		body: { policyDocument: allow(number) },
		next: { policyDocument: allow(number), defaultVersionId: "1" },
	}),
});

/** Versions of one policy: the oldest makes room for the next. */
export const policyVersions: Kind = {
	name: "version",
	keys: ["versioned"],
	async prepare({ api }) {
		await api.call("POST", "/policies/versioned", { policyDocument: allow(0) });
	},
	async read({ api }, key) {
		const { policyVersions: versions } = await api.call("GET", `/policies/${key}/version`);
		const ids = (versions as Json[]).map(({ versionId }) => Number(versionId)).sort((a, b) => a - b);
		const { defaultVersionId } = await api.call("GET", `/policies/${key}`);
		return ids.length === 1 && ids[0] === 1 ? undefined : { ids, defaultVersionId: Number(defaultVersionId) };
	},
	step(key, state, _random, number) {
		const { ids, defaultVersionId } = (state ?? { ids: [1], defaultVersionId: 1 }) as {
			ids: number[];
			defaultVersionId: number;
		};
		const [oldest = 1] = ids;
		if (ids.length >= 4) {
			const next = { ids: ids.slice(1), defaultVersionId };
			return { next, send: ({ api }) => api.call("DELETE", `/policies/${key}/version/${oldest}`) };
		}
		const made = Math.max(...ids) + 1;
		return {
			next: { ids: [...ids, made], defaultVersionId: made },
			send: ({ api }) =>
				api.call("POST", `/policies/${key}/version?setAsDefault=true`, { policyDocument: allow(number) }),
		};
	},
};

const body = (number: number) =>
	JSON.stringify({
		Parameters: { SerialNumber: { Type: "String" }, [`N${number}`]: { Type: "String", Default: "" } },
		Resources: {
			thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "SerialNumber" } } },
			certificate: {
				Type: "AWS::IoT::Certificate",
				Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
			},
			policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "everything" } },
		},
	});

export const templates = described({
	name: "template",
	path: (key) => `/provisioning-templates/${key}`,
	pick: ({ templateBody, defaultVersionId, enabled }) => ({ templateBody, defaultVersionId, enabled }),
	create: (key, number) => ({
		method: "POST",
		path: "/provisioning-templates",
		body: {
			templateName: key,
			templateBody: body(number),
			provisioningRoleArn: role,
			enabled: true,
			tags: [{ Key: "k", Value: "v" }],
		},
		next: { templateBody: body(number), defaultVersionId: 1, enabled: true },
	}),
	change: (key, state, number) =>
		number % 2 === 0 || Number(state.defaultVersionId) >= 5
			? {
					method: "PATCH",
					body: { enabled: state.enabled !== true },
					next: { ...state, enabled: state.enabled !== true },
				}
			: {
					method: "POST",
					path: `/provisioning-templates/${key}/versions?setAsDefault=true`,
					body: { templateBody: body(number) },
					next: { ...state, templateBody: body(number), defaultVersionId: Number(state.defaultVersionId) + 1 },
				},
});
export const templateBody = body;

export const rules = described({
	name: "rule",
	path: (key) => `/rules/${key.replace("-", "_")}`,
	pick: (found) => {
		const { sql, ruleDisabled, actions } = inner(found, "rule");
		return { sql, ruleDisabled, actions: (actions as unknown[]).length };
	},
	create: (_key, number) => ({
		method: "POST",
		body: { sql: `SELECT ${number} AS n FROM 'none'`, actions: [{ republish: { roleArn: role, topic: "r" } }] },
		next: { sql: `SELECT ${number} AS n FROM 'none'`, ruleDisabled: false, actions: 1 },
	}),
	change: (key, state, number) =>
		number % 2 === 0
			? {
					method: "POST",
					path: `/rules/${key.replace("-", "_")}/${state.ruleDisabled === true ? "enable" : "disable"}`,
					next: { ...state, ruleDisabled: state.ruleDisabled !== true },
				}
			: {
					method: "PATCH",
					body: { sql: `SELECT ${number} AS m FROM 'none'`, actions: [], ruleDisabled: false },
					next: { sql: `SELECT ${number} AS m FROM 'none'`, ruleDisabled: false, actions: 0 },
				},
});

export const streams = described({
	name: "stream",
	path: (key) => `/streams/${key}`,
	pick: (found) => {
		const { description, streamVersion, files } = inner(found, "streamInfo");
		return { description, streamVersion, files: (files as unknown[]).length };
	},
	create: (_key, number) => ({
		method: "POST",
		body: { description: `${number}`, roleArn: role, files: [{ fileId: 0, s3Location: { bucket: "b", key: "k" } }] },
		next: { description: `${number}`, streamVersion: 1, files: 1 },
	}),
	change: (_key, state, number) => ({
		method: "PUT",
		body: { description: `${number}` },
		next: { ...state, description: `${number}`, streamVersion: Number(state.streamVersion) + 1 },
	}),
});

export const roleAliases = described({
	name: "alias",
	path: (key) => `/role-aliases/${key}`,
	pick: (found) => ({ seconds: inner(found, "roleAliasDescription").credentialDurationSeconds }),
	create: (_key, number) => ({
		method: "POST",
		body: { roleArn: role, credentialDurationSeconds: 900 + (number % 1000) },
		next: { seconds: 900 + (number % 1000) },
	}),
	change: (_key, _state, number) => ({
		method: "PUT",
		body: { credentialDurationSeconds: 900 + (number % 1000) },
		next: { seconds: 900 + (number % 1000) },
	}),
});

export const billingGroups = described({
	name: "billing",
	path: (key) => `/billing-groups/${key}`,
	pick: (found) => ({
		description: inner(found, "billingGroupProperties").billingGroupDescription,
		version: found.version,
	}),
	create: (_key, number) => ({
		method: "POST",
		body: { billingGroupProperties: { billingGroupDescription: `${number}` }, tags: [{ Key: "k", Value: "v" }] },
		next: { description: `${number}`, version: 1 },
	}),
	change: (_key, state, number) => ({
		method: "PATCH",
		body: { billingGroupProperties: { billingGroupDescription: `${number}` } },
		next: { description: `${number}`, version: Number(state.version) + 1 },
	}),
});
