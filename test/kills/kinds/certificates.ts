import { createHash } from "node:crypto";
import { TestAuthority } from "../../support/test-authority.js";
import type { Json } from "../api.js";
import type { Kind, Step, Target } from "../kind.js";

interface Pem {
	readonly id: string;
	readonly pem: string;
}

/** Certificates that somebody else's CA made: their ids are known before they are registered. */
export async function certificateKinds(): Promise<readonly Kind[]> {
	const authority = await TestAuthority.make("CN=Vendor");
	const devices = await Promise.all([1, 2, 3, 4].map((number) => authority.issue(`CN=device-${number}`)));
	const authorities = await Promise.all([1, 2, 3].map((number) => TestAuthority.make(`CN=Vendor ${number}`)));
	return [
		deviceCertificates(
			new Map(devices.map(({ certificateId, certificatePem: pem }) => [certificateId, { id: certificateId, pem }])),
		),
		caCertificates(new Map(authorities.map(({ certificatePem: pem }) => [idOf(pem), { id: idOf(pem), pem }]))),
	];
}

function idOf(pem: string): string {
	return createHash("sha256")
		.update(Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ""), "base64"))
		.digest("hex");
}

/** With a policy attached, and a thing that has it. */
function deviceCertificates(pems: ReadonlyMap<string, Pem>): Kind {
	const arnOf = (id: string) => `arn:aws:iot:us-east-1:000000000000:cert/${id}`;
	const call = (next: Json | undefined, send: (target: Target) => Promise<unknown>): Step => ({ next, send });
	return {
		name: "certificate",
		keys: [...pems.keys()],
		async prepare({ api }) {
			for (const id of pems.keys()) await api.call("POST", `/things/of-${id.slice(0, 8)}`, {});
		},
		async read({ api }, id) {
			const found = await api.find(`/certificates/${id}`);
			if (found === undefined) return undefined;
			const { policies } = await api.call("POST", `/attached-policies/${encodeURIComponent(arnOf(id))}`);
			const { things } = await api.call("GET", "/principals/things", undefined, { "x-amzn-principal": arnOf(id) });
			const { status } = found.certificateDescription as Json;
			return { status, policies: (policies as unknown[]).length, things: (things as unknown[]).length };
		},
		step(id, state, random) {
			if (state === undefined) {
				const certificatePem = pems.get(id)?.pem;
				return call({ status: "ACTIVE", policies: 0, things: 0 }, ({ api }) =>
					api.call("POST", "/certificate/register-no-ca", { certificatePem, status: "ACTIVE" }),
				);
			}
			const target = arnOf(id);
			const [thing, header] = [`of-${id.slice(0, 8)}`, { "x-amzn-principal": target }];
			switch (random.int(4)) {
				case 0: {
					const method = state.policies === 0 ? "PUT" : "POST";
					return call({ ...state, policies: state.policies === 0 ? 1 : 0 }, ({ api }) =>
						api.call(method, "/target-policies/everything", { target }),
					);
				}
				case 1: {
					const method = state.things === 0 ? "PUT" : "DELETE";
					return call({ ...state, things: state.things === 0 ? 1 : 0 }, ({ api }) =>
						api.call(method, `/things/${thing}/principals`, undefined, header),
					);
				}
				case 2:
					if (state.status === "INACTIVE" && state.things === 0 && state.policies === 0) {
						return call(undefined, ({ api }) => api.call("DELETE", `/certificates/${id}`));
					}
			}
			const status = state.status === "ACTIVE" ? "INACTIVE" : "ACTIVE";
			return call({ ...state, status }, ({ api }) => api.call("PUT", `/certificates/${id}?newStatus=${status}`));
		},
	};
}

function caCertificates(pems: ReadonlyMap<string, Pem>): Kind {
	return {
		name: "ca",
		keys: [...pems.keys()],
		async read({ api }, id) {
			const found = await api.find(`/cacertificate/${id}`);
			const { status, autoRegistrationStatus } = (found?.certificateDescription ?? {}) as Json;
			return found && { status, autoRegistrationStatus };
		},
		step(id, state, random) {
			if (state === undefined) {
				const body = {
					caCertificate: pems.get(id)?.pem,
					certificateMode: "SNI_ONLY",
					tags: [{ Key: "k", Value: "v" }],
				};
				return {
					next: { status: "ACTIVE", autoRegistrationStatus: "ENABLE" },
					send: ({ api }) => api.call("POST", "/cacertificate?setAsActive=true&allowAutoRegistration=true", body),
				};
			}
			if (state.status === "INACTIVE" && random.once(2)) {
				return { next: undefined, send: ({ api }) => api.call("DELETE", `/cacertificate/${id}`) };
			}
			const status = state.status === "ACTIVE" ? "INACTIVE" : "ACTIVE";
			return {
				next: { ...state, status },
				send: ({ api }) => api.call("PUT", `/cacertificate/${id}?newStatus=${status}`),
			};
		},
	};
}
