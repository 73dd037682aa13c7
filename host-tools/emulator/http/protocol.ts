import type { IncomingHttpHeaders } from "node:http";
import type { Query } from "./query.js";

/** How AWS's services speak (Smithy: protocols of AWS). AWS IoT is `rest-json`. */
export type Protocol = "rest-json" | "json" | "cbor" | "query" | "ec2" | "rest-xml" | "s3";

const xmlServices: Readonly<Record<string, Protocol>> = Object.freeze({
	ec2: "ec2",
	s3: "s3",
	s3express: "s3",
	"s3-outposts": "s3",
	route53: "rest-xml",
	cloudfront: "rest-xml",
});

/** The protocol of a request, so that its client can read the refusal. `service` is the signing name. */
export function protocolOf(
	headers: IncomingHttpHeaders,
	{ path, query }: { readonly path: string; readonly query: Query },
	service: string | undefined,
): Protocol {
	if (headers["smithy-protocol"] === "rpc-v2-cbor") return "cbor";
	if (headers["x-amz-target"] !== undefined) return "json";
	if (service !== undefined && Object.hasOwn(xmlServices, service)) return xmlServices[service] ?? "rest-xml";
	// Forms are posted to the root; elsewhere that type is what curl says of a body when it is told nothing.
	const isForm = path === "/" && (headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false);
	return isForm || query.has("Action") ? "query" : "rest-json";
}
