import assert from "node:assert/strict";
import { FakeAwsSdk } from "../../../fakes/fake-aws-sdk.js";
import { type LambdaWorld, loadLambda } from "../../../support/lambda.js";

const event = (SerialNumber: unknown) => ({ clientId: "plant-new", parameters: { SerialNumber } });
const refused = { allowProvisioning: false };
const allowed = { allowProvisioning: true };
const sdkName = "@aws-sdk/client-dynamodb";

/** A table with these serial numbers. */
function tableOf(...serialNumbers: readonly string[]): FakeAwsSdk {
	return new FakeAwsSdk("DynamoDBClient", async ({ input }) => {
		const { S } = (input.Key as { serialNumber: { S: string } }).serialNumber;
		return serialNumbers.includes(S) ? { Item: { serialNumber: { S } } } : {};
	});
}

const withTable = (table: FakeAwsSdk, more: Partial<LambdaWorld> = {}): LambdaWorld => ({
	env: { SERIAL_NUMBERS: "demo-1", SERIAL_NUMBER_TABLE: "plant-serial-numbers" },
	modules: { [sdkName]: table.module },
	...more,
});

describe("serial-number-hook with a list", () => {
	const world = { env: { SERIAL_NUMBERS: "sn-1, sn-2" } };

	it("lets those in that are on it, and says so in its log", async () => {
		const hook = loadLambda("serial-number-hook", world);
		assert.deepEqual(await hook.call(event("sn-1")), allowed);
		assert.deepEqual(await hook.call(event("sn-2")), allowed);
		assert.deepEqual(hook.log[0], { event: "provisioning.allowed", serialNumber: "sn-1", reason: "it is in the list" });
	});

	for (const [why, asked] of [
		["is not on it", event("sn-3")],
		["is a part of one", event("sn-")],
		["is two of them", event("sn-1, sn-2")],
		["is empty", event("")],
		["is missing", event(undefined)],
		["is a list", event(["sn-1"])],
		["comes without parameters", {}],
		["comes with no event", undefined],
		["is a member of every object", event("constructor")],
	] as const) {
		it(`refuses what ${why}, cold, and warm after one that was let in`, async () => {
			assert.deepEqual(await loadLambda("serial-number-hook", world).call(asked), refused);
			const warm = loadLambda("serial-number-hook", world);
			assert.deepEqual(await warm.call(event("sn-1")), allowed);
			assert.deepEqual(await warm.call(asked), refused);
		});
	}

	it("refuses everybody where nothing is listed, and the empty name, too", async () => {
		for (const env of [{}, { SERIAL_NUMBERS: "" }, { SERIAL_NUMBERS: " , " }]) {
			const hook = loadLambda("serial-number-hook", { env });
			for (const one of ["sn-1", "", " ", "undefined"]) assert.deepEqual(await hook.call(event(one)), refused);
		}
	});

	it("asks no table for what is on the list", async () => {
		const table = tableOf();
		assert.deepEqual(await loadLambda("serial-number-hook", withTable(table)).call(event("demo-1")), allowed);
		assert.equal(table.asked.length, 0);
	});
});

describe("serial-number-hook with a table", () => {
	it("lets those in that are in it, asking for that one key as it is now", async () => {
		const table = tableOf("sn-7");
		const hook = loadLambda("serial-number-hook", withTable(table));
		assert.deepEqual(await hook.call(event("sn-7")), allowed);
		assert.deepEqual(await hook.call(event("sn-8")), refused);
		assert.deepEqual(
			{ ...table.asked[0]?.input },
			{
				TableName: "plant-serial-numbers",
				Key: { serialNumber: { S: "sn-7" } },
				ConsistentRead: true,
			},
		);
		assert.equal(table.open, 0);
	});

	it("keeps nothing from call to call: who was taken out is refused at once, and who was put in is let in", async () => {
		const present = new Set(["sn-7"]);
		const table = new FakeAwsSdk("DynamoDBClient", async ({ input }) => {
			const { S } = (input.Key as { serialNumber: { S: string } }).serialNumber;
			return present.has(S) ? { Item: { serialNumber: { S } } } : {};
		});
		const hook = loadLambda("serial-number-hook", withTable(table));
		assert.deepEqual(await hook.call(event("sn-7")), allowed);
		present.delete("sn-7");
		assert.deepEqual(await hook.call(event("sn-7")), refused);
		present.add("sn-7");
		assert.deepEqual(await hook.call(event("sn-7")), allowed);
	});

	it("refuses when the table cannot be asked, and logs why; warm, too", async () => {
		let works = true;
		const table = new FakeAwsSdk("DynamoDBClient", async () => {
			if (works) return { Item: { serialNumber: { S: "sn-7" } } };
			throw Object.assign(new Error("no rights"), { name: "AccessDeniedException" });
		});
		const hook = loadLambda("serial-number-hook", withTable(table));
		assert.deepEqual(await hook.call(event("sn-7")), allowed);
		works = false;
		assert.deepEqual(await hook.call(event("sn-7")), refused);
		assert.match(String(hook.log[1]?.reason), /AccessDeniedException: no rights/);
		assert.equal(table.open, 0);
	});

	it("refuses what is another item than was asked for", async () => {
		const table = new FakeAwsSdk("DynamoDBClient", async () => ({ Item: { serialNumber: { S: "sn-1" } } }));
		assert.deepEqual(await loadLambda("serial-number-hook", withTable(table)).call(event("sn-7")), refused);
	});

	it("refuses after four seconds when the table does not answer, and ends the question", async () => {
		let aborted = false;
		const table = new FakeAwsSdk("DynamoDBClient", (_, { abortSignal }) => {
			return new Promise((_resolve, reject) => {
				abortSignal?.addEventListener("abort", () => {
					aborted = true;
					reject(new Error("aborted"));
				});
			});
		});
		const timers: { callback: () => void; milliseconds: number }[] = [];
		const hook = loadLambda(
			"serial-number-hook",
			withTable(table, {
				setTimeout: (callback, milliseconds) => timers.push({ callback, milliseconds }),
				clearTimeout: () => undefined,
			}),
		);
		const answer = hook.call(event("sn-7"));
		assert.deepEqual(
			timers.map(({ milliseconds }) => milliseconds),
			[4000],
		);
		timers[0]?.callback();
		assert.deepEqual(await answer, refused);
		assert.ok(aborted);
		assert.match(String(hook.log[0]?.reason), /did not answer within 4000 ms/);
	});

	it("leaves no timer behind", async () => {
		const running = new Set<unknown>();
		const world = withTable(tableOf("sn-7"), {
			setTimeout: (callback, milliseconds) => {
				const timer = setTimeout(callback, milliseconds);
				running.add(timer);
				return timer;
			},
			clearTimeout: (timer) => {
				running.delete(timer);
				clearTimeout(timer as NodeJS.Timeout);
			},
		});
		await loadLambda("serial-number-hook", world).call(event("sn-7"));
		assert.equal(running.size, 0);
	});
});
