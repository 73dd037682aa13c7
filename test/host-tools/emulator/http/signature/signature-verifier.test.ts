import assert from "node:assert/strict";
import fc from "fast-check";
import { SignatureProblem } from "../../../../../host-tools/emulator/http/signature/signature-problem.js";
import { SignatureVerifier } from "../../../../../host-tools/emulator/http/signature/signature-verifier.js";
import type { WireRequest } from "../../../../../host-tools/emulator/http/signature/signed-request.js";
import { signerFor } from "../../../../support/sign.js";

const key = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const temporary = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token/with+marks==" };
const noon = Date.parse("2026-03-04T12:00:00Z");
const minutes = 60_000;

interface Sent {
	readonly method?: string;
	readonly path?: string;
	readonly query?: Record<string, string | string[]>;
	readonly headers?: Record<string, string>;
	readonly body?: string;
}

/** As the SDK puts a request on the wire. */
function wire({ method, path, query, headers }: Required<Omit<Sent, "body">>): WireRequest {
	const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
	const encode = (text: string) =>
		encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
	const search = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
	return { method, url: search === "" ? path : `${path}?${search}`, rawHeaders: Object.entries(headers).flat() };
}

async function signed(
	{ method = "GET", path = "/things", query = {}, headers = {}, body = "" }: Sent,
	{ credentials = key, at = noon, service = "iot" } = {},
): Promise<WireRequest> {
	const all = { host: "127.0.0.1:4566", ...headers };
	const request = { method, protocol: "http:", hostname: "127.0.0.1", path, query, headers: all, body };
	const result = await signerFor(service, credentials).sign(request, { signingDate: new Date(at) });
	return wire({ method, path, query, headers: result.headers });
}

