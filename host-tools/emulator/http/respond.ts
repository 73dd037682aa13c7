import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { AwsError } from "../aws-error.js";
import { type Answer, TextAnswer } from "./operation.js";

/** Status 200 with the answer. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
	if (answer === undefined) send(response, 200, {}, "");
	else if (answer instanceof TextAnswer) send(response, 200, { "content-type": answer.contentType }, answer.text);
	else sendJson(response, 200, {}, answer);
}

/** An exception as restJson1 has it: the name in a header, the message and its other members in the body. */
export function sendError(response: ServerResponse, error: AwsError): void {
	const headers: Record<string, string> = { "x-amzn-errortype": error.name };
	// The rest of a body that is too long stays unread: this connection cannot carry another request.
	if (error.name === "RequestEntityTooLargeException") headers.connection = "close";
	sendJson(response, error.status, headers, { message: error.message, ...error.details });
}

function sendJson(response: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
	send(response, status, { ...headers, "content-type": "application/json" }, JSON.stringify(body));
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, text: string): void {
	// The client may have gone, or the emulator may be ending.
	if (response.destroyed || response.headersSent) return;
	response.writeHead(status, {
		...headers,
		"content-length": Buffer.byteLength(text),
		"x-amzn-requestid": randomUUID(),
	});
	response.end(text);
}
