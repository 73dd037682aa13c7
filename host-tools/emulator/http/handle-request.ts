import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error.js";
import { awsOperations, ownOperations, ownPrefix } from "../services/services.js";
import { refuseWebPages } from "./guard.js";
import { describeMissingOperation } from "./missing-operations.js";
import type { Answer, ApiCall, ControlPlaneContext, Operation } from "./operation.js";
import { Query } from "./query.js";
import { parseBody, readBody } from "./read-body.js";
import { sendAnswer, sendError } from "./respond.js";
import { type Match, Router } from "./router.js";

const awsRouter = new Router(awsOperations);
const ownRouter = new Router(ownOperations);

/** Answers one request, whatever happens: never rejects. Refusals go to the journal. */
export async function handleRequest(
	request: IncomingMessage,
	response: ServerResponse,
	context: ControlPlaneContext,
	boundHost: string,
): Promise<void> {
	const { method = "", url = "" } = request;
	const mark = url.indexOf("?");
	const path = mark < 0 ? url : url.slice(0, mark);
	// Named in the journal also when it is refused before it is known to be an operation.
	const target: Target = { name: `${method} ${path.slice(0, 256)}`, certificateId: undefined };
	try {
		refuseWebPages(request.headers, boundHost);
		const query = new Query(mark < 0 ? "" : url.slice(mark + 1));
		const match = findOperation(method, path, query, request);
		target.name = match.route.name;
		target.certificateId = match.parameters.get("certificateId");
		sendAnswer(response, await perform(match, query, request, context));
	} catch (error) {
		sendError(response, refusal(error, target, context));
	}
}

type Target = { name: string; certificateId: string | undefined };

function findOperation(method: string, path: string, query: Query, request: IncomingMessage): Match<Operation> {
	if (path.startsWith(ownPrefix)) {
		const own = ownRouter.match(method, path);
		if (own) return own;
		const known = ownOperations.map((operation) => operation.name).join(", ");
		throw new AwsError("ResourceNotFoundException", `There is no ${method} ${path.slice(0, 256)}: there are ${known}`);
	}
	if (request.headers.authorization === undefined && !query.has("X-Amz-Signature")) {
		throw new AwsError(
			"MissingAuthenticationTokenException",
			"The request is not signed: any AWS credentials will do, e.g. AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test",
		);
	}
	const match = awsRouter.match(method, path);
	if (match) return match;
	throw new AwsError("NotImplementedException", describeMissingOperation(method, path));
}

async function perform(
	{ route, parameters }: Match<Operation>,
	query: Query,
	request: IncomingMessage,
	context: ControlPlaneContext,
): Promise<Answer> {
	const body = await readBody(request);
	const call: ApiCall = {
		operation: route.name,
		query,
		headers: request.headers,
		path: (name) => parameters.get(name) ?? "",
		body: () => parseBody(body),
	};
	const answer = await route.handle(call, context);
	// Reads wait too: what they saw may be a change that is not on disk yet.
	await context.registry.durable();
	return answer;
}

/** What the client is told, and the journal. The text of an unexpected error is for the journal alone. */
function refusal(error: unknown, { name, certificateId }: Target, { journal }: ControlPlaneContext): AwsError {
	const told =
		error instanceof AwsError
			? error
			: new AwsError("InternalFailureException", "The emulator failed: GET /_thingsmith/journal has the cause");
	const reason = told === error ? told.message : `${told.message}: ${String(error)}`;
	journal.add({
		plane: "control-plane",
		code: kebab(told.name.replace(/Exception$/, "")),
		reason,
		target: name,
		...(certificateId !== undefined && { certificateId: certificateId.slice(0, 66) }),
	});
	return told;
}

function kebab(name: string): string {
	return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
