import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { AwsError } from "../aws-error.js";
import { errorBody } from "./error-body.js";
import { type Answer, StreamAnswer, TextAnswer } from "./operation.js";
import type { Protocol } from "./protocol.js";
import { sendStream } from "./stream.js";

/** Status 200 with the answer. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
	const requestId = randomUUID();
	if (answer === undefined) send(response, 200, requestId, {}, "");
	else if (answer instanceof TextAnswer) {
		send(response, 200, requestId, { "content-type": answer.contentType }, answer.text);
	} else if (answer instanceof StreamAnswer) sendStream(response, answer);
	else send(response, 200, requestId, { "content-type": "application/json" }, JSON.stringify(answer));
}

/** An exception in the protocol of its request. */
export function sendError(response: ServerResponse, error: AwsError, status: number, protocol: Protocol): void {
	const requestId = randomUUID();
	const { headers, body } = errorBody(error, protocol, requestId, response.req.headers["content-type"]);
	// The rest of a body that is too long stays unread: this connection cannot carry another request.
	const closing = error.name === "RequestEntityTooLargeException" ? { connection: "close" } : {};
	send(response, status, requestId, { ...headers, ...closing }, body);
}

function send(
	response: ServerResponse,
	status: number,
	requestId: string,
	headers: Readonly<Record<string, string>>,
	body: string | Uint8Array,
): void {
	// The client may have gone, or the emulator may be ending.
	if (response.destroyed || response.headersSent) return;
	response.writeHead(status, {
		...headers,
		"content-length": Buffer.byteLength(body),
		"x-amzn-requestid": requestId,
	});
	response.end(body);
}
