import type { IncomingMessage } from "node:http";

/** What an offer of HTTP/2 adds to a request, which no intermediary may pass on (RFC 7540, 3.2.1). */
const offered = ["upgrade", "http2-settings"];

/** Whether a request wants to go on as a WebSocket. Any other offer may be ignored (RFC 9110, 7.8), and AWS knows no other. */
export function asksForWebSocket({ headers }: Pick<IncomingMessage, "headers">): boolean {
	return protocolsIn(headers.upgrade).includes("websocket");
}

/**
 * The bytes of a request as it is without its offer to upgrade; `head` is what came behind its headers. Node ends its own parsing at a request
 * that offers to upgrade: these begin it anew.
 */
export function withoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage, head: Buffer): Buffer {
	const lines = [`${method} ${url} HTTP/${httpVersion}`];
	for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
		const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
		if (offered.includes(name.toLowerCase())) continue;
		lines.push(`${name}: ${name.toLowerCase() === "connection" ? connectionOptions(value) : value}`);
	}
	return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]);
}

function connectionOptions(value: string): string {
	return value
		.split(",")
		.filter((option) => !offered.includes(option.trim().toLowerCase()))
		.join(",");
}

function protocolsIn(upgrade = ""): readonly string[] {
	return upgrade.split(",").map((protocol) => protocol.trim().toLowerCase());
}
