import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { HookSettings } from "../../behaviour.js";
import type { Members } from "../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { checkLength } from "../checks.js";
import { AuthorizerProblem, askAuthorizer } from "./ask-authorizer.js";
import type { Authorizers } from "./authorizers.js";
import type { ClientContext } from "./shown-credentials.js";

export interface TestInvokeParts {
	readonly authorizers: Authorizers;
	readonly hooks: HookSettings;
}

/** Asks an authorizer as a client's connection would, an INACTIVE one as well (guessed). */
export function testInvokeOperation(parts: TestInvokeParts): Operation {
	return {
		name: "TestInvokeAuthorizer",
		method: "POST",
		path: "/authorizer/{authorizerName}/test",
		handle: (call) => test(parts, call),
	};
}

async function test({ authorizers, hooks }: TestInvokeParts, { path, body }: ApiCall): Promise<Answer> {
	const members = body();
	const authorizer = authorizers.describe(path("authorizerName"));
	const [token, signature] = [members.string("token"), members.string("tokenSignature")];
	if (token !== undefined) checkLength("token", token, 1, 6144);
	if (signature !== undefined && !/^[A-Za-z0-9+/]{1,2558}={0,2}$/.test(signature)) {
		throw invalidRequest(`tokenSignature must be base64, 1 to 2560 characters: it is ${quote(signature.slice(0, 20))}`);
	}
	const context = contextIn(members);
	try {
		const { policyDocuments, ...answer } = await askAuthorizer(authorizer, { token, signature }, context, hooks);
		return { ...answer, policyDocuments };
	} catch (error) {
		if (!(error instanceof AuthorizerProblem)) throw error;
		// Which of them AWS answers is not known.
		throw new AwsError(error.kind === "failed" ? "InvalidResponseException" : "UnauthorizedException", error.message);
	}
}

function contextIn(members: Members): ClientContext {
	const http = members.object("httpContext");
	const mqtt = members.object("mqttContext");
	const tls = members.object("tlsContext");
	return {
		...(tls && { tls: { serverName: tls.string("serverName") } }),
		...(http && { http: { headers: http.strings("headers") ?? {}, queryString: http.string("queryString") ?? "" } }),
		...(mqtt && {
			mqtt: {
				username: mqtt.string("username"),
				password: passwordIn(mqtt),
				clientId: mqtt.string("clientId"),
			},
		}),
	};
}

/** A blob, which SDKs send as base64. */
function passwordIn(mqtt: Members): Uint8Array | undefined {
	const text = mqtt.string("password");
	return text === undefined ? undefined : Buffer.from(text, "base64");
}
