import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DetachPolicyCommand, DetachThingPrincipalCommand } from "@aws-sdk/client-iot";
import { AwsError, type AwsErrorName } from "../../../../host-tools/emulator/aws-error.js";
import { apiModel } from "../../../../host-tools/emulator/http/api/api-model.js";
import { declaredError, statusOn } from "../../../../host-tools/emulator/http/declared-errors.js";
import { isOwn } from "../../../../host-tools/emulator/http/operation.js";
import type { ServiceFactory } from "../../../../host-tools/emulator/services/service.js";
import { awsException, TestControlPlane } from "./test-control-plane.js";

/** Of nearly all operations, and common to all services (API reference, common errors). */
const common = [
	"InternalFailureException",
	"InvalidRequestException",
	"ServiceUnavailableException",
	"ThrottlingException",
	"UnauthorizedException",
];
const commands = join(
	dirname(createRequire(import.meta.url).resolve("@aws-sdk/client-iot")),
	"..",
	"dist-types",
	"commands",
);

/** The errors that AWS's own description of the operation has besides, without their ending: the SDK is made from the API model. */
async function modelled(operation: string): Promise<readonly string[]> {
	const text = await readFile(join(commands, `${operation}Command.d.ts`), "utf8");
	const names = [...text.matchAll(/@throws \{@link (\w+Exception)\}/g)].map(([, name = ""]) => name);
	const own = names.filter((name) => !common.includes(name) && name !== "IoTServiceException");
	return [...new Set(own)].map((name) => name.replace(/Exception$/, "")).sort();
}

describe("Errors of operations", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
	});
	after(() => plane.close());

	it("are those of the API model, for every operation there is", async () => {
		assert.equal(apiModel.iot.length, 272);
		for (const { name, errors } of apiModel.iot) assert.deepEqual(errors, await modelled(name), name);
		const known = new Map(apiModel.iot.map(({ name, method, path }) => [name, `${method} ${path}`]));
		const ours = plane.operations.filter(
			({ method, path, plane = "iot" }) => plane === "iot" && !isOwn({ method, path }),
		);
		assert.ok(ours.length > 30);
		for (const { name, method, path } of ours) assert.equal(known.get(name), `${method} ${path}`);
	});

	it("become InvalidRequestException, in the same words, where the model does not have them", () => {
		const answered = (operation: string, name: AwsErrorName) =>
			declaredError("iot", operation, new AwsError(name, "words", { resourceId: "r" }));
		const kept = answered("CreateThing", "ResourceAlreadyExistsException");
		assert.deepEqual(
			[kept.name, kept.message, kept.details],
			["ResourceAlreadyExistsException", "words", { resourceId: "r" }],
		);
		const changed = answered("CreateThing", "LimitExceededException");
		assert.deepEqual([changed.name, changed.message], ["InvalidRequestException", "words"]);
		assert.equal(answered("DetachPolicy", "ResourceNotFoundException").name, "InvalidRequestException");
		assert.equal(answered("DescribeEndpoint", "NotImplementedException").name, "NotImplementedException");
	});

	it("have the status of their plane", () => {
		const throttled = new AwsError("ThrottlingException", "Rate exceeded");
		const planes = ["iot", "sts", "own", undefined, "iotdata", "iot-jobs-data"] as const;
		assert.deepEqual(
			planes.map((plane) => statusOn(plane, throttled)),
			[400, 400, 400, 400, 429, 429],
		);
		assert.equal(statusOn("iotdata", new AwsError("ConflictException", "words")), 409);
	});

	it("are answered by the control plane as that says", async () => {
		const failing: ServiceFactory = () => {
			const handle = () => {
				throw new AwsError("VersionConflictException", "words");
			};
			return { name: "failing", operations: [{ name: "DescribeThing", method: "GET", path: "/things/t", handle }] };
		};
		const other = await TestControlPlane.start({ services: [failing] });
		const answer = await other.signed("GET", "/things/t");
		assert.equal(answer.headers["x-amzn-errortype"], "InvalidRequestException");
		assert.equal(answer.json.message, "words");
		await other.close();
	});

	it("DetachPolicy of what is not there is none, and DetachThingPrincipal of it is one", async () => {
		const target = `arn:aws:iot:us-east-1:000000000000:cert/${"a".repeat(64)}`;
		await plane.iot.send(new DetachPolicyCommand({ policyName: "missing", target }));
		await assert.rejects(
			plane.iot.send(new DetachThingPrincipalCommand({ thingName: "missing", principal: target })),
			awsException("ResourceNotFoundException", 404),
		);
	});
});
