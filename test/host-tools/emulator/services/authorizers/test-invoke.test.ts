import assert from "node:assert/strict";
import {
	CreateAuthorizerCommand,
	type CreateAuthorizerCommandInput,
	TestInvokeAuthorizerCommand,
	type TestInvokeAuthorizerCommandInput,
} from "@aws-sdk/client-iot";
import { FakeFunction } from "../../../../fakes/fake-function.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { publicKeyPem, signatureOf } from "./signed-token.js";

const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "iot:*", Resource: "*" }] };
const answer = {
	isAuthenticated: true,
	principalId: "somebody1",
	policyDocuments: [policy, JSON.stringify(policy)],
	disconnectAfterInSeconds: 3600,
	refreshAfterInSeconds: 300,
};

describe("TestInvokeAuthorizer", () => {
	let plane: TestControlPlane;
	let lambda: FakeFunction;
	before(async () => {
		plane = await TestControlPlane.start();
		lambda = await FakeFunction.start();
		const make = (authorizerName: string, input: Partial<CreateAuthorizerCommandInput>) =>
			plane.iot.send(new CreateAuthorizerCommand({ authorizerName, authorizerFunctionArn: lambda.url, ...input }));
		await make("signed", { tokenKeyName: "token", tokenSigningPublicKeys: { one: publicKeyPem } });
		await make("open", { signingDisabled: true });
	});
	after(async () => {
		lambda.close();
		await plane.close();
	});
	beforeEach(() => {
		lambda.events.length = 0;
		lambda.answer = () => answer;
	});
	const test = (authorizerName: string, input: Partial<TestInvokeAuthorizerCommandInput> = {}) =>
		plane.iot.send(new TestInvokeAuthorizerCommand({ authorizerName, ...input }));
	const failed = (message: RegExp) => awsException("InvalidResponseException", 400, message);

	it("asks the function about a token whose signature is verified, and answers what it says", async () => {
		const { $metadata: _, ...said } = await test("signed", { token: "t0", tokenSignature: signatureOf("t0") });
		assert.deepEqual(said, { ...answer, policyDocuments: [JSON.stringify(policy), JSON.stringify(policy)] });
		const [{ connectionMetadata, ...event }] = lambda.events;
		assert.match(connectionMetadata.id, /^[0-9a-f-]{36}$/);
		assert.deepEqual(event, { token: "t0", signatureVerified: true, protocols: [], protocolData: {} });
	});

	it("tells the function what a client shows, by protocol", async () => {
		await test("open", {
			httpContext: { headers: { "X-A": "1" }, queryString: "?b=2" },
			mqttContext: { username: "u?c=3", password: Buffer.from("p\0"), clientId: "d" },
			tlsContext: { serverName: "s" },
		});
		const [event] = lambda.events;
		assert.equal(event.signatureVerified, false);
		assert.deepEqual(event.protocols, ["tls", "http", "mqtt"]);
		assert.deepEqual(event.protocolData, {
			tls: { serverName: "s" },
			http: { headers: { "X-A": "1" }, queryString: "?b=2" },
			mqtt: { username: "u?c=3", password: Buffer.from("p\0").toString("base64"), clientId: "d" },
		});
	});

	it("refuses a token that is missing, not signed, or signed by another key, without asking", async () => {
		const refused = awsException("UnauthorizedException", 401, /its function was not asked/);
		const wrong = [
			{},
			{ token: "t" },
			{ token: "t", tokenSignature: signatureOf("u") },
			{ token: "t", tokenSignature: "AAAA" },
		];
		for (const input of wrong) await assert.rejects(test("signed", input), refused);
		assert.deepEqual(lambda.events, []);
		await assert.rejects(
			test("signed", { token: "t", tokenSignature: "-" }),
			awsException("InvalidRequestException", 400),
		);
		await assert.rejects(test("none"), awsException("ResourceNotFoundException", 404));
	});

	it("answers that a client is nobody, and refuses what is no answer", async () => {
		lambda.answer = () => ({ isAuthenticated: false });
		const { isAuthenticated, policyDocuments } = await test("open");
		assert.deepEqual([isAuthenticated, policyDocuments], [false, []]);
		const answers: readonly (readonly [answer: unknown, message: RegExp])[] = [
			[null, /did not answer an object/],
			[{ ...answer, isAuthenticated: "true" }, /did not answer isAuthenticated/],
			[{ ...answer, principalId: "a-b" }, /did not answer principalId/],
			[{ ...answer, principalId: undefined }, /did not answer principalId/],
			[{ ...answer, policyDocuments: policy }, /did not answer policyDocuments, a list/],
			[{ ...answer, policyDocuments: new Array(11).fill(policy) }, /answered 11 policyDocuments: there may be 10/],
			[{ ...answer, policyDocuments: [{}] }, /policyDocuments\[0\] that is no policy: Statement is missing/],
			[{ ...answer, policyDocuments: [{ ...policy, Id: "x".repeat(2048) }] }, /the limit is 2048/],
			[{ ...answer, disconnectAfterInSeconds: 299 }, /disconnectAfterInSeconds 299: it must be 300 to 86400/],
			[{ ...answer, refreshAfterInSeconds: 86_401 }, /refreshAfterInSeconds 86401/],
			[{ ...answer, refreshAfterInSeconds: "300" }, /refreshAfterInSeconds "300"/],
		];
		for (const [said, message] of answers) {
			lambda.answer = () => said;
			await assert.rejects(test("open"), failed(message));
		}
		lambda.answer = () => {
			throw new Error();
		};
		await assert.rejects(test("open"), failed(/^Authorizer "open" failed: HTTP status 500$/));
	});
});
