import assert from "node:assert/strict";
import { openSerialLink } from "../../../../host-tools/board/serial/open-serial-link.js";

describe("openSerialLink", () => {
	const options = { baudRate: 115_200, signal: new AbortController().signal };

	for (const [port, next] of [
		["127.0.0.1:5555", /write tcp:\/\/127\.0\.0\.1:5555 /],
		["http://board:4000", /write tcp:\/\/board:4000 .*rfc2217:\/\/board:4000/],
		["[::1]:5555", /write tcp:\/\/\[::1\]:5555 /],
		["ftp://board", /tcp:\/\/HOST:PORT/],
	] as const) {
		it(`says how ${port} is written`, async () => {
			await assert.rejects(openSerialLink(port, options), { code: "usage", next });
		});
	}
});
