import type { IncomingMessage, ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";
import { type Account, defaultAccount, homeOf } from "../account.js";
import { AwsError } from "../aws-error.js";
import { type Peer, peerOf } from "../broker/connection/peer.js";
import type { RefusalJournal } from "../journal.js";
import type { Reach } from "../reach.js";
import type { Plane } from "./api/api-model.js";
import { ForbiddenToDevice } from "./certificate-caller.js";
import { credentialScope } from "./credential-scope.js";
import { declaredError, statusOn } from "./declared-errors.js";
import { type Asked, isSigned, OperationFinder } from "./find-operation.js";
import { refuseWebPages } from "./guard.js";
import { type Answer, type ApiCall, type Caller, type Operation, ownPrefix } from "./operation.js";
import { type Protocol, protocolOf } from "./protocol.js";
import { Query } from "./query.js";
import { parseBody, readBody } from "./read-body.js";
import { sendAnswer, sendError } from "./respond.js";
import type { Match } from "./router.js";
import { anybody, type Senders } from "./senders.js";

export interface RequestHandlerOptions {
	/** AWS's, and those below `ownPrefix`. */
	readonly operations: readonly Operation[];
	readonly journal: RefusalJournal;
	/** Resolves when everything changed so far survives a kill -9. */
	readonly durable: () => Promise<void>;
	/** Who may ask, and as whom; `anybody` unless told otherwise. */
	readonly senders?: Senders | undefined;
	/** Where the server listens, and what it is called. */
	readonly reach: Pick<Reach, "bindTo" | "names">;
	/** `defaultAccount` unless told otherwise. */
	readonly account?: Account | undefined;
	/** Why changes are not kept at the moment, e.g. because the disk is full; undefined when they are. */
	readonly storeFailure: () => Error | undefined;
}

/** Named in the journal also when it is refused before it is known to be an operation. */
type Target = {
	name: string;
	plane: Plane | "own" | undefined;
	certificateId: string | undefined;
	protocol: Protocol;
};

/** Answers HTTP requests. Refusals go to the journal. */
export class RequestHandler {
	readonly #options: RequestHandlerOptions;
	readonly #operations: OperationFinder;
	readonly #senders: Senders;

	constructor(options: RequestHandlerOptions) {
		this.#options = options;
		this.#operations = new OperationFinder(options.operations);
		this.#senders = options.senders ?? anybody;
	}

	/** Answers one request, or ends its connection where even a refusal fails. Never rejects. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = "", url = "", headers } = request;
		const mark = url.indexOf("?");
		const path = mark < 0 ? url : url.slice(0, mark);
		const target: Target = {
			name: `${method} ${path.slice(0, 256)}`,
			plane: undefined,
			certificateId: undefined,
			protocol: "rest-json",
		};
		try {
			refuseWebPages(headers, this.#options.reach);
			const query = new Query(mark < 0 ? "" : url.slice(mark + 1));
			const signedFor = credentialScope(headers.authorization, query);
			target.protocol = protocolOf(headers, { path, query }, signedFor?.service);
			const certified = certifiedPeer(request, query);
			const custom = certified === undefined && !isSigned(request, query) ? this.#customCaller(request) : undefined;
			const asked: Asked = { request, method, path, query, signedFor, certified, mayBeCustom: custom !== undefined };
			// The body is part of what is signed, and whoever signs wrongly learns nothing of what is here.
			const body = await this.#verified(asked);
			const { plane, match } = this.#operations.find(asked);
			target.name = match.route.name;
			target.plane = plane;
			target.certificateId = match.parameters.get("certificateId");
			const payload = body ?? (await readBody(request));
			const caller = await this.#callerOf(plane, asked, custom);
			sendAnswer(response, await this.#perform(plane, match, asked, { payload, caller }));
		} catch (error) {
			this.#refuse(response, error, target);
		}
	}

	#refuse(response: ServerResponse, error: unknown, target: Target): void {
		try {
			const told = this.#refusal(error, target);
			sendError(response, told, statusOn(target.plane, told), target.protocol);
		} catch {
			// Without an answer the client would wait until its own deadline.
			response.destroy();
		}
	}

	/** The body, where it was needed to verify a signature. Throws AwsError when that is wrong. */
	async #verified(asked: Asked): Promise<Buffer | undefined> {
		const { request, query, path, signedFor } = asked;
		if (!this.#senders.verifies || path.startsWith(ownPrefix) || !isSigned(request, query)) return undefined;
		const body = await readBody(request);
		this.#senders.verify(request, signedFor, body);
		return body;
	}

	/** Whoever an authorizer knows; undefined when nobody is asked. Custom authentication is for publishing only (docs/aws-behaviour.md). */
	#customCaller(request: IncomingMessage): (() => Promise<Caller>) | undefined {
		const { method, url = "" } = request;
		return method === "POST" && url.startsWith("/topics/") ? this.#senders.customCaller(request) : undefined;
	}

	async #callerOf(
		plane: Plane | "own",
		{ certified }: Asked,
		custom: (() => Promise<Caller>) | undefined,
	): Promise<Caller> {
		if (custom !== undefined) return custom();
		return this.#senders.callerOf(plane === "own" ? undefined : certified);
	}

	async #perform(
		plane: Plane | "own",
		{ route, parameters }: Match<Operation>,
		asked: Asked,
		{ payload, caller }: { readonly payload: Buffer; readonly caller: Caller },
	): Promise<Answer> {
		const { request, query, signedFor } = asked;
		const { account = defaultAccount } = this.#options;
		const isOwn = plane === "own";
		if (!isOwn && route.method !== "GET") this.#refuseWithoutStore("nothing was changed");
		const call: ApiCall = {
			operation: route.name,
			scope: homeOf({ ...account, region: account.region ?? signedFor?.region }),
			query,
			headers: request.headers,
			caller,
			path: (name) => parameters.get(name) ?? "",
			body: () => parseBody(payload),
			payload,
			form: () => new URLSearchParams(payload.toString("utf8")),
		};
		const answer = await handle(plane, route, call);
		// The emulator's own pages are how one learns that the disk takes nothing.
		if (isOwn) return answer;
		// Reads wait too, as long as there is something to wait for: what they saw may be a change that is not on disk yet.
		await this.#options.durable().catch(() => {
			if (route.method !== "GET") {
				this.#refuseWithoutStore(
					"the change is in memory, and written when there is room; a restart before forgets it",
				);
			}
		});
		return answer;
	}

	#refuseWithoutStore(what: string): void {
		const failure = this.#options.storeFailure();
		if (failure === undefined) return;
		throw new AwsError(
			"ServiceUnavailableException",
			`${failure.message}: ${what}. Make room, or start with another --data`,
		);
	}

	/** What the client is told, and the journal. The text of an unexpected error is for the journal alone. */
	#refusal(error: unknown, { name, certificateId }: Target): AwsError {
		const told =
			error instanceof AwsError
				? error
				: new AwsError("InternalFailureException", "The emulator failed: GET /_thingsmith/journal has the cause");
		const whose = told instanceof ForbiddenToDevice ? told.certificateId : certificateId;
		this.#options.journal.add({
			plane: "control-plane",
			code: kebab(told.name.replace(/Exception$/, "")),
			reason: told === error ? told.message : `${told.message}: ${String(error)}`,
			target: name,
			...(whose !== undefined && { certificateId: whose.slice(0, 66) }),
			...(told instanceof ForbiddenToDevice && { plane: "data-plane", ...told.problem }),
		});
		return told;
	}
}

/** Who sent a request over TLS with a certificate, where no signature says it is somebody else. */
function certifiedPeer(request: IncomingMessage, query: Query): Peer | undefined {
	if (!(request.socket instanceof TLSSocket) || isSigned(request, query)) return undefined;
	const peer = peerOf(request.socket);
	return peer.certificateId === undefined ? undefined : peer;
}

/** What the operation throws is an error that AWS's model of it has; the emulator's own operations have no model. */
async function handle(plane: Plane | "own", route: Operation, call: ApiCall): Promise<Answer> {
	try {
		return await route.handle(call);
	} catch (error) {
		if (!(error instanceof AwsError) || error instanceof ForbiddenToDevice || plane === "own") throw error;
		throw declaredError(plane, route.name, error);
	}
}

function kebab(name: string): string {
	return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
