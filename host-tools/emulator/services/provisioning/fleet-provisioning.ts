import { scopeOfArn } from "../../arn.js";
import type { Behaviour } from "../../behaviour.js";
import type { EmulatorClock } from "../../clock.js";
import type { JsonObject } from "../../json-value.js";
import { parseCsr } from "../../pki/parse-csr.js";
import type { IssuedCertificate, Pki } from "../../pki/pki.js";
import type { Store } from "../../store/store.js";
import { decodeBody, type PayloadFormat } from "../payload-format.js";
import type { Registry } from "../registry.js";
import { askProvider, type SigningEvent } from "./ask-provider.js";
import { OwnershipTokens, tokenLifetimeMs } from "./ownership-tokens.js";
import type { RequestTopic } from "./provisioning-topics.js";
import { registerThing } from "./register-thing.js";
import { ProvisioningRejection } from "./rejection.js";

export interface ProvisioningRequest {
	readonly topic: RequestTopic;
	readonly body: Uint8Array;
	readonly clientId: string;
	/** What the connection presented: a claim, or a certificate whose policy allows these topics; undefined when it signed with SigV4. */
	readonly certificateId: string | undefined;
}

export interface FleetProvisioningOptions {
	readonly registry: Registry;
	readonly pki: Pki;
	readonly clock: EmulatorClock;
	readonly store: Store;
	readonly behaviour: Pick<Required<Behaviour>, "claimExpiry" | "hooks">;
}

/**
 * Fleet provisioning by MQTT (docs/aws-behaviour.md, "Fleet provisioning requests"): three requests, each answered with
 * a body or a ProvisioningRejection.
 */
export class FleetProvisioning {
	readonly #options: FleetProvisioningOptions;
	readonly #tokens: OwnershipTokens;

	constructor(options: FleetProvisioningOptions) {
		this.#options = options;
		this.#tokens = new OwnershipTokens(options.clock, options.store);
	}

	/** Resolves with the body of `…/accepted` once what it says survives a kill -9. Rejects with whatever went wrong. */
	async answer(request: ProvisioningRequest): Promise<JsonObject> {
		const body = await this.#run(request);
		await this.#options.store.durable();
		return body;
	}

	async #run({ topic, body, clientId, certificateId }: ProvisioningRequest): Promise<JsonObject> {
		if (topic.operation === "register-thing") {
			const request = decodeRequest(topic.format, body);
			const { registry, behaviour } = this.#options;
			const asked = { templateName: topic.templateName, request, clientId, claimCertificateId: certificateId };
			return registerThing(asked, { registry, tokens: this.#tokens, hooks: behaviour.hooks });
		}
		this.#checkClaim(certificateId);
		if (topic.operation === "create-keys") return this.#createKeys(certificateId);
		const csr = decodeRequest(topic.format, body).certificateSigningRequest;
		return this.#createFromCsr(csr, { clientId, certificateId });
	}

	/** A claim that expired while connected gets no new certificates, unless told otherwise. What it has a token for it may register. */
	#checkClaim(certificateId: string | undefined): void {
		const { behaviour, clock } = this.#options;
		const claim = this.#find(certificateId);
		if (behaviour.claimExpiry === "handshake" || claim?.claimForTemplate === undefined) return;
		if (clock.now() < claim.notAfter) return;
		const message = "The provisioning claim has expired: claims are good for five minutes, create a new one";
		throw new ProvisioningRejection(403, "AccessDenied", message, "claim-expired");
	}

	/** AWS asks for an empty body here and takes any (docs/aws-behaviour.md, "Fleet provisioning requests"). */
	async #createKeys(askedWith: string | undefined): Promise<JsonObject> {
		const issued = await this.#options.pki.issueKeysAndCertificate();
		const { certificateId, certificatePem } = issued;
		const certificateOwnershipToken = this.#addPending(issued, askedWith);
		return { certificateId, certificatePem, privateKey: issued.keyPair.privateKeyPem, certificateOwnershipToken };
	}

	async #createFromCsr(
		csr: unknown,
		{ clientId, certificateId: askedWith }: Pick<ProvisioningRequest, "clientId" | "certificateId">,
	): Promise<JsonObject> {
		if (typeof csr !== "string" || csr === "") {
			throw invalidCsr("certificateSigningRequest is missing: it must be a PEM text");
		}
		const event = { certificateSigningRequest: csr, principalId: askedWith ?? "", clientId };
		const issued = await this.#sign(event);
		const certificateOwnershipToken = this.#addPending(issued, askedWith);
		const { certificateId, certificatePem } = issued;
		return { certificateOwnershipToken, certificateId, certificatePem };
	}

	/** By the account's certificate provider, or by AWS where there is none. */
	async #sign(event: SigningEvent): Promise<IssuedCertificate> {
		const { registry, pki, behaviour } = this.#options;
		const csr = event.certificateSigningRequest;
		const provider = registry.certificateProviders.signing("CreateCertificateFromCsr");
		if (provider !== undefined) {
			const { publicKey } = await parseCsr(csr).catch(refuseCsr);
			return askProvider(provider, event, { publicKey, hooks: behaviour.hooks, now: () => this.#options.clock.now() });
		}
		return pki.issueFromCsr(csr).catch(refuseCsr);
	}

	/** `askedWith`: id of the certificate that the connection presented, whose region the new one is of. */
	#addPending(issued: IssuedCertificate, askedWith: string | undefined): string {
		const { clock, registry } = this.#options;
		const pendingUntil = clock.now() + tokenLifetimeMs;
		const asking = this.#find(askedWith);
		const scope = asking && scopeOfArn(asking.certificateArn);
		registry.certificates.addCertificate(issued, {
			status: "PENDING_ACTIVATION",
			pendingUntil,
			...(scope !== undefined && { scope }),
		});
		return this.#tokens.issue(issued.certificateId, pendingUntil);
	}

	#find(certificateId: string | undefined) {
		return certificateId === undefined ? undefined : this.#options.registry.certificates.findCertificate(certificateId);
	}
}

function decodeRequest(format: PayloadFormat, body: Uint8Array): JsonObject {
	try {
		return body.length === 0 ? {} : decodeBody(format, body);
	} catch (error) {
		const message = `The body cannot be read as ${format.toUpperCase()}: ${(error as Error).message}`;
		throw new ProvisioningRejection(400, "InvalidRequest", message, "malformed-body");
	}
}

function refuseCsr(error: Error): never {
	throw invalidCsr(error.message);
}

function invalidCsr(message: string): ProvisioningRejection {
	return new ProvisioningRejection(400, "InvalidCertificateSigningRequest", message, "invalid-csr");
}
