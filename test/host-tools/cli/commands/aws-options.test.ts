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
});
