import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DetachPolicyCommand, DetachThingPrincipalCommand } from "@aws-sdk/client-iot";
import { AwsError, type AwsErrorName, awsErrorStatus } from "../../../../host-tools/emulator/aws-error.js";
import { declaredError } from "../../../../host-tools/emulator/http/declared-errors.js";
import type { Operation } from "../../../../host-tools/emulator/http/operation.js";
import { ownPrefix } from "../../../../host-tools/emulator/http/operation.js";
import { awsException, TestControlPlane } from "./test-control-plane.js";

/** Common to all services of AWS (API reference, common errors), or what the emulator says of itself. */
const notModelled = new Set(["ServiceUnavailableException", "ThrottlingException", "NotImplementedException"]);
const commands = join(
	dirname(createRequire(import.meta.url).resolve("@aws-sdk/client-iot")),
	"..",
	"dist-types",
	"commands",
);

/** The errors that AWS's own description of the operation has: the SDK is made from the API model. */
async function modelled(operation: string): Promise<ReadonlySet<string>> {
	const text = await readFile(join(commands, `${operation}Command.d.ts`), "utf8");
	return new Set([...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = ""]) => name));
}

describe("Errors of operations", () => {
	let plane: TestControlPlane;
	let operations: readonly Operation[];
	before(async () => {
		plane = await TestControlPlane.start();
		operations = plane.operations.filter(({ path, service }) => service === undefined && !path.startsWith(ownPrefix));
	});
	after(() => plane.close());

	it("are none that the API model does not have, and all that it has pass", async () => {
		const names = Object.keys(awsErrorStatus) as AwsErrorName[];
		assert.ok(operations.length > 30);
		for (const { name: operation } of operations) {
			const model = await modelled(operation);
			assert.ok(model.has("InvalidRequestException"), operation);
			for (const name of names.filter((one) => !notModelled.has(one))) {
				const answered = declaredError(operation, new AwsError(name, "words"));
				assert.equal(answered.message, "words");
				const expected = model.has(name) ? name : "InvalidRequestException";
				assert.equal(answered.name, expected, `${operation}: ${name}`);
			}
		}
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
