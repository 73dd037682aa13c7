import assert from "node:assert/strict";
import { TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: STS", () => {
	let plane: TestControlPlane;
	afterEach(() => plane.close());

	const ask = (body: string, region = "eu-west-1") => {
		const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20260101/${region}/sts/aws4_request, Signature=0`;
		const headers = { authorization, "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
		return plane.raw("POST", "/", { headers, body });
	};
	const identity = "Action=GetCallerIdentity&Version=2011-06-15";

	it("answers GetCallerIdentity with the emulator's account", async () => {
		plane = await TestControlPlane.start();
		const answer = await ask(identity);
		assert.equal(answer.status, 200);
		assert.equal(answer.headers["content-type"], "text/xml");
		assert.match(answer.text, /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/">/);
		assert.match(answer.text, /<Arn>arn:aws:iam::000000000000:user\/thingsmith<\/Arn>/);
		assert.match(answer.text, /<Account>000000000000<\/Account>/);
	});

	it("answers with the account it was given, in the partition of the region", async () => {
		plane = await TestControlPlane.start({ account: { accountId: "111122223333", region: undefined } });
		const answer = await ask(identity, "cn-north-1");
		assert.match(answer.text, /<Arn>arn:aws-cn:iam::111122223333:user\/thingsmith<\/Arn>/);
	});

	it("refuses other actions in XML, naming what there is", async () => {
		plane = await TestControlPlane.start();
		for (const [body, name] of [
			["Action=AssumeRole&RoleArn=x", "AssumeRole"],
			["Action=%3Cb%3E", "&lt;b&gt;"],
		] as const) {
			const answer = await ask(body);
			assert.equal(answer.status, 501);
			assert.match(answer.text, /<Code>NotImplemented<\/Code>/);
			assert.ok(answer.text.includes(`Action &quot;${name}&quot; of STS is not emulated`), answer.text);
		}
		assert.equal((await ask("")).status, 501);
	});

	it("is not answered to a request that was signed for AWS IoT", async () => {
		plane = await TestControlPlane.start();
		const answer = await plane.signed("POST", "/", { body: identity });
		assert.equal(answer.status, 501);
		assert.match(answer.json.message, /^POST \/ is no operation/);
	});
});
