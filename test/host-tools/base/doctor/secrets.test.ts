import assert from "node:assert/strict";
import fc from "fast-check";
import { isSecretName, Secrets } from "../../../../host-tools/base/doctor/secrets.js";

/** As people, servers and programs write it. */
function spelled(secret: string, before: string): readonly string[] {
	const text = `${before}${secret} behind`;
	return [text, JSON.stringify(text), encodeURIComponent(text), Buffer.from(text).toString("hex"), base64(text)];
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("Secrets", () => {
	it("takes known ones out of texts at any depth, in every spelling", () => {
		const secrets = fc
			.string({ minLength: 12, maxLength: 60, unit: "grapheme-ascii" })
			.filter((one) => one.trim() === one);
		fc.assert(
			fc.property(secrets, fc.constantFrom("", "a", "bc", "def"), (secret, before) => {
				for (const text of spelled(secret, before)) {
					const [cleaned = ""] = new Secrets([secret]).removeFrom({ a: [text] }).a;
					assert.ok(!cleaned.includes(secret), cleaned);
					const bytes = Buffer.from(secret);
					// What is left of it may be a character at each end that its neighbours have a part in.
					for (const encoding of ["hex", "base64"] as const) {
						assert.ok(!Buffer.from(cleaned, encoding).includes(bytes), `${encoding}: ${cleaned}`);
					}
				}
			}),
		);
	});

	it("leaves what is no secret, and numbers, as they are", () => {
		const value = { text: "nothing here", number: 1, none: null, list: ["arn:aws:iot:us-east-1:1:thing/x", true] };
		assert.deepEqual(new Secrets(["another", ""]).removeFrom(value), value);
		assert.deepEqual(new Secrets([]).removeFrom(value), value);
	});

	it("takes out what looks like a secret though nobody knew it", () => {
		const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
		const clean = (text: string) => new Secrets([]).removeFrom(text);
		assert.equal(clean(`key ${pem}!`), "key (removed)!");
		assert.equal(clean("-----BEGIN PRIVATE KEY-----\nbroken off"), "(removed)");
		assert.equal(clean("http://me:word@host:1/x"), "http://(removed)@host:1/x");
		assert.equal(
			clean("http://h/?a=1&X-Amz-Security-Token=abc&b=2"),
			"http://h/?a=1&X-Amz-Security-Token=(removed)&b=2",
		);
		assert.equal(clean("AKIAIOSFODNN7EXAMPLE"), "AKIA…MPLE");
	});
});

describe("isSecretName", () => {
	it("knows what secrets are called, and what is only near them", () => {
		const secret = [
			"AWS_SECRET_ACCESS_KEY",
			"AWS_SESSION_TOKEN",
			"THINGSMITH_WIFI_PASSWORD",
			"GITHUB_TOKEN",
			"API_KEY",
		];
		for (const name of secret) assert.ok(isSecretName(name), name);
		for (const name of ["AWS_REGION", "PATH", "MODDABLE", "region", "role_arn", "AWS_SHARED_CREDENTIALS_FILE"])
			assert.ok(!isSecretName(name), name);
	});
});
