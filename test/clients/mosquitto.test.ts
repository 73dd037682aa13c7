import assert from "node:assert/strict";
import { until } from "../support/deadline.js";
import { type DeviceFiles, LocalBench } from "./support/local-bench.js";
import { publish, type Subscriber, subscribe, whyNoMosquitto } from "./support/mosquitto.js";

describe("clients: mosquitto_pub and mosquitto_sub", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let device: DeviceFiles;
	const subscribers: Subscriber[] = [];

	before(async function () {
		bench = await LocalBench.startUnless(whyNoMosquitto(), this);
		device = await bench.device();
	});
	afterEach(async () => {
		for (const one of subscribers.splice(0)) await one.stop();
	});
	after(() => bench?.close());

	const listen = async (clientId: string, ...args: readonly string[]) => {
		const one = await subscribe(bench, device, clientId, args);
		subscribers.push(one);
		return one;
	};

	for (const version of ["mqttv311", "mqttv5"]) {
		const as = ["-V", version];

		it(`${version}: one publishes, the other hears it`, async () => {
			const listener = await listen(`sub-${version}`, ...as, "-t", `plain/${version}/#`);
			await publish(bench, device, `pub-${version}`, [...as, "-t", `plain/${version}/a`, "-m", "hello"]);
			await until("the message", () => listener.lines().length > 0);
			assert.deepEqual(listener.lines(), [`plain/${version}/a hello`]);
		});

		it(`${version}: a retained message comes to who subscribes later, until it is taken back`, async () => {
			const topic = `kept/${version}`;
			await publish(bench, device, `pub-${version}`, [...as, "-t", topic, "-m", "kept", "-r"]);
			const first = await listen(`late-${version}`, ...as, "-t", topic, "-C", "1");
			await first.ended;
			assert.deepEqual(first.lines(), [`${topic} kept`]);
			await publish(bench, device, `pub-${version}`, [...as, "-t", topic, "-n", "-r"]);
			const second = await listen(`later-${version}`, ...as, "-t", topic);
			await publish(bench, device, `pub-${version}`, [...as, "-t", topic, "-m", "new"]);
			await until("the new message", () => second.lines().length > 0);
			assert.deepEqual(second.lines(), [`${topic} new`]);
		});

		it(`${version}: a shared subscription gives each message to one of its members`, async () => {
			const filter = `$share/group/shared/${version}`;
			const members = [
				await listen(`one-${version}`, ...as, "-t", filter),
				await listen(`two-${version}`, ...as, "-t", filter),
			];
			const sent = Array.from({ length: 10 }, (_, index) => `shared/${version} ${index}`);
			for (const line of sent) {
				const [topic = "", text = ""] = line.split(" ");
				await publish(bench, device, `pub-${version}`, [...as, "-t", topic, "-m", text]);
			}
			const heard = () => members.flatMap((one) => one.lines());
			await until("all messages", () => heard().length >= sent.length);
			assert.deepEqual([...heard()].sort(), sent);
		});
	}
});