describe("SignatureVerifier", () => {
	const verifier = new SignatureVerifier({ accessKeys: [key, temporary], now: () => noon });
	const verify = (request: WireRequest, body = "") => verifier.verify(request, Buffer.from(body));
	const problem = (fault: string, message: RegExp) => (error: unknown) => {
		assert.ok(error instanceof SignatureProblem, String(error));
		assert.equal(error.fault, fault);
		assert.match(error.message, message);
		return true;
	};
	const mismatch = problem("mismatch", /^The request signature we calculated does not match/);

	it("takes what AWS's own signer signs, whatever is in path, query and body", async () => {
		const text = fc.string({ unit: "binary", maxLength: 12 }).filter((one) => !/[\uD800-\uDFFF]/.test(one));
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					text.filter((one) => one !== ""),
					{ maxLength: 4 },
				),
				fc.dictionary(
					text.filter((one) => !["", "__proto__"].includes(one) && !one.startsWith("X-Amz-")),
					text,
					{ maxKeys: 4 },
				),
				text,
				async (segments, query, body) => {
					const path = `/${segments.map(encodeURIComponent).join("/")}`;
					verify(await signed({ method: "POST", path, query, body }), body);
				},
			),
			{ numRuns: 200 },
		);
	});

	it("takes paths with dots and slashes, repeated parameters, and several spaces in a header", async () => {
		verify(await signed({ path: "/a//b/../c/./d/" }));
		verify(await signed({ query: { b: ["2", "1"], a: "x", "a-b": "y" } }));
		verify(await signed({ headers: { "x-note": "  two   spaces  " } }));
	});

	it("takes what botocore signed, which hashes the body and says so nowhere", () => {
		// Made with botocore 1.44.8: SigV4Auth, and SigV4QueryAuth with the session token `tok+en/=`.
		const signature = "2d153dad04afeb743d859b62bbe5da158ee278a3e42400de5e309f78b5517016";
		const rawHeaders = [
			...["Host", "127.0.0.1:4566", "Content-Type", "application/json", "X-Amz-Date", "20260304T120000Z"],
			"Authorization",
			`AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260304/us-east-1/iot/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=${signature}`,
		];
		const request = { method: "POST", url: "/things/a%3Ab%20c", rawHeaders };
		verify(request, '{"a":1}');
		assert.throws(() => verify(request, '{"a":2}'), mismatch);
		const url =
			"/mqtt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260304%2Fus-east-1%2Fiotdevicegateway%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=tok%2Ben%2F%3D&X-Amz-Signature=e9a3b36f030aefe15dff754feea89a5bdf4a726f8a03588aa6d40d61671aa5ab";
		const accessKeys = [{ ...key, sessionToken: "tok+en/=" }];
		const withToken = new SignatureVerifier({ accessKeys, now: () => noon });
		withToken.verify({ method: "GET", url, rawHeaders: ["Host", "127.0.0.1:4566"] }, Buffer.alloc(0));
	});

	it("refuses a body, path, query, header or method that is not the signed one", async () => {
		const sent = { method: "POST", path: "/things/t", query: { q: "1" }, headers: { "x-note": "n" }, body: "{}" };
		const request = await signed(sent);
		verify(request, "{}");
		assert.throws(() => verify({ ...request, method: "PUT" }, "{}"), mismatch);
		assert.throws(() => verify({ ...request, url: "/things/u?q=1" }, "{}"), mismatch);
		assert.throws(() => verify({ ...request, url: "/things/t?q=2" }, "{}"), mismatch);
		const rawHeaders = request.rawHeaders.map((value) => (value === "n" ? "m" : value));
		assert.throws(() => verify({ ...request, rawHeaders }, "{}"), mismatch);
		assert.throws(() => verify(request, "[]"), problem("mismatch", /'x-amz-content-sha256' header does not match/));
	});

	it("takes an unsigned body where the client says so, and no signature in parts", async () => {
		const hash = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
		verify(await signed({ method: "POST", headers: hash, body: "a" }), "b");
		const streaming = { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" };
		const request = await signed({ method: "POST", headers: streaming });
		assert.throws(() => verify(request), problem("mismatch", /not supported/));
	});

	it("refuses unknown keys and wrong secrets, each in AWS's words", async () => {
		const stranger = await signed({}, { credentials: { ...key, accessKeyId: "AKIDOTHER" } });
		assert.throws(
			() => verify(stranger),
			problem("unknown-key", /^The security token included in the request is invalid\.$/),
		);
		assert.throws(
			verify.bind(undefined, await signed({}, { credentials: { ...key, secretAccessKey: "no" } })),
			mismatch,
		);
	});

	it("wants the session token of temporary credentials, and of others none", async () => {
		verify(await signed({}, { credentials: temporary }));
		const { sessionToken: _, ...without } = temporary;
		const invalid = problem("unknown-key", /security token/);
		for (const credentials of [without, { ...temporary, sessionToken: "other" }, { ...key, sessionToken: "any" }]) {
			const request = await signed({}, { credentials });
			assert.throws(() => verify(request), invalid);
		}
	});

	it("allows clocks to differ by fifteen minutes", async () => {
		for (const at of [noon - 15 * minutes, noon + 15 * minutes]) verify(await signed({}, { at }));
		const early = await signed({}, { at: noon - 15 * minutes - 1000 });
		const expired =
			/^Signature expired: 20260304T114459Z is now earlier than 20260304T114500Z \(20260304T120000Z - 15 min\.\)$/;
		assert.throws(() => verify(early), problem("mismatch", expired));
		const late = await signed({}, { at: noon + 15 * minutes + 1000 });
		const notYet =
			/^Signature not yet current: 20260304T121501Z is still later than 20260304T121500Z \(20260304T120000Z \+ 15 min\.\)$/;
		assert.throws(() => verify(late), problem("mismatch", notYet));
	});

	it("takes a URL that was signed ahead for as long as it says", async () => {
		const presigned = async (expiresIn: number, at: number) => {
			const request = { method: "GET", protocol: "http:", hostname: "h", path: "/things", query: { q: "a b" } };
			const signer = signerFor("iot", temporary);
			const { query = {} } = await signer.presign(
				{ ...request, headers: { host: "h" } },
				{ expiresIn, signingDate: new Date(at) },
			);
			return wire({ method: "GET", path: "/things", query: query as Record<string, string>, headers: { host: "h" } });
		};
		verify(await presigned(60, noon));
		verify(await presigned(7200, noon - 7_200_000));
		const old = await presigned(60, noon - 61_000);
		assert.throws(() => verify(old), problem("mismatch", /^Signature expired: .* - 60 s\.\)$/));
	});

	it("says what is missing", async () => {
		const { method, url, rawHeaders } = await signed({});
		const headers = (change: (authorization: string) => string) =>
			rawHeaders.map((value, index) => (rawHeaders[index - 1] === "authorization" ? change(value) : value));
		const incomplete = (rawHeaders: readonly string[], message: RegExp) =>
			assert.throws(() => verify({ method, url, rawHeaders }), problem("incomplete", message));
		incomplete(
			headers((text) => text.replace(/Credential=\S+ /, "")),
			/requires 'Credential' parameter/,
		);
		incomplete(
			headers((text) => text.replace(/Signature=.*/, "")),
			/requires 'Signature' parameter/,
		);
		incomplete(
			headers((text) => text.replace("/iot/aws4_request", "")),
			/^Credential must be/,
		);
		incomplete(
			headers(() => "Basic dGVzdDp0ZXN0"),
			/must begin with AWS4-HMAC-SHA256/,
		);
	});

	it("wants the date of the credential to be that of the request, and the host to be signed", async () => {
		const { method, url, rawHeaders } = await signed({});
		const other = rawHeaders.map((value) => value.replace("/20260304/", "/20260305/"));
		const message =
			/^Date in Credential scope does not match YYYYMMDD .*'20260305' != '20260304', from '20260304T120000Z'\.$/;
		assert.throws(() => verify({ method, url, rawHeaders: other }), problem("mismatch", message));
	});
});
