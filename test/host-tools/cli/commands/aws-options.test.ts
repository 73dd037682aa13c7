import assert from "node:assert/strict";
import { awsSettings } from "../../../../host-tools/cli/commands/aws-options.js";

const nothing = { profile: undefined, region: undefined, endpointUrl: undefined, hasEnvironmentCredentials: false };

describe("awsSettings", () => {
	it("takes nothing for granted", () => {
		assert.deepEqual(awsSettings({}, {}), nothing);
		assert.deepEqual(awsSettings({}, { AWS_REGION: "", AWS_ENDPOINT_URL: "" }), nothing);
	});

	it("prefers the service's endpoint, and flags to both", () => {
		const env = { AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_IOT: "http://iot" };
		assert.equal(awsSettings({}, { AWS_ENDPOINT_URL: "http://all" }).endpointUrl, "http://all");
		assert.equal(awsSettings({}, env).endpointUrl, "http://iot");
		assert.equal(awsSettings({ endpointUrl: "http://flag" }, env).endpointUrl, "http://flag");
	});

	it("says whether the endpoint is the environment's, which has one for each service, or a flag's for all", () => {
		const env = { AWS_ENDPOINT_URL_IOT: "http://iot" };
		assert.equal(awsSettings({}, env).endpointIsConfigured, true);
		assert.equal(awsSettings({ endpointUrl: "http://flag" }, env).endpointIsConfigured, undefined);
	});

	it("leaves configured endpoints alone when told so", () => {
		const env = { AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
		assert.equal(awsSettings({}, env).endpointUrl, undefined);
	});

	it("takes AWS_REGION before AWS_DEFAULT_REGION", () => {
		const env = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-west-2" };
		assert.equal(awsSettings({}, env).region, "eu-west-1");
		assert.equal(awsSettings({}, { AWS_DEFAULT_REGION: "us-west-2" }).region, "us-west-2");
		assert.equal(awsSettings({ region: "eu-north-1" }, env).region, "eu-north-1");
	});

	it("refuses an endpoint of the environment that is no URL, and says how it is written", () => {
		for (const [value, meant] of [
			["127.0.0.1:4566", "http://127.0.0.1:4566"],
			["localhost:4566", "http://localhost:4566"],
			["ftp://x", "http://127.0.0.1:4566"],
		] as const) {
			for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_IOT"]) {
				const refused = {
					code: "endpoint-invalid",
					message: new RegExp(`^${name} is `),
					next: `write it as ${meant}, or unset it`,
				};
				assert.throws(() => awsSettings({}, { [name]: value }), refused);
			}
		}
	});

	it("refuses a profile that no file has", () => {
		const env = { HOME: "/no-such-home" };
		assert.throws(() => awsSettings({ profile: "none" }, env), { code: "profile-missing" });
		assert.throws(() => awsSettings({}, { ...env, AWS_PROFILE: "none" }), { code: "profile-missing" });
		assert.equal(awsSettings({}, { ...env, AWS_PROFILE: "default" }).profile, "default");
	});
});
