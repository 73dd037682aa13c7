import assert from "node:assert/strict";
import fc from "fast-check";
import { XsbugReader } from "../../../../host-tools/moddable/simulator/xsbug-reader.js";

const stream =
	'\r\n<xsbug><login name="mc" value="XS"/></xsbug>\r\n\r\n<xsbug><log>thingsmith {&#34;event&#34;:&quot;state&quot;}\n</log></xsbug>\r\n' +
	"\r\n<xsbug><samples>1,2,3</samples></xsbug>\r\n\r\n<xsbug><log>one </log></xsbug>\r\n\r\n<xsbug><log>line &lt;&amp;&gt;\nnext\nrest</log></xsbug>\r\n" +
	'\r\n<xsbug><break path="main.ts" line="7">unhandled exception</break></xsbug>\r\n';

function read(chunks: readonly string[]) {
	const seen: string[] = [];
	const reader = new XsbugReader({
		onLine: (line) => seen.push(`line ${line}`),
		onLogin: () => seen.push("login"),
		onBreak: (message) => seen.push(`break ${message}`),
	});
	for (const chunk of chunks) reader.push(chunk);
	return seen;
}

const expected = [
	"login",
	'line thingsmith {"event":"state"}',
	"line one line <&>",
	"line next",
	"break unhandled exception",
];

describe("XsbugReader", () => {
	it("finds logins, whole lines and breaks, and passes the rest over", () => {
		assert.deepEqual(read([stream]), expected);
	});

	it("finds the same wherever the stream is cut", () => {
		fc.assert(
			fc.property(fc.array(fc.nat(stream.length)), (positions) => {
				const cuts = [0, ...positions.sort((a, b) => a - b), stream.length];
				const chunks = cuts.slice(1).map((end, index) => stream.slice(cuts[index], end));
				assert.deepEqual(read(chunks), expected);
			}),
		);
	});

	it("does not keep an element without end", () => {
		const endless = `<log>${"x".repeat(1 << 20)}`;
		assert.deepEqual(read([endless, "<login/>"]), ["login"]);
	});
});
