import { createHash } from "node:crypto";
import { scopeOfArn } from "../../arn.js";
import type { PresentBehaviour } from "../../behaviour.js";
import type { Peer } from "../../broker/connection/peer.js";
import type { Admission, Authentication, ConnectCredentials, Problem } from "../../broker/principals.js";
import type { EmulatorClock } from "../../clock.js";
import { AuthorizerProblem, askAuthorizer, type Token } from "./ask-authorizer.js";
import { AuthorizedClient } from "./authorized-client.js";
import type { Authorizer } from "./authorizer.js";
import type { AuthorizerAnswer } from "./authorizer-answer.js";
import type { Authorizers } from "./authorizers.js";
import { type ClientContext, ShownCredentials } from "./shown-credentials.js";

export interface CustomAuthenticationParts {
	readonly authorizers: Authorizers;
	readonly clock: EmulatorClock;
	readonly behaviour: Pick<PresentBehaviour, "hooks">;
}

/** Clients that show neither a certificate nor a signature, and are let in by an authorizer that they name, or by the default one. */
export class CustomAuthentication {
	readonly #parts: CustomAuthenticationParts;

	constructor(parts: CustomAuthenticationParts) {
		this.#parts = parts;
	}

	/** Undefined when nobody is to be asked about this client. */
	of(peer: Peer, connect: ConnectCredentials | undefined): Authentication | undefined {
		if (peer.certificateId !== undefined || peer.user !== undefined) return undefined;
		const context = contextOf(peer, connect);
		const shown = new ShownCredentials(context);
		const name = shown.authorizerName ?? this.#parts.authorizers.defaultName;
		if (name === undefined) return undefined;
		const token = (authorizer: Authorizer): Token => ({
			token: shown.token(authorizer.tokenKeyName),
			signature: shown.signature,
		});
		const authorizer = this.#parts.authorizers.find(name);
		const key = JSON.stringify([name, authorizer && token(authorizer)]);
		return {
			key: createHash("sha256").update(key).digest("base64"),
			ask: () => this.#admit(name, token, context),
		};
	}

	async #admit(name: string, token: (authorizer: Authorizer) => Token, context: ClientContext): Promise<Admission> {
		const ask = () => this.#ask(name, token, context);
		try {
			const answer = await ask();
			const { authorizerArn, enableCachingForHttp } = this.#parts.authorizers.describe(name);
			const { clock } = this.#parts;
			const scope = scopeOfArn(authorizerArn);
			const isCached = enableCachingForHttp;
			return new AuthorizedClient({ authorizerName: name, scope, clock, isCached, askAgain: ask, problemOf }, answer);
		} catch (error) {
			return problemOf(error);
		}
	}

	/** Rejects with AuthorizerProblem. */
	async #ask(
		name: string,
		token: (authorizer: Authorizer) => Token,
		context: ClientContext,
	): Promise<AuthorizerAnswer> {
		const { authorizers, behaviour } = this.#parts;
		const authorizer = authorizers.find(name);
		if (authorizer?.status !== "ACTIVE") {
			const is = authorizer === undefined ? "does not exist" : "is INACTIVE: UpdateAuthorizer can set it to ACTIVE";
			throw new AuthorizerProblem("refused", "authorizer-unknown", `Authorizer "${name.slice(0, 128)}" ${is}`);
		}
		const answer = await askAuthorizer(authorizer, token(authorizer), context, behaviour.hooks);
		if (answer.isAuthenticated) return answer;
		const reason = `Authorizer "${name}" says that the client is not authenticated (isAuthenticated: false)`;
		throw new AuthorizerProblem("refused", "authorizer-denied", reason);
	}
}

function contextOf({ http, overTls, domainName }: Peer, connect: ConnectCredentials | undefined): ClientContext {
	return {
		...(overTls && { tls: { serverName: domainName } }),
		...(http !== undefined && { http }),
		...(connect !== undefined && { mqtt: connect }),
	};
}

function problemOf(error: unknown): Problem {
	if (error instanceof AuthorizerProblem) return { code: error.code, reason: error.message };
	return { code: "authorizer-failed", reason: `The emulator failed to ask an authorizer: ${String(error)}` };
}
