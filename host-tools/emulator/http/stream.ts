import type { ServerResponse } from "node:http";
import type { StreamAnswer } from "./operation.js";

/** Bytes that the client of a stream may leave unread. */
const mostUnread = 1024 * 1024;

/** Status 200, and then what the answer sends, until it ends or the client goes. */
export function sendStream(response: ServerResponse, { contentType, start }: StreamAnswer): void {
	response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" });
	// What a client asks for and does not read costs no more than this.
	const send = (text: string) => {
		if (response.destroyed || response.writableLength > mostUnread) return false;
		response.write(text);
		return true;
	};
	const stop = start({ send, end: () => response.destroy() });
	response.once("close", stop);
}
