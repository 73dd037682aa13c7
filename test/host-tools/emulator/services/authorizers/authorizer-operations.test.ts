import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import {
	ClearDefaultAuthorizerCommand,
	CreateAuthorizerCommand,
	type CreateAuthorizerCommandInput,
	DeleteAuthorizerCommand,
	DescribeAuthorizerCommand,
	DescribeDefaultAuthorizerCommand,
	ListAuthorizersCommand,
	type ListAuthorizersCommandInput,
	ListTagsForResourceCommand,
	SetDefaultAuthorizerCommand,
	UpdateAuthorizerCommand,
	type UpdateAuthorizerCommandInput,
} from "@aws-sdk/client-iot";
import { openStore } from "../../../../../host-tools/emulator/store/open-store.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { publicKeyPem } from "./signed-token.js";

const authorizerFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:authorizer";
const authorizerArn = "arn:aws:iot:us-east-1:000000000000:authorizer/a";
const signed = { tokenKeyName: "token", tokenSigningPublicKeys: { one: publicKeyPem } };

describe("Control plane: authorizers", () => {
	const directories = new TemporaryDirectories();
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(async () => {
		await plane.close();
		await directories.remove();
	});
	const create = (authorizerName: string, input: Partial<CreateAuthorizerCommandInput> = signed) =>
		plane.iot.send(new CreateAuthorizerCommand({ authorizerName, authorizerFunctionArn, ...input }));
	const update = (authorizerName: string, input: Partial<UpdateAuthorizerCommandInput>) =>
		plane.iot.send(new UpdateAuthorizerCommand({ authorizerName, ...input }));
	const described = async (authorizerName: string) =>
		(await plane.iot.send(new DescribeAuthorizerCommand({ authorizerName }))).authorizerDescription;
	const remove = (authorizerName: string) => plane.iot.send(new DeleteAuthorizerCommand({ authorizerName }));
	const setDefault = (authorizerName: string) => plane.iot.send(new SetDefaultAuthorizerCommand({ authorizerName }));
	const ofDefault = async () =>
		(await plane.iot.send(new DescribeDefaultAuthorizerCommand({}))).authorizerDescription?.authorizerName;
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

	it("are created, described, updated and deleted", async () => {
		const made = await create("a", { ...signed, tags: [{ Key: "k", Value: "v" }] });
		assert.deepEqual([made.authorizerName, made.authorizerArn], ["a", authorizerArn]);
		const { creationDate, lastModifiedDate, ...rest } = (await described("a")) ?? {};
		assert.deepEqual(creationDate, lastModifiedDate);
		const first = { authorizerName: "a", authorizerArn, authorizerFunctionArn, ...signed };
		const settings = { signingDisabled: false, enableCachingForHttp: false };
		assert.deepEqual(rest, { ...first, ...settings, status: "INACTIVE" });
		plane.clock.advance(1000);
		const change = { status: "ACTIVE", tokenKeyName: "other", enableCachingForHttp: true } as const;
		assert.equal((await update("a", change)).authorizerArn, authorizerArn);
		const { lastModifiedDate: later, ...now } = (await described("a")) ?? {};
		assert.ok(later && lastModifiedDate && later > lastModifiedDate);
		assert.deepEqual(now, { ...first, ...settings, ...change, creationDate });
		const tags = () => plane.iot.send(new ListTagsForResourceCommand({ resourceArn: authorizerArn }));
		assert.deepEqual((await tags()).tags, [{ Key: "k", Value: "v" }]);
		await assert.rejects(remove("a"), invalid(/ACTIVE: UpdateAuthorizer to INACTIVE first/));
		await update("a", { status: "INACTIVE" });
		await remove("a");
		const missing = awsException("ResourceNotFoundException", 404);
		for (const ask of [described, remove, (name: string) => update(name, {}), tags])
			await assert.rejects(ask("a"), missing);
	});

	it("are listed by name, by status, page by page", async () => {
		for (const [name, status] of [
			["b", "ACTIVE"],
			["a", "INACTIVE"],
			["c", "ACTIVE"],
		] as const) {
			await create(name, { ...signed, status });
		}
		const list = (input: ListAuthorizersCommandInput) => plane.iot.send(new ListAuthorizersCommand(input));
		const names = async (input: ListAuthorizersCommandInput = {}) =>
			(await list({ ascendingOrder: true, ...input })).authorizers?.map(({ authorizerName }) => authorizerName);
		assert.deepEqual(await names(), ["a", "b", "c"]);
		assert.deepEqual(await names({ ascendingOrder: false }), ["c", "b", "a"]);
		assert.deepEqual(await names({ status: "ACTIVE" }), ["b", "c"]);
		const { nextMarker } = await list({ ascendingOrder: true, pageSize: 2 });
		assert.deepEqual(await names({ marker: nextMarker, pageSize: 2 }), ["c"]);
	});

	it("are default one at a time, which is not deleted", async () => {
		const none = awsException("ResourceNotFoundException", 404);
		await create("a");
		await create("b");
		await assert.rejects(ofDefault(), none);
		await assert.rejects(setDefault("none"), none);
		assert.equal((await setDefault("a")).authorizerArn, authorizerArn);
		assert.equal(await ofDefault(), "a");
		await setDefault("a");
		await assert.rejects(setDefault("b"), awsException("ResourceAlreadyExistsException", 409, /"a" is the default/));
		await assert.rejects(remove("a"), awsException("DeleteConflictException", 409, /is the default one/));
		await plane.iot.send(new ClearDefaultAuthorizerCommand({}));
		await assert.rejects(plane.iot.send(new ClearDefaultAuthorizerCommand({})), none);
		await setDefault("b");
		await remove("a");
		assert.equal(await ofDefault(), "b");
	});

	it("are there after a restart, and so is which one is the default", async () => {
		const directory = await directories.make();
		const restart = async () => {
			await plane.close();
			plane = await TestControlPlane.start({ store: await openStore({ directory }) });
		};
		await restart();
		await create("a");
		await setDefault("a");
		await restart();
		assert.equal(await ofDefault(), "a");
		assert.deepEqual((await described("a"))?.tokenSigningPublicKeys, { one: publicKeyPem });
	});

	it("are refused with what AWS does not take", async () => {
		const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
		const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
		const secret = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
		const pem = (key: typeof short | typeof secret, type: "spki" | "pkcs8") =>
			key.export({ type, format: "pem" }) as string;
		const withKey = (one: string) => ({ tokenKeyName: "t", tokenSigningPublicKeys: { one } });
		const refusals: readonly (readonly [Partial<CreateAuthorizerCommandInput>, RegExp])[] = [
			[{}, /needed, unless signingDisabled is true/],
			[{ tokenKeyName: "t" }, /needed, unless signingDisabled/],
			[{ tokenKeyName: "t", tokenSigningPublicKeys: {} }, /needed, unless signingDisabled/],
			[{ ...signed, tokenKeyName: "a b" }, /tokenKeyName must be 1 to 128/],
			[withKey("no key"), /must be a public RSA key of at least 2048 bits, as PEM/],
			[withKey(pem(short, "spki")), /at least 2048 bits/],
			[withKey(pem(curve, "spki")), /public RSA key/],
			[withKey(pem(secret, "pkcs8")), /public RSA key/],
			[{ ...signed, tokenSigningPublicKeys: { "a b": publicKeyPem } }, /A name in tokenSigningPublicKeys/],
			[{ ...signed, status: "ON" as never }, /status must be ACTIVE or INACTIVE/],
			[{ ...signed, authorizerFunctionArn: "f" }, /must be the ARN of a Lambda function/],
			[{ ...signed, authorizerFunctionArn: "https://example.org/" }, /cannot be called: .*is not this machine/],
		];
		for (const [input, message] of refusals) await assert.rejects(create("a", input), invalid(message));
		await assert.rejects(create("a.b"), invalid(/authorizerName must be/));
		await create("a", { signingDisabled: true });
		await assert.rejects(create("a"), awsException("ResourceAlreadyExistsException", 409));
		await assert.rejects(update("a", { tokenKeyName: "" }), invalid(/tokenKeyName/));
	});
});
