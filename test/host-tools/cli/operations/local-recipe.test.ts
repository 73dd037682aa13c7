import assert from "node:assert/strict";
import { localRecipe } from "../../../../host-tools/cli/operations/local-recipe.js";

const facts = {
	endpointUrl: "http://127.0.0.1:4566",
	template: { templateName: "thingsmith", parameters: ["SerialNumber"] },
	region: "eu-west-1",
	durable: false,
	otherHosts: [],
	mqttHost: "127.0.0.1",
	httpsPort: 8443,
	credentials: undefined,
	platform: "linux" as NodeJS.Platform,
};
const account = "AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1";

describe("localRecipe()", () => {
	it("needs one line before our own commands on loopback, and has the account for other clients", () => {
		const text = localRecipe(facts);
		assert.match(text, /here:\n\n {2}export AWS_ENDPOINT_URL_IOT=http:\/\/127\.0\.0\.1:4566\n {2}thingsmith claim/);
		assert.ok(text.indexOf("  thingsmith watch") < text.indexOf(account));
		assert.doesNotMatch(text, /other machines|\n\n\n/);
	});

	it("names the account first where the endpoint is an address that our own commands take for AWS's", () => {
		const otherHosts = ["192.168.1.5", "box.local"];
		const text = localRecipe({ ...facts, endpointUrl: "http://192.168.1.5:4566", mqttHost: "192.168.1.5", otherHosts });
		assert.ok(text.indexOf(account) < text.indexOf("  thingsmith claim"));
		assert.equal(text.split(account).length, 2);
		assert.match(text, /From other machines and containers: http:\/\/192\.168\.1\.5:4566\..*192\.168\.1\.5\.\n/);
		assert.match(text, /also holds box\.local; --name/);
		assert.match(text, /no credentials are checked \(docs\/security\.md\)/);
		assert.doesNotMatch(text, /\n\n\n/);
	});

	it("names the file of the keys where signatures are verified, for our own commands too", () => {
		const credentials = { file: "/keys", profile: "ci" };
		const text = localRecipe({ ...facts, credentials });
		assert.ok(text.indexOf("AWS_SHARED_CREDENTIALS_FILE=/keys AWS_PROFILE=ci") < text.indexOf("  thingsmith claim"));
		assert.doesNotMatch(text, /AWS_SECRET_ACCESS_KEY|\n\n\n/);
		const elsewhere = localRecipe({ ...facts, credentials, otherHosts: ["box.local"] });
		assert.match(elsewhere, /signs with one of the keys may do everything/);
	});

	it("says how to make a template where there is none, and what is kept", () => {
		const text = localRecipe({ ...facts, template: undefined, durable: true });
		assert.match(text, /create-provisioning-template[\s\S]*export AWS_ENDPOINT_URL_IOT/);
		assert.match(text, /All of it is kept in --data/);
	});

	it("is for the shell that people have on the platform, with the first line for the other one", () => {
		const line = '  $env:AWS_ENDPOINT_URL_IOT = "http://127.0.0.1:4566"';
		assert.ok(localRecipe(facts).includes(`in PowerShell it is\n${line}\n`));
		const windows = localRecipe({ ...facts, platform: "win32" });
		assert.ok(windows.includes(`here:\n\n${line}\n`));
		assert.ok(windows.includes('  $env:AWS_REGION = "eu-west-1"; $env:AWS_DEFAULT_REGION = "eu-west-1"\n'));
		assert.ok(windows.includes("in bash and zsh it is\n  export AWS_ENDPOINT_URL_IOT=http://127.0.0.1:4566\n"));
	});

	it("gives every parameter that the template needs", () => {
		const template = { templateName: "other", parameters: ["Board", "Site"] };
		const line = "  thingsmith claim create --template other --parameter Board=0001 --parameter Site=0001 --bootstrap ";
		assert.ok(localRecipe({ ...facts, template }).includes(line));
	});
});
