import type { ArnScope } from "../../arn.js";
import type { CustomIdentity, Problem } from "../../broker/principals.js";
import type { EmulatorClock } from "../../clock.js";
import type { AuthorizerAnswer } from "./authorizer-answer.js";
import { AuthorizerRights } from "./authorizer-rights.js";

export interface AuthorizedClientParts {
	readonly authorizerName: string;
	readonly scope: ArnScope;
	readonly clock: EmulatorClock;
	/** Whether its requests over one HTTP connection need one answer only, until the next is due. */
	readonly isCached: boolean;
	/** Asks once more. Rejects with the Problem when the client is let in no longer. */
	readonly askAgain: () => Promise<AuthorizerAnswer>;
	/** What that rejected with. */
	readonly problemOf: (error: unknown) => Problem;
}

/** A client that an authorizer let in: for how long, and with which rights until it is asked again. */
export class AuthorizedClient implements CustomIdentity {
	readonly principal: string;
	readonly rights: AuthorizerRights;
	readonly cachedUntil: number | undefined;
	readonly #parts: AuthorizedClientParts;
	readonly #endsAt: number;
	#refreshAt: number;

	constructor(parts: AuthorizedClientParts, answer: AuthorizerAnswer) {
		const { authorizerName, scope, clock, isCached } = parts;
		this.#parts = parts;
		this.principal = answer.principalId;
		this.rights = new AuthorizerRights(authorizerName, answer.principalId, scope);
		this.rights.replace(answer.policyDocuments);
		this.#endsAt = clock.now() + 1000 * answer.disconnectAfterInSeconds;
		this.#refreshAt = clock.now() + 1000 * answer.refreshAfterInSeconds;
		this.cachedUntil = isCached ? this.#refreshAt : undefined;
	}

	watch(end: (problem: Problem) => void): () => void {
		const { clock, authorizerName } = this.#parts;
		let isWatched = true;
		let cancelRefresh = () => {};
		const stop = (problem: Problem) => {
			if (isWatched) end(problem);
		};
		const refresh = async () => {
			try {
				const answer = await this.#parts.askAgain();
				this.rights.replace(answer.policyDocuments);
				this.#refreshAt = clock.now() + 1000 * answer.refreshAfterInSeconds;
				if (isWatched) arm();
			} catch (error) {
				stop(this.#parts.problemOf(error));
			}
		};
		const arm = () => {
			cancelRefresh = clock.at(this.#refreshAt, () => void refresh());
		};
		arm();
		const cancelEnd = clock.at(this.#endsAt, () => {
			const reason = `Disconnected: authorizer "${authorizerName}" gave the session no more time (disconnectAfterInSeconds)`;
			stop({ code: "authorizer-time", reason });
		});
		return () => {
			isWatched = false;
			cancelRefresh();
			cancelEnd();
		};
	}
}
