import type { IoTClient } from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";

/** A client of the SDK, whichever service it is for. */
export interface SdkClient {
	readonly middlewareStack: { use(plugin: { applyToStack(stack: never): void }): void };
}

/** What calls pass through: of all clients alike, as long as nobody looks into inputs and outputs. */
export type CallStack = IoTClient["middlewareStack"];

/** Bytes of an answer; the API's largest, a page of policies with their documents, have some hundred thousand. */
const largestAnswer = 4_194_304;

/**
 * Makes each call of `client` whose answer is longer than any of AWS's reject with ToolError `endpoint-invalid`: the SDK itself would keep all
 * that comes in memory, for as long as it comes.
 */
export function boundAnswers(client: SdkClient, endpointUrl: string | undefined): void {
	client.middlewareStack.use({
		applyToStack: (stack: CallStack) =>
			stack.add(
				(next) => async (input) => {
					const result = await next(input);
					const response = result.response as { body?: unknown };
					if (isStream(response.body)) response.body = await readAll(response.body, endpointUrl ?? "AWS");
					return result;
				},
				// Nearest to the line: before anything reads the body.
				{ step: "deserialize", priority: "low", name: "thingsmithBoundedAnswer" },
			),
	});
}

async function readAll(body: AsyncIterable<Uint8Array>, who: string): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	// Leaving the loop by an error ends the connection.
	for await (const chunk of body) {
		length += chunk.length;
		if (length > largestAnswer) throw endless(who);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks, length);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function endless(who: string): ToolError {
	return new ToolError("endpoint-invalid", `${who} answered with more than ${largestAnswer} bytes: it is no AWS API`, {
		next: "see what listens there, and mend --endpoint-url (AWS_ENDPOINT_URL)",
	});
}
