import assert from "node:assert/strict";
import { decode } from "cborg";
import { type RawRequest, TestControlPlane } from "./test-control-plane.js";

const form = "application/x-www-form-urlencoded; charset=utf-8";

describe("Control plane: requests for other services of AWS", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
	});
	after(() => plane.close());

	const ask = (service: string, method: string, path: string, { headers = {}, body }: RawRequest = {}) => {
		const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/${service}/aws4_request, Signature=0`;
		return plane.raw(method, path, { headers: { authorization, ...headers }, ...(body !== undefined && { body }) });
	};
	const words = (service: string) =>
		new RegExp(`the service (&quot;|")${service}\\1, and only AWS IoT is emulated. Set AWS_ENDPOINT_URL_IOT instead`);

	it("are refused in XML where the service speaks the query protocol", async () => {
		const answer = await ask("cloudformation", "POST", "/", {
			headers: { "content-type": form },
			body: "Action=ListStacks",
		});
		assert.equal(answer.status, 501);
		assert.equal(answer.headers["content-type"], "text/xml");
		assert.match(answer.text, /^<ErrorResponse><Error><Type>Sender<\/Type><Code>NotImplemented<\/Code><Message>/);
		assert.match(answer.text, words("cloudformation"));
	});

	it("are refused in the XML of EC2, of S3, and of what else speaks REST in XML", async () => {
		const ec2 = await ask("ec2", "POST", "/", { headers: { "content-type": form }, body: "Action=DescribeVpcs" });
		assert.match(ec2.text, /^<Response><Errors><Error><Code>NotImplemented<\/Code>.*<RequestID>/);
		const s3 = await ask("s3", "GET", "/bucket/key%2Fwith?list-type=2");
		assert.equal(s3.headers["content-type"], "application/xml");
		assert.match(s3.text, /<Error><Code>NotImplemented<\/Code>.*<RequestId>/);
		assert.match(s3.text, words("s3"));
		const route53 = await ask("route53", "GET", "/2013-04-01/hostedzone");
		assert.match(route53.text, /^<ErrorResponse><Error><Type>Sender/);
	});

	for (const version of ["1.0", "1.1"]) {
		it(`are refused in JSON ${version}, where a target names the operation`, async () => {
			const contentType = `application/x-amz-json-${version}`;
			const headers = { "content-type": contentType, "x-amz-target": "DynamoDB_20120810.ListTables" };
			const answer = await ask("dynamodb", "POST", "/", { headers, body: "{}" });
			assert.equal(answer.status, 501);
			assert.equal(answer.headers["content-type"], contentType);
			const { __type, message } = JSON.parse(answer.text);
			assert.equal(__type, "NotImplementedException");
			assert.match(message, words("dynamodb"));
		});
	}

	it("are refused in JSON, with the name in a header, where the service speaks REST", async () => {
		const answer = await ask("lambda", "GET", "/2015-03-31/functions");
		assert.equal(answer.status, 501);
		assert.equal(answer.headers["x-amzn-errortype"], "NotImplementedException");
		assert.match(answer.json.message, words("lambda"));
	});

	it("are refused in CBOR", async () => {
		const url = `http://127.0.0.1:${plane.server.port}/service/GraniteServiceVersion20100801/operation/ListMetrics`;
		const authorization = "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/monitoring/aws4_request, Signature=0";
		const headers = { authorization, "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" };
		const answer = await fetch(url, { method: "POST", headers });
		assert.equal(answer.headers.get("smithy-protocol"), "rpc-v2-cbor");
		const { __type, message } = decode(new Uint8Array(await answer.arrayBuffer()));
		assert.equal(__type, "NotImplementedException");
		assert.match(message, words("monitoring"));
	});

	it("are in the journal", () => {
		const last = plane.journal.list().at(-1);
		assert.equal(last?.code, "not-implemented");
		assert.match(last?.reason ?? "", words("monitoring"));
	});

	it("say of a request that is not signed what to do, in the protocol it speaks", async () => {
		const answer = await plane.raw("POST", "/", {
			headers: { "content-type": form },
			body: "Action=AssumeRoleWithSAML",
		});
		assert.equal(answer.status, 403);
		assert.match(answer.text, /<Code>MissingAuthenticationToken<\/Code>.*AWS_ENDPOINT_URL_IOT/);
	});
});
