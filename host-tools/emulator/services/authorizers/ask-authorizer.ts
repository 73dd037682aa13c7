import { randomUUID } from "node:crypto";
import type { HookSettings } from "../../behaviour.js";
import { callFunction } from "../../functions/call-function.js";
import { FunctionProblem } from "../../functions/function-target.js";
import type { Authorizer } from "./authorizer.js";
import { type AuthorizerAnswer, readAuthorizerAnswer } from "./authorizer-answer.js";
import type { ClientContext } from "./shown-credentials.js";
import { isSignedToken } from "./verify-token.js";

/** Why an authorizer lets nobody in. */
export class AuthorizerProblem extends Error {
	/** `refused`: the client is to blame; `failed`: the function. */
	readonly kind: "refused" | "failed";
	/** For the journal. */
	readonly code: string;

	constructor(kind: AuthorizerProblem["kind"], code: string, message: string) {
		super(message);
		this.kind = kind;
		this.code = code;
	}
}

/** What is verified before the function is asked. */
export interface Token {
	readonly token: string | undefined;
	/** base64 */
	readonly signature: string | undefined;
}

/**
 * Asks the authorizer's function about a client; where tokens are signed, only about one whose token is. Throws AuthorizerProblem, whose message
 * holds nothing of what the client shows.
 */
export async function askAuthorizer(
	authorizer: Authorizer,
	{ token, signature }: Token,
	context: ClientContext,
	hooks: HookSettings,
): Promise<AuthorizerAnswer> {
	const which = `Authorizer "${authorizer.authorizerName}"`;
	const signatureVerified = !authorizer.signingDisabled;
	if (signatureVerified) checkToken(authorizer, { token, signature }, which);
	const event = {
		...(token !== undefined && { token }),
		signatureVerified,
		protocols: (["tls", "http", "mqtt"] as const).filter((name) => context[name] !== undefined),
		protocolData: dataOf(context),
		connectionMetadata: { id: randomUUID() },
	};
	try {
		return readAuthorizerAnswer(await callFunction(authorizer.authorizerFunctionArn, event, hooks));
	} catch (error) {
		if (error instanceof FunctionProblem) {
			throw new AuthorizerProblem("failed", error.code, `${which} cannot be called: ${error.message}`);
		}
		const why = error instanceof Error ? error.message : "it threw something that is no Error";
		throw new AuthorizerProblem("failed", "authorizer-failed", `${which} failed: ${why}`);
	}
}

function checkToken(authorizer: Authorizer, { token, signature }: Token, which: string): void {
	const refuse = (why: string) => {
		throw new AuthorizerProblem("refused", "authorizer-token", `${which} ${why}: its function was not asked`);
	};
	const key = authorizer.tokenKeyName;
	if (token === undefined) refuse(`wants a token, called ${key}, and there is none`);
	else if (signature === undefined) {
		refuse("wants the token signed, and there is no x-amz-customauthorizer-signature");
	} else if (!isSignedToken(authorizer, token, signature)) {
		refuse("has no key that signed this token; is the signature URL-encoded?");
	}
}

function dataOf({ tls, http, mqtt }: ClientContext): object {
	return {
		...(tls !== undefined && { tls: tls.serverName === undefined ? {} : { serverName: tls.serverName } }),
		...(http !== undefined && { http }),
		...(mqtt !== undefined && {
			mqtt: {
				...(mqtt.username !== undefined && { username: mqtt.username }),
				...(mqtt.password !== undefined && { password: Buffer.from(mqtt.password).toString("base64") }),
				...(mqtt.clientId !== undefined && { clientId: mqtt.clientId }),
			},
		}),
	};
}
