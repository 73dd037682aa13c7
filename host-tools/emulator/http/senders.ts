import type { IncomingMessage } from "node:http";
import { type Peer, strangePeer } from "../broker/connection/peer.js";
import type { Principals } from "../broker/principals.js";
import type { EmulatorClock } from "../clock.js";
import { accountCaller } from "./caller.js";
import { certificateCaller } from "./certificate-caller.js";
import type { CredentialScope } from "./credential-scope.js";
import { CustomCallers } from "./custom-callers.js";
import { planeOfService } from "./foreign-service.js";
import type { Caller } from "./operation.js";
import type { AccessKey } from "./signature/access-keys.js";
import { SignatureProblem, signatureError } from "./signature/signature-problem.js";
import { SignatureVerifier } from "./signature/signature-verifier.js";

export interface SendersOptions {
	readonly clock: EmulatorClock;
	readonly principals: Principals;
	/** Whose signatures are taken: anybody's, unless told otherwise. */
	readonly accessKeys?: readonly AccessKey[] | undefined;
}

/** Who sends requests: somebody of the account who signs, or a device with its certificate. */
export interface Senders {
	/** Whether signatures are looked at. */
	readonly verifies: boolean;
	/** Throws AwsError as the service does that the request is signed for, when its signature is not right. */
	verify(request: SentRequest, signedFor: CredentialScope | undefined, body: Buffer): void;
	/** Undefined: somebody of the account. Throws ForbiddenToDevice when the certificate opens nothing now. */
	callerOf(certified: Peer | undefined): Caller;
	/**
	 * What asks a custom authorizer who sent a request that is neither signed nor comes with a certificate; undefined when there is none to ask.
	 * What it returns rejects with ForbiddenToDevice.
	 */
	customCaller(request: IncomingMessage): (() => Promise<Caller>) | undefined;
}

export type SentRequest = Pick<IncomingMessage, "method" | "url" | "rawHeaders">;

/** Takes any signature, and no certificate. */
export const anybody: Senders = Object.freeze({
	verifies: false,
	verify() {},
	callerOf: () => accountCaller,
	customCaller: () => undefined,
});

/** Senders of one emulator. */
export class KnownSenders implements Senders {
	readonly #options: SendersOptions;
	readonly #verifier: SignatureVerifier | undefined;
	readonly #custom = new CustomCallers();

	constructor(options: SendersOptions) {
		const { accessKeys, clock } = options;
		this.#options = options;
		// The machine's time: clients sign by that, wherever the emulator's clock was moved to.
		const now = () => clock.now() - clock.aheadMs;
		this.#verifier = accessKeys && new SignatureVerifier({ accessKeys, now });
	}

	get verifies(): boolean {
		return this.#verifier !== undefined;
	}

	verify(
		{ method = "", url = "", rawHeaders }: SentRequest,
		signedFor: CredentialScope | undefined,
		body: Buffer,
	): void {
		try {
			this.#verifier?.verify({ method, url, rawHeaders }, body);
		} catch (error) {
			if (!(error instanceof SignatureProblem)) throw error;
			throw signatureError(error, signedFor && planeOfService(signedFor.service));
		}
	}

	callerOf(certified: Peer | undefined): Caller {
		if (certified === undefined) return accountCaller;
		const { principals, clock } = this.#options;
		return certificateCaller(certified, { principals, now: () => clock.now() });
	}

	customCaller(request: IncomingMessage): (() => Promise<Caller>) | undefined {
		const { principals, clock } = this.#options;
		const peer = strangePeer(request);
		const authentication = principals.authentication(peer);
		return authentication && (() => this.#custom.callerOf(request.socket, peer, authentication, () => clock.now()));
	}
}
