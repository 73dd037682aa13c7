import { once } from "node:events";
import type { LoadReport, LoadTask } from "./load-tasks.js";
import { makeRequest, provisionDevice } from "./provision-device.js";
import { type Door, RawClient } from "./raw-client.js";

/** Messages a publisher has under way; AWS allows 100. */
const window = 50;
const reading = { temperature: 21.53, unit: "celsius", sequence: 17, timestamp: "2026-01-01T00:00:00.000Z" };
const payload = Buffer.from(JSON.stringify(reading));

type Outcome = Pick<LoadReport, "done" | "failed" | "reason">;

/** Runs one task `total` times, `atOnce` at a time. */
async function repeat(total: number, atOnce: number, one: (index: number) => Promise<unknown>): Promise<Outcome> {
	let [next, done, failed] = [0, 0, 0];
	let reason: string | undefined;
	const worker = async () => {
		while (next < total) {
			const index = next++;
			try {
				await one(index);
				done += 1;
			} catch (error) {
				failed += 1;
				reason ??= (error as Error).message;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, total) }, worker));
	return { done, failed, reason };
}

async function openPair(door: Door, index: number) {
	const topic = `bench/${index}/temperature`;
	const subscriber = await RawClient.open(door, `bench-subscriber-${index}`);
	await subscriber.subscribe(topic);
	return { topic, subscriber, publisher: await RawClient.open(door, `bench-publisher-${index}`) };
}

function transfer(total: number, { topic, subscriber, publisher }: Awaited<ReturnType<typeof openPair>>) {
	let sent = 0;
	const publish = () => {
		sent += 1;
		publisher.publish(topic, payload, (sent % 65_535) + 1);
	};
	const count = (start: (counted: () => void) => void) => {
		let left = total;
		return new Promise<void>((resolve) => start(() => --left === 0 && resolve()));
	};
	const acknowledged = count((counted) => {
		publisher.onPacket = () => {
			if (sent < total) publish();
			counted();
		};
	});
	const delivered = count((counted) => {
		subscriber.onPacket = (_, body) => {
			subscriber.received(body);
			counted();
		};
	});
	for (let n = 0; n < Math.min(window, total); n++) publish();
	return Promise.all([acknowledged, delivered]);
}

async function timed(work: () => Promise<Outcome>): Promise<LoadReport> {
	const [started, cpu] = [performance.now(), process.cpuUsage()];
	const outcome = await work();
	const { user, system } = process.cpuUsage(cpu);
	return { ...outcome, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}

async function run(task: LoadTask): Promise<LoadReport> {
	switch (task.kind) {
		case "publish": {
			const pairs = await Promise.all(Array.from({ length: task.pairs }, (_, index) => openPair(task.door, index)));
			const report = await timed(async () => {
				await Promise.all(pairs.map((pair) => transfer(task.messages, pair)));
				return { done: task.pairs * task.messages, failed: 0 };
			});
			for (const { publisher, subscriber } of pairs) for (const client of [publisher, subscriber]) client.close();
			return report;
		}
		case "connect":
			return timed(() =>
				repeat(task.connections, task.atOnce, async (index) => {
					const client = await RawClient.open(task.door, `bench-${index}`);
					client.close();
				}),
			);
		case "hold":
			return timed(() =>
				repeat(task.connections, task.atOnce, async (index) => {
					const client = await RawClient.open(task.door, `bench-${index}`);
					await client.subscribe(`bench/${index}/temperature`);
				}),
			);
		case "provision": {
			// Keys are the devices' work, not the emulator's.
			const requests = await Promise.all(Array.from({ length: task.devices }, makeRequest));
			return timed(() =>
				repeat(task.devices, task.atOnce, (index) =>
					provisionDevice(
						task.door,
						task.templateName,
						String(task.firstSerialNumber + index),
						requests[index]?.request ?? "",
					),
				),
			);
		}
	}
}

const [task] = (await once(process, "message")) as [LoadTask];
process.send?.(await run(task));
