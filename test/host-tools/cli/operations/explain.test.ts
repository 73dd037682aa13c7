import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { explain } from "../../../../host-tools/cli/operations/explain.js";
import { explainedText } from "../../../../host-tools/cli/render/explained-text.js";
import { createStyle } from "../../../../host-tools/cli/render/style.js";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { askAws } from "../../../../host-tools/cloud/explain/ask-aws.js";
import type { ExplainQuestion } from "../../../../host-tools/cloud/explain/explanation.js";
import { allow } from "../../../support/emulator-parts.js";
import { FakeOutput } from "../../../support/fake-output.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { TestControlPlane } from "../../emulator/http/test-control-plane.js";
import { issued } from "../../emulator/services/registry-fixture.js";

const nobody = { thingName: undefined, certificate: undefined, clientId: undefined };
const topic = (name: string) => `arn:aws:iot:us-east-1:000000000000:topic/${name}`;
const document = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const style = createStyle(new FakeOutput({}), {});

describe("explain", () => {
	let plane: TestControlPlane;
	const aws = () => {
		const endpointUrl = `http://127.0.0.1:${plane.server.port}`;
		return { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
	};
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		const { certificates, things, policies } = plane.registry;
		const { certificateArn } = certificates.addCertificate(issued("c"), { status: "ACTIVE" });
		things.createThing("unit");
		things.attachThingPrincipal("unit", certificateArn);
		policies.createPolicy("p", document(allow("iot:Publish", "topic/a")));
		policies.attachPolicy("p", certificateArn);
		policies.createPolicy("q", document({ Effect: "Deny", Action: "iot:Publish", Resource: topic("secret") }));
		policies.attachPolicy("q", certificateArn);
	});
	afterEach(() => plane.close());
	const ofEmulator = async (question: Partial<ExplainQuestion>) => {
		const context = new RecordedContext();
		await explain({ aws: aws(), question: { ...nobody, action: "publish", topic: "a", ...question } }, context);
		return context.named("explained");
	};
	const ofAws = async (question: Partial<ExplainQuestion>) => {
		const client = createIotClient(aws());
		try {
			return await askAws(client, { ...nobody, action: "publish", topic: "a", ...question }, aws());
		} finally {
			client.destroy();
		}
	};

	it("tells what the emulator says, statement by statement", async () => {
		const [one] = await ofEmulator({ thingName: "unit" });
		assert.ok(one);
		assert.equal(one.decision, "ALLOWED");
		const text = explainedText(style, one).data ?? "";
		assert.match(
			text,
			/^allowed {2}client id unit, certificate [0-9a-f]{8}…\niot:Publish on arn:.* is allowed by policy "p"/,
		);
		assert.match(text, / {2}p version 1, statement 1 \(Allow\): applies, and decides\n/);
		assert.match(text, / {2}q version 1, statement 1 \(Deny\): is for arn:.*:topic\/secret$/);
		const [denied] = await ofEmulator({ thingName: "unit", topic: "b" });
		assert.ok(denied);
		assert.match(
			explainedText(style, denied).data ?? "",
			/^denied .*\n.*\n.*\n.*\nneeded: A statement that allows it: \{/,
		);
	});

	it("fails in the emulator's words", async () => {
		await assert.rejects(ofEmulator({ thingName: "no" }), {
			code: "aws-refused",
			message: 'Thing "no" does not exist',
		});
	});

	it("tells of AWS which policies allow, deny, and say nothing", async () => {
		const [allowed] = await ofAws({ thingName: "unit" });
		assert.equal(allowed?.decision, "ALLOWED");
		assert.equal(allowed.because, `iot:Publish on ${topic("a")} is allowed by policy "p"`);
		assert.deepEqual(allowed.policies, [
			{ policyName: "p", verdict: "allows" },
			{ policyName: "q", verdict: "neither" },
		]);
		const [denied] = await ofAws({ thingName: "unit", topic: "secret" });
		assert.equal(denied?.decision, "EXPLICIT_DENY");
		assert.match(denied.needed ?? "", /the Deny in policy "q"/);
		const [nothing] = await ofAws({ thingName: "unit", action: "iot:Subscribe", topic: "a" });
		assert.equal(nothing?.decision, "IMPLICIT_DENY");
		assert.equal(nothing.resource, "arn:aws:iot:us-east-1:000000000000:topicfilter/a");
		assert.match(
			explainedText(style, { event: "explained", ...denied }).data ?? "",
			/ {2}q denies it\n {2}p says nothing of it/,
		);
	});

	it("says where no policy helps, which AWS does not tell", async () => {
		const topic = "$aws/events/presence/connected/x";
		const [ofAccount] = await ofAws({ thingName: "unit", topic });
		assert.equal(ofAccount?.decision, "IMPOSSIBLE");
		const text = explainedText(style, { event: "explained", ...ofAccount }).data ?? "";
		assert.match(
			text,
			/^impossible .*\niot:Publish on .* is refused to everybody: only AWS itself .*\nneeded: .*: no policy helps$/,
		);
	});

	it("asks AWS for a certificate by its id, and for a client id to connect with", async () => {
		const { certificateId } = issued("c");
		const [one] = await ofAws({ certificate: certificateId, clientId: "x", action: "connect", topic: undefined });
		assert.equal(one?.resource, "arn:aws:iot:us-east-1:000000000000:client/x");
		assert.equal(one.certificateId, certificateId);
	});

	it("cannot ask AWS about other actions, about nothing, or about a thing without a certificate", async () => {
		await assert.rejects(ofAws({ thingName: "unit", action: "GetThingShadow" }), { code: "usage" });
		await assert.rejects(ofAws({ thingName: "unit", topic: undefined }), {
			code: "usage",
			message: /topic is missing/,
		});
		plane.registry.things.createThing("bare");
		await assert.rejects(ofAws({ thingName: "bare" }), { code: "thing-incomplete" });
		await assert.rejects(ofAws({ thingName: "no" }), { code: "aws-refused" });
	});

	it("asks by AWS's API where the endpoint is another emulator", async () => {
		const asked: string[] = [];
		const other = createServer((request, response) => {
			asked.push(`${request.method} ${request.url}`);
			response.writeHead(404).end();
		});
		await once(other.listen(0, "127.0.0.1"), "listening");
		const endpointUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
		try {
			const question = { ...nobody, thingName: "unit", action: "publish", topic: "a" };
			await assert.rejects(explain({ aws: { ...aws(), endpointUrl }, question }, new RecordedContext()));
			assert.equal(asked[0], "GET /_thingsmith/health");
			assert.match(asked[1] ?? "", /^GET \/things\/unit\/principals/);
		} finally {
			other.closeAllConnections();
			other.close();
		}
	});
});
