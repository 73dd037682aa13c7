import assert from "node:assert/strict";
import { FakeAwsSdk, type FakeCommand } from "../../../fakes/fake-aws-sdk.js";
import { loadLambda } from "../../../support/lambda.js";

const day = 86_400_000;
const notFound = Object.assign(new Error("gone"), { name: "ResourceNotFoundException" });

interface FakeCertificate {
	readonly id: string;
	readonly status?: string;
	readonly endsInDays?: number;
	readonly things?: readonly string[];
	readonly error?: Error;
}

/** AWS IoT with pages of certificates. */
function iotOf(...pages: readonly (readonly FakeCertificate[])[]): FakeAwsSdk {
	const all = pages.flat();
	const byId = (id: unknown) => all.find((one) => one.id === id) as FakeCertificate;
	const answers: Readonly<Record<string, (input: FakeCommand["input"]) => unknown>> = {
		ListCertificates: ({ marker }) => {
			const page = Number(marker ?? 0);
			const certificates = pages[page]?.map(({ id, status = "ACTIVE" }) => ({ certificateId: id, status }));
			return { certificates, nextMarker: page + 1 < pages.length ? String(page + 1) : undefined };
		},
		DescribeCertificate: ({ certificateId }) => {
			const { id, endsInDays, error } = byId(certificateId);
			if (error !== undefined) throw error;
			const notAfter = endsInDays === undefined ? undefined : new Date(Date.now() + endsInDays * day);
			return { certificateDescription: { certificateArn: id, validity: { notAfter } } };
		},
		ListPrincipalThingsV2: ({ principal }) => ({
			principalThingObjects: (byId(principal).things ?? []).map((thingName) => ({ thingName })),
		}),
	};
	return new FakeAwsSdk("IoTClient", async ({ operation, input }) => answers[operation]?.(input));
}

const context = (left = 300_000) => ({
	invokedFunctionArn: "arn:aws-cn:lambda:cn-north-1:123456789012:function:plant-expiry",
	getRemainingTimeInMillis: () => left,
});

function load(iot: FakeAwsSdk, env: Readonly<Record<string, string>> = { TOPIC_NAME: "plant-alarms" }) {
	const sns = new FakeAwsSdk("SNSClient", async () => ({}));
	const modules = { "@aws-sdk/client-iot": iot.module, "@aws-sdk/client-sns": sns.module };
	return { sns, monitor: loadLambda("expiry-monitor", { env: { EXPIRY_DAYS: "60", ...env }, modules }) };
}

const messageOf = (sns: FakeAwsSdk) => String(sns.asked[0]?.input.Message).split("\n");

describe("expiry-monitor", () => {
	it("tells what to rotate, what ends first coming first, of all pages", async () => {
		const iot = iotOf(
			[
				{ id: "a", endsInDays: 50, things: ["plant-1"] },
				{ id: "b", endsInDays: 61, things: ["plant-2"] },
			],
			[
				{ id: "c", endsInDays: -3, things: ["plant-3", "plant-4"] },
				{ id: "d", endsInDays: 10 },
			],
		);
		const { sns, monitor } = load(iot);
		assert.deepEqual(await monitor.call({}, context()), { looked: 4, complete: true, ending: 3 });
		const on = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
		assert.deepEqual(messageOf(sns), [
			"Of 4 active certificates, 3 end within 60 days.",
			`thingsmith thing rotate plant-3 # c ends ${on(-3)}`,
			`thingsmith thing rotate plant-4 # c ends ${on(-3)}`,
			`# d ends ${on(10)}, and no thing has it`,
			`thingsmith thing rotate plant-1 # a ends ${on(50)}`,
		]);
		assert.equal(sns.asked[0]?.input.TopicArn, "arn:aws-cn:sns:cn-north-1:123456789012:plant-alarms");
		assert.equal(monitor.log[0]?.event, "expiry.found");
		assert.equal(iot.open + sns.open, 0);
	});

	it("looks only at what is active, and passes over what was deleted meanwhile or says no end", async () => {
		const iot = iotOf([
			{ id: "a", endsInDays: 1, status: "INACTIVE" },
			{ id: "b", endsInDays: 1, status: "REVOKED" },
			{ id: "c", error: notFound },
			{ id: "d" },
		]);
		const { sns, monitor } = load(iot);
		assert.deepEqual(await monitor.call({}, context()), { looked: 2, complete: true, ending: 0 });
		assert.equal(sns.asked.length, 0);
	});

	it("tells nobody where there is no topic, and logs it all the same", async () => {
		const { sns, monitor } = load(iotOf([{ id: "a", endsInDays: 1, things: ["plant-1"] }]), {});
		await monitor.call({}, context());
		assert.equal(sns.asked.length, 0);
		const [logged] = monitor.log as { plan: string[] }[];
		assert.match(logged?.plan[0] ?? "", /^thingsmith thing rotate plant-1 /);
	});

	it("ends in time, and says that it has not seen all", async () => {
		const iot = iotOf(Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, endsInDays: 100 })));
		const { sns, monitor } = load(iot);
		let left = 40_000;
		const shrinking = {
			...context(),
			getRemainingTimeInMillis: () => {
				left -= 10_000;
				return left;
			},
		};
		assert.deepEqual(await monitor.call({}, shrinking), { looked: 10, complete: false, ending: 0 });
		assert.match(messageOf(sns)[1] ?? "", /no time for all/);
	});

	it("fails where AWS IoT refuses, so that somebody hears of it", async () => {
		const refused = Object.assign(new Error("no rights"), { name: "UnauthorizedException" });
		const iot = iotOf([{ id: "a", error: refused }]);
		const { monitor } = load(iot);
		await assert.rejects(monitor.call({}, context()), { message: "no rights" });
		assert.equal(iot.open, 0);
	});

	it("fails without a number of days", async () => {
		const { monitor } = load(iotOf([]), { EXPIRY_DAYS: "soon" });
		await assert.rejects(monitor.call({}, context()), { message: "EXPIRY_DAYS is no number" });
	});

	it("tells no more than a message holds", async () => {
		const things = Array.from({ length: 250 }, (_, index) => `${"x".repeat(120)}-${index}`);
		const many = Array.from({ length: 10 }, (_, index) => ({ id: `${index}`.repeat(64), endsInDays: 1, things }));
		const { sns, monitor } = load(iotOf(many));
		await monitor.call({}, context());
		assert.ok(messageOf(sns).join("\n").length < 262_144);
		assert.equal(messageOf(sns).at(-1), "and 2000 more");
	});
});
