import { encode } from "cborg";
import type { AwsError } from "../aws-error.js";
import type { Protocol } from "./protocol.js";
import { escapeXml } from "./xml.js";

export interface ErrorBody {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Uint8Array;
}

const xml = { "content-type": "text/xml" };

/** A refusal in the protocol its client speaks. `requestContentType` tells JSON 1.0 from 1.1. */
export function errorBody(
	error: AwsError,
	protocol: Protocol,
	requestId: string,
	requestContentType: string | undefined,
): ErrorBody {
	const { name, message } = error;
	const type = { "x-amzn-errortype": name };
	// XML codes are the names without their ending: NotImplemented, AccessDenied.
	const code = `<Code>${name.replace(/Exception$/, "")}</Code><Message>${escapeXml(message)}</Message>`;
	switch (protocol) {
		case "rest-json":
			return json(type, "application/json", { message, ...error.details });
		case "json": {
			const contentType = /^application\/x-amz-json-1\.[01]\b/.exec(requestContentType ?? "")?.[0];
			return json(type, contentType ?? "application/x-amz-json-1.1", { __type: name, message });
		}
		case "cbor": {
			const headers = { ...type, "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
			return { headers, body: encode({ __type: name, message }) };
		}
		case "ec2":
			return {
				headers: xml,
				body: `<Response><Errors><Error>${code}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
			};
		case "s3":
			return {
				headers: { "content-type": "application/xml" },
				body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${code}<RequestId>${requestId}</RequestId></Error>`,
			};
		default: {
			const inner = `<Error><Type>Sender</Type>${code}</Error><RequestId>${requestId}</RequestId>`;
			return { headers: xml, body: `<ErrorResponse>${inner}</ErrorResponse>` };
		}
	}
}

function json(headers: Readonly<Record<string, string>>, contentType: string, body: object): ErrorBody {
	return { headers: { ...headers, "content-type": contentType }, body: JSON.stringify(body) };
}
