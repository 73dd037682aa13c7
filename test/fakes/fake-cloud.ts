import { createHash } from "node:crypto";
import type { Claim } from "../../firmware/core/bootstrap.js";
import { fakePair } from "./fake-pair.js";
import type { VirtualTime } from "./virtual-time.js";

export interface CloudCertificate {
	readonly certificateId: string;
	status: "PENDING_ACTIVATION" | "ACTIVE";
	thingName: string | undefined;
}

export interface CloudReading {
	readonly thingName: string;
	readonly certificateId: string;
	readonly topic: string;
	readonly payload: string;
}

export interface FakeCloudOptions {
	/**
	 * Whether an ownership token that was used already is accepted again for the same certificate; AWS does not say
	 * (docs/aws-behaviour.md, "Ownership tokens").
	 */
	readonly tokenReplay?: "accepted" | "refused";
}

/** A `rejected` payload, or `lost`: the request is carried out and its reply never arrives. */
export type CloudFault =
	| { readonly statusCode: number; readonly errorCode: string; readonly errorMessage: string }
	| "lost";

/** What a test makes go wrong; each is asked at every turn. */
export interface CloudFaults {
	/** Instead of the right reply to a provisioning request on `topic`. */
	answer?: ((topic: string) => CloudFault | undefined) | undefined;
	/** True: a connection with that client id is refused. */
	refuse?: ((clientId: string) => boolean) | undefined;
	/** True: a reading on `topic` gets no PUBACK and is not kept. */
	swallow?: ((topic: string) => boolean) | undefined;
}

export interface CloudRequest {
	readonly topic: string;
	readonly body: {
		readonly certificateOwnershipToken?: string;
		readonly certificateSigningRequest?: string;
		readonly parameters?: { readonly SerialNumber?: string };
	};
}

const claimLifetimeMs = 300_000;
const tokenLifetimeMs = 3_600_000;

/** What AWS IoT remembers. Certificates and keys are made-up bytes in DER's clothes. */
export class FakeCloud {
	readonly time: VirtualTime;
	readonly readings: CloudReading[] = [];
	/** Provisioning requests, oldest first. */
	readonly requests: CloudRequest[] = [];
	readonly faults: CloudFaults = {};
	/** Makes the thing's name of a serial number, as a template may. */
	nameOf: (serialNumber: string) => string = (serialNumber) => `thing-${serialNumber}`;
	readonly #certificates = new Map<string, CloudCertificate>();
	readonly #claims = new Map<string, number>();
	readonly #tokens = new Map<string, { certificate: CloudCertificate; expiresAt: number; used: boolean }>();
	readonly #tokenReplay: "accepted" | "refused";
	#issued = 0;

	constructor(time: VirtualTime, { tokenReplay = "accepted" }: FakeCloudOptions = {}) {
		this.time = time;
		this.#tokenReplay = tokenReplay;
	}

	get certificates(): readonly CloudCertificate[] {
		return [...this.#certificates.values()];
	}

	/** Good for five minutes. */
	issueClaim(): Claim & { expiresAt: number } {
		const { certificate, privateKey } = fakePair(`claim ${this.#issued++}`);
		const expiresAt = this.time.trueNow + claimLifetimeMs;
		this.#claims.set(idOf(certificate), expiresAt);
		return { certificate, privateKey, expiresAt };
	}

	/** Who a client certificate belongs to, or undefined when the connection must be refused. */
	authenticate(
		certificate: Uint8Array,
		clientId: string,
	): { claim: true } | { certificate: CloudCertificate } | undefined {
		if (this.faults.refuse?.(clientId)) return undefined;
		const id = idOf(certificate);
		const claimUntil = this.#claims.get(id);
		if (claimUntil !== undefined) return this.time.trueNow < claimUntil ? { claim: true } : undefined;
		const own = this.#certificates.get(id);
		return own?.status === "ACTIVE" && own.thingName === clientId ? { certificate: own } : undefined;
	}

	/** The accepted or rejected reply to a provisioning request; undefined when it is lost. */
	answer(request: CloudRequest): { readonly topic: string; readonly body: object } | undefined {
		const { topic, body } = request;
		this.requests.push(request);
		const fault = this.faults.answer?.(topic);
		if (typeof fault === "object") return { topic: `${topic}/rejected`, body: fault };
		const reply = this.#carryOut(topic, body);
		return fault === "lost" ? undefined : reply;
	}

	/** Takes a device's reading. False when it is not acknowledged. */
	take(reading: CloudReading): boolean {
		if (this.faults.swallow?.(reading.topic)) return false;
		this.readings.push(reading);
		return true;
	}

	/** Gives the certificate to the thing and makes it valid, as RegisterThing would. */
	adopt(certificate: Uint8Array, thingName: string): void {
		this.adoptId(idOf(certificate), thingName);
	}

	/** The same for a certificate of which only the id is known. */
	adoptId(certificateId: string, thingName: string): void {
		this.#certificates.set(certificateId, { certificateId, status: "ACTIVE", thingName });
	}

	#carryOut(topic: string, body: CloudRequest["body"]): { topic: string; body: object } {
		const accepted = `${topic}/accepted`;
		if (topic === "$aws/certificates/create/json") return { topic: accepted, body: this.createKeysAndCertificate() };
		if (topic === "$aws/certificates/create-from-csr/json") {
			const { privateKey: _, ...reply } = this.createKeysAndCertificate(body.certificateSigningRequest);
			return { topic: accepted, body: reply };
		}
		const thingName = this.registerThing(body.certificateOwnershipToken ?? "", body.parameters?.SerialNumber ?? "");
		if (thingName !== undefined) return { topic: accepted, body: { deviceConfiguration: {}, thingName } };
		const rejection = {
			statusCode: 400,
			errorCode: "InvalidCertificateOwnershipToken",
			errorMessage: "Certificate ownership token is not valid.",
		};
		return { topic: `${topic}/rejected`, body: rejection };
	}

	/** `keyName`: of a key that is there already, see `fakePair`. */
	createKeysAndCertificate(keyName?: string): Record<string, string> {
		const serial = this.#issued++;
		const { certificate, pkcs1 } = fakePair(`certificate ${serial}`, keyName);
		const certificateId = idOf(certificate);
		const own: CloudCertificate = { certificateId, status: "PENDING_ACTIVATION", thingName: undefined };
		this.#certificates.set(certificateId, own);
		const token = `token-${serial}-${"x".repeat(450)}`;
		this.#tokens.set(token, { certificate: own, expiresAt: this.time.trueNow + tokenLifetimeMs, used: false });
		return {
			certificateId,
			certificatePem: pem("CERTIFICATE", certificate),
			privateKey: pem("RSA PRIVATE KEY", pkcs1),
			certificateOwnershipToken: token,
		};
	}

	/** The thing's name, or undefined when the token is refused. */
	registerThing(token: string, serialNumber: string): string | undefined {
		const entry = this.#tokens.get(token);
		if (!entry || this.time.trueNow >= entry.expiresAt) return undefined;
		if (entry.used && this.#tokenReplay === "refused") return undefined;
		entry.used = true;
		entry.certificate.status = "ACTIVE";
		entry.certificate.thingName = this.nameOf(serialNumber);
		return entry.certificate.thingName;
	}
}

/** Lower-case hex SHA-256, as AWS makes certificate ids. */
export function idOf(certificate: Uint8Array): string {
	return createHash("sha256").update(certificate).digest("hex");
}

function pem(label: string, bytes: Uint8Array): string {
	const lines =
		Buffer.from(bytes)
			.toString("base64")
			.match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
