import type { Json } from "../api.js";
import { type Kind, keysOf, type State } from "../kind.js";

const reportedIn = (document: Json) => ((document.state as Json).reported ?? {}) as Json;

/** Classic and named shadows, over HTTP or over MQTT. */
export function shadows(over: "http" | "mqtt"): Kind {
	const nameOf = (key: string) => (key.endsWith("0") ? undefined : "named");
	return {
		name: `shadow-${over}`,
		keys: keysOf(`shadow-${over}`, 4),
		async read({ api }, key) {
			const name = nameOf(key);
			const found = await api.find(`/things/${key}/shadow${name ? `?name=${name}` : ""}`, "iotdata");
			return found && { n: reportedIn(found).n };
		},
		step(key, state, random, number) {
			const name = nameOf(key);
			const removes = state !== undefined && random.once(5);
			const update = { state: { reported: { n: number } } };
			const next: State = removes ? undefined : { n: number };
			if (over === "mqtt") {
				const topic = `$aws/things/${key}/shadow${name ? `/name/${name}` : ""}/${removes ? "delete" : "update"}`;
				return { next, send: ({ ask }) => ask(topic, removes ? {} : update) };
			}
			const path = `/things/${key}/shadow${name ? `?name=${name}` : ""}`;
			return {
				next,
				send: ({ api }) =>
					removes ? api.call("DELETE", path, undefined, {}, "iotdata") : api.call("POST", path, update, {}, "iotdata"),
			};
		},
	};
}

/** Retained messages: over HTTP, and by PUBACK. An empty one takes the last away. */
export function retained(over: "http" | "mqtt"): Kind {
	return {
		name: `retained-${over}`,
		keys: keysOf(`retained-${over}`, 4),
		async read({ api }, key) {
			const found = await api.find(`/retainedMessage/${key}`, "iotdata");
			return found && { text: Buffer.from(String(found.payload), "base64").toString() };
		},
		step(key, state, random, number) {
			const text = state !== undefined && random.once(4) ? "" : `${number}`;
			return {
				next: text === "" ? undefined : { text },
				send: ({ api, device }) =>
					over === "http"
						? api.call("POST", `/topics/${key}?qos=1&retain=true`, text, {}, "iotdata")
						: device.publish(key, text, { qos: 1, retain: true }),
			};
		},
	};
}

const targets = ["worker-0", "worker-1", "worker-2"];

/** Jobs of three things: queued for each, done by one after the other over HTTP or MQTT, deleted. */
export const jobs: Kind = {
	name: "job",
	keys: keysOf("job", 4),
	async prepare({ api }) {
		for (const thing of targets) await api.call("POST", `/things/${thing}`, {});
	},
	async read({ api }, key) {
		const found = await api.find(`/jobs/${key}`);
		const { status } = (found?.job ?? {}) as Json;
		if (status === undefined || status === "DELETION_IN_PROGRESS") return undefined;
		const { executionSummaries } = await api.call("GET", `/jobs/${key}/things`);
		const executions = (executionSummaries as Json[]).map(({ thingArn, jobExecutionSummary }) => [
			String(thingArn).split("/")[1],
			(jobExecutionSummary as Json).status,
		]);
		return { status, executions: Object.fromEntries(executions) };
	},
	step(key, state, _random, number) {
		if (state === undefined) {
			const arns = targets.map((thing) => `arn:aws:iot:us-east-1:000000000000:thing/${thing}`);
			return {
				next: { status: "IN_PROGRESS", executions: Object.fromEntries(targets.map((thing) => [thing, "QUEUED"])) },
				send: ({ api }) =>
					api.call("PUT", `/jobs/${key}`, { targets: arns, document: "{}", tags: [{ Key: "k", Value: "v" }] }),
			};
		}
		const executions = state.executions as Readonly<Record<string, string>>;
		const thing = targets.find((one) => executions[one] === "QUEUED");
		if (thing === undefined) {
			return { next: undefined, send: ({ api }) => api.call("DELETE", `/jobs/${key}?force=true`) };
		}
		const left = targets.filter((one) => executions[one] === "QUEUED").length;
		const update = { status: "SUCCEEDED" };
		return {
			next: { status: left === 1 ? "COMPLETED" : "IN_PROGRESS", executions: { ...executions, [thing]: "SUCCEEDED" } },
			send: ({ api, ask }) =>
				number % 2 === 0
					? api.call("POST", `/things/${thing}/jobs/${key}`, update, {}, "iot-jobs-data")
					: ask(`$aws/things/${thing}/jobs/${key}/update`, update),
		};
	},
};
