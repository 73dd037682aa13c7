import type { Json } from "../api.js";
import { described } from "./described.js";

const inner = (json: Json, name: string) => (json[name] ?? {}) as Json;
const role = (number: number) => `arn:aws:iam::000000000000:role/r${number}`;
const lambda = (number: number) => `arn:aws:lambda:us-east-1:000000000000:function:f${number}`;
const isOn = (json: Json, name: string) => inner(json, name).enabled;

export const auditConfiguration = described({
	name: "audit",
	keys: 1,
	path: () => "/audit/configuration",
	pick: ({ roleArn, auditCheckConfigurations }) =>
		roleArn === undefined
			? { isSet: false }
			: { roleArn, on: isOn(auditCheckConfigurations as Json, "LOGGING_DISABLED_CHECK") },
	create: (_key, number) => setAudit(number),
	change: (_key, _state, number) => setAudit(number),
	remove: false,
});

function setAudit(number: number) {
	const on = number % 2 === 0;
	return {
		method: "PATCH",
		body: { roleArn: role(number), auditCheckConfigurations: { LOGGING_DISABLED_CHECK: { enabled: on } } },
		next: { roleArn: role(number), on },
	};
}

const modes = ["OFF", "REGISTRY", "REGISTRY_AND_SHADOW"];

export const indexConfiguration = described({
	name: "index",
	keys: 1,
	path: () => "/indexing/config",
	pick: (found) => ({ mode: inner(found, "thingIndexingConfiguration").thingIndexingMode }),
	create: (_key, number) => setIndex(number),
	change: (_key, _state, number) => setIndex(number),
	remove: false,
});

function setIndex(number: number) {
	const mode = modes[number % modes.length];
	return { method: "POST", body: { thingIndexingConfiguration: { thingIndexingMode: mode } }, next: { mode } };
}

export const eventConfigurations = described({
	name: "events",
	keys: 1,
	path: () => "/event-configurations",
	pick: (found) => ({ on: inner(inner(found, "eventConfigurations"), "THING").Enabled ?? false }),
	create: (_key, number) => setEvents(number),
	change: (_key, _state, number) => setEvents(number),
	remove: false,
});

function setEvents(number: number) {
	const on = number % 2 === 0;
	return { method: "PATCH", body: { eventConfigurations: { THING: { Enabled: on } } }, next: { on } };
}

export const securityProfiles = described({
	name: "profile",
	path: (key) => `/security-profiles/${key}`,
	pick: ({ securityProfileDescription, version }) => ({ securityProfileDescription, version }),
	create: (_key, number) => ({
		method: "POST",
		body: { securityProfileDescription: `${number}`, tags: [{ Key: "k", Value: "v" }] },
		next: { securityProfileDescription: `${number}`, version: 1 },
	}),
	change: (_key, state, number) => ({
		method: "PATCH",
		body: { securityProfileDescription: `${number}` },
		next: { securityProfileDescription: `${number}`, version: Number(state.version) + 1 },
	}),
});

export const commands = described({
	name: "command",
	path: (key) => `/commands/${key}`,
	pick: ({ description, deprecated }) => ({ description, deprecated }),
	create: (_key, number) => ({
		method: "PUT",
		body: {
			description: `${number}`,
			payload: { content: "e30=", contentType: "application/json" },
			tags: [{ Key: "k", Value: "v" }],
		},
		next: { description: `${number}`, deprecated: false },
	}),
	change: (_key, { deprecated }, number) => ({
		method: "PATCH",
		body: { description: `${number}` },
		next: { description: `${number}`, deprecated },
	}),
});

export const mitigationActions = described({
	name: "action",
	path: (key) => `/mitigationactions/actions/${key}`,
	pick: ({ roleArn }) => ({ roleArn }),
	create: (_key, number) => ({
		method: "POST",
		body: { roleArn: role(number), actionParams: { updateDeviceCertificateParams: { action: "DEACTIVATE" } } },
		next: { roleArn: role(number) },
	}),
	change: (_key, _state, number) => ({
		method: "PATCH",
		body: { roleArn: role(number) },
		next: { roleArn: role(number) },
	}),
});

export const authorizers = described({
	name: "authorizer",
	path: (key) => `/authorizer/${key}`,
	pick: (found) => {
		const { authorizerFunctionArn, status } = inner(found, "authorizerDescription");
		return { authorizerFunctionArn, status };
	},
	create: (_key, number) => ({
		method: "POST",
		body: { authorizerFunctionArn: lambda(number), signingDisabled: true, tags: [{ Key: "k", Value: "v" }] },
		next: { authorizerFunctionArn: lambda(number), status: "INACTIVE" },
	}),
	change: (_key, { status }, number) => ({
		method: "PUT",
		body: { authorizerFunctionArn: lambda(number) },
		next: { authorizerFunctionArn: lambda(number), status },
	}),
});
