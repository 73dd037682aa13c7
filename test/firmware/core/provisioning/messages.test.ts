import assert from "node:assert/strict";
import {
	parseCertificateReply,
	parseRegisterThingReply,
	parseRejection,
	registerThingRequest,
} from "../../../../firmware/core/provisioning/messages.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";

const encode = (value: unknown) => nodeTextCodec.encode(typeof value === "string" ? value : JSON.stringify(value));
const marked = "S3CRET-MARK";
const certificateId = "0123456789abcdef".repeat(4);
const accepted = {
	certificateId,
	certificatePem: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
	privateKey: `-----BEGIN RSA PRIVATE KEY-----\n${marked}\n-----END RSA PRIVATE KEY-----\n`,
	certificateOwnershipToken: `${marked}${"t".repeat(453)}`,
};

/** reply-invalid, and nothing of the reply in it. */
function isInvalid(error: Error & { code?: string; cause?: unknown }): boolean {
	return error.code === "reply-invalid" && !error.message.includes(marked) && error.cause === undefined;
}

describe("the accepted reply to a certificate request", () => {
	it("is read with a key, as CreateKeysAndCertificate answers, and without, as CreateCertificateFromCsr does", () => {
		const { certificatePem, privateKey, certificateOwnershipToken: ownershipToken } = accepted;
		const expected = { certificateId, certificatePem, privateKeyPem: privateKey, ownershipToken };
		assert.deepEqual(parseCertificateReply(encode(accepted), nodeTextCodec), expected);
		const { privateKey: _, ...fromCsr } = accepted;
		const reply = parseCertificateReply(encode({ ...fromCsr, more: 1 }), nodeTextCodec);
		assert.deepEqual(reply, { ...expected, privateKeyPem: undefined });
	});

	for (const [what, reply] of Object.entries({
		"no certificateId": { ...accepted, certificateId: undefined },
		"no certificatePem": { ...accepted, certificatePem: undefined },
		"no certificateOwnershipToken": { ...accepted, certificateOwnershipToken: undefined },
		"an empty certificateOwnershipToken": { ...accepted, certificateOwnershipToken: "" },
		"a privateKey that is no string": { ...accepted, privateKey: { marked } },
		"a certificateId in capitals": { ...accepted, certificateId: certificateId.toUpperCase() },
		"a certificateId that is too short": { ...accepted, certificateId: certificateId.slice(1) },
		"a certificateId that is no hex": { ...accepted, certificateId: `g${certificateId.slice(1)}` },
		"a token that does not fit": { ...accepted, certificateOwnershipToken: marked.repeat(400) },
		"an array": [accepted],
		null: null,
		"no JSON": `{"privateKey":"${marked}`,
		nothing: "",
	})) {
		it(`with ${what} is reply-invalid, and the error quotes nothing of it`, () => {
			assert.throws(() => parseCertificateReply(encode(reply), nodeTextCodec), isInvalid);
		});
	}

	it("that is not UTF-8 is reply-invalid", () => {
		assert.throws(() => parseCertificateReply(Uint8Array.of(0x7b, 0xff, 0x7d), nodeTextCodec), isInvalid);
	});
});

describe("the accepted reply to RegisterThing", () => {
	it("names the thing, with and without a device configuration", () => {
		const real = '{"deviceConfiguration":{},"thingName":"MAS-999999999"}';
		assert.equal(parseRegisterThingReply(encode(real), nodeTextCodec), "MAS-999999999");
		assert.equal(parseRegisterThingReply(encode({ thingName: "a:b_c-1" }), nodeTextCodec), "a:b_c-1");
		assert.equal(parseRegisterThingReply(encode({ thingName: "t".repeat(128) }), nodeTextCodec).length, 128);
	});

	it("without a name says that the template makes no thing", () => {
		assert.throws(() => parseRegisterThingReply(encode({ deviceConfiguration: {} }), nodeTextCodec), {
			code: "reply-invalid",
			message: /AWS::IoT::Thing/,
		});
	});

	for (const thingName of ["", 7, null, "t".repeat(129), "a/b", "a#", "a\u0000", "a b"]) {
		it(`with the name ${JSON.stringify(thingName)?.slice(0, 10)} is reply-invalid`, () => {
			assert.throws(() => parseRegisterThingReply(encode({ thingName }), nodeTextCodec), { code: "reply-invalid" });
		});
	}
});

describe("the request to RegisterThing", () => {
	it("holds token and parameters", () => {
		assert.equal(
			registerThingRequest("a token", { SerialNumber: "42" }),
			'{"certificateOwnershipToken":"a token","parameters":{"SerialNumber":"42"}}',
		);
	});
});

describe("a rejection", () => {
	const rejection = (statusCode: unknown) => ({ statusCode, errorCode: "Code", errorMessage: "Message" });
	for (const [statusCode, code] of [
		[400, "provisioning-rejected"],
		[403, "provisioning-rejected"],
		[404, "provisioning-rejected"],
		[429, "provisioning-throttled"],
		[499, "provisioning-rejected"],
		[500, "provisioning-throttled"],
		[503, "provisioning-throttled"],
		[599, "provisioning-throttled"],
		[600, "provisioning-rejected"],
		[undefined, "provisioning-rejected"],
		["429", "provisioning-throttled"],
	] as const) {
		it(`with statusCode ${JSON.stringify(statusCode)} is ${code}`, () => {
			assert.equal(parseRejection(encode(rejection(statusCode)), nodeTextCodec, "RegisterThing").code, code);
		});
	}

	it("says what AWS said, and about what", () => {
		const known = {
			statusCode: 400,
			errorCode: "InvalidParameters",
			errorMessage: "Cannot resolve reference value: AWS::Region",
		};
		const { message } = parseRejection(encode(known), nodeTextCodec, "$aws/topic");
		for (const part of ["$aws/topic", "400", known.errorCode, known.errorMessage]) assert.ok(message.includes(part));
	});

	it("does not fill the log, however long AWS's words are", () => {
		const long = { statusCode: 500, errorCode: "E".repeat(4000), errorMessage: "M".repeat(4000) };
		assert.ok(parseRejection(encode(long), nodeTextCodec, "RegisterThing").message.length < 700);
	});

	it("that is not JSON is reply-invalid", () => {
		assert.throws(() => parseRejection(encode("Bad Request"), nodeTextCodec, "RegisterThing"), isInvalid);
	});

	it("takes a rejection with members of any kind for final, without quoting them", () => {
		for (const odd of [{ toString: 1 }, [], null, true, {}]) {
			const payload = Buffer.from(JSON.stringify({ statusCode: odd, errorCode: odd, errorMessage: odd }));
			assert.equal(parseRejection(payload, nodeTextCodec, "RegisterThing").code, "provisioning-rejected");
		}
	});
});
