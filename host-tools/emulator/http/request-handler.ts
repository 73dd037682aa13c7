import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error.js";
import type { RefusalJournal } from "../journal.js";
import { refuseWebPages } from "./guard.js";
import { describeMissingOperation } from "./missing-operations.js";
import { type Answer, type ApiCall, type Operation, ownPrefix } from "./operation.js";
import { Query } from "./query.js";
import { parseBody, readBody } from "./read-body.js";
import { sendAnswer, sendError } from "./respond.js";
import { type Match, Router } from "./router.js";

export interface RequestHandlerOptions {
	/** AWS's, and those below `ownPrefix`. */
	readonly operations: readonly Operation[];
	readonly journal: RefusalJournal;
	/** Resolves when everything changed so far survives a kill -9. */
	readonly durable: () => Promise<void>;
	/** Address the server is bound to. */
	readonly boundHost: string;
}

/** Named in the journal also when it is refused before it is known to be an operation. */
type Target = { name: string; certificateId: string | undefined };

/** Answers HTTP requests. Refusals go to the journal. */
export class RequestHandler {
	readonly #options: RequestHandlerOptions;
	readonly #awsRouter: Router<Operation>;
	readonly #ownRouter: Router<Operation>;
	readonly #ownNames: string;

	constructor(options: RequestHandlerOptions) {
		const own = options.operations.filter(({ path }) => path.startsWith(ownPrefix));
		this.#options = options;
		this.#awsRouter = new Router(options.operations.filter((operation) => !own.includes(operation)));
		this.#ownRouter = new Router(own);
		this.#ownNames = own.map(({ name }) => name).join(", ");
	}

	/** Answers one request, or ends its connection where even a refusal fails. Never rejects. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = "", url = "" } = request;
		const mark = url.indexOf("?");
		const path = mark < 0 ? url : url.slice(0, mark);
		const target: Target = { name: `${method} ${path.slice(0, 256)}`, certificateId: undefined };
		try {
			refuseWebPages(request.headers, this.#options.boundHost);
			const query = new Query(mark < 0 ? "" : url.slice(mark + 1));
			const match = this.#find(method, path, query, request);
			target.name = match.route.name;
			target.certificateId = match.parameters.get("certificateId");
			sendAnswer(response, await this.#perform(match, query, request));
		} catch (error) {
			this.#refuse(response, error, target);
		}
	}

	#refuse(response: ServerResponse, error: unknown, target: Target): void {
		try {
			sendError(response, this.#refusal(error, target));
		} catch {
			// Without an answer the client would wait until its own deadline.
			response.destroy();
		}
	}

	#find(method: string, path: string, query: Query, request: IncomingMessage): Match<Operation> {
		if (path.startsWith(ownPrefix)) {
			const own = this.#ownRouter.match(method, path);
			if (own) return own;
			const asked = `${method} ${path.slice(0, 256)}`;
			throw new AwsError("ResourceNotFoundException", `There is no ${asked}: there are ${this.#ownNames}`);
		}
		if (request.headers.authorization === undefined && !query.has("X-Amz-Signature")) {
			throw new AwsError(
				"MissingAuthenticationTokenException",
				"The request is not signed: any AWS credentials will do, e.g. AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test",
			);
		}
		const match = this.#awsRouter.match(method, path);
		if (match) return match;
		throw new AwsError("NotImplementedException", describeMissingOperation(method, path));
	}

	async #perform({ route, parameters }: Match<Operation>, query: Query, request: IncomingMessage): Promise<Answer> {
		const body = await readBody(request);
		const call: ApiCall = {
			operation: route.name,
			query,
			headers: request.headers,
			path: (name) => parameters.get(name) ?? "",
			body: () => parseBody(body),
		};
		const answer = await route.handle(call);
		// Reads wait too: what they saw may be a change that is not on disk yet.
		await this.#options.durable();
		return answer;
	}

	/** What the client is told, and the journal. The text of an unexpected error is for the journal alone. */
	#refusal(error: unknown, { name, certificateId }: Target): AwsError {
		const told =
			error instanceof AwsError
				? error
				: new AwsError("InternalFailureException", "The emulator failed: GET /_thingsmith/journal has the cause");
		const reason = told === error ? told.message : `${told.message}: ${String(error)}`;
		this.#options.journal.add({
			plane: "control-plane",
			code: kebab(told.name.replace(/Exception$/, "")),
			reason,
			target: name,
			...(certificateId !== undefined && { certificateId: certificateId.slice(0, 66) }),
		});
		return told;
	}
}

function kebab(name: string): string {
	return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
