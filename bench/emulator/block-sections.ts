import { startEmulator } from "../../host-tools/emulator/emulator.js";
import { print } from "./figures.js";
import { makeThings } from "./fleet.js";
import { Turns } from "./turns.js";

const count = 100_000;
const year = 365 * 24 * 3600;
const group = "arn:aws:iot:us-east-1:000000000000:thinggroup/all";
const headers = {
	authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iot/aws4_request",
	"content-type": "application/json",
};

/**
 * How long single turns of the event loop are while something is done to 100,000 things: in processor time of the thread, which is the
 * same whatever else the machine does. In this process, because nobody else can see turns.
 */
export async function blocks(): Promise<void> {
	const emulator = await startEmulator({ port: 0, mqttPort: 0 });
	const call = async (method: string, path: string, body?: object) => {
		const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
		const response = await fetch(`${emulator.endpointUrl}${path}`, init);
		const text = await response.text();
		if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
		return JSON.parse(text || "{}");
	};
	const search = (queryString: string) => call("POST", "/indices/search", { queryString });
	const createJob = (jobId: string, rollout: object) =>
		call("PUT", `/jobs/${jobId}`, { targets: [group], document: "{}", jobExecutionsRolloutConfig: rollout });
	const reached = async (jobId: string) => {
		for (;;) {
			const { job } = await call("GET", `/jobs/${jobId}`);
			if (job.jobProcessDetails.numberOfQueuedThings === count) return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	};
	const gone = async (jobId: string) => {
		await call("DELETE", `/jobs/${jobId}?force=true`);
		for (;;) {
			const { jobs } = await call("GET", "/jobs");
			if (jobs.length === 0) return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	};
	try {
		await call("POST", "/thing-groups/all", {});
		await call("POST", "/indexing/config", { thingIndexingConfiguration: { thingIndexingMode: "REGISTRY" } });
		await makeThings(emulator, count, (name) => emulator.registry.thingGroups.addThingToThingGroup("all", name));
		const turns = new Turns();
		const longest = async (what: string, work: () => Promise<unknown>) => {
			turns.begin();
			await work();
			const { first, tenth } = turns.end();
			print(`longest turn: ${what}`, first, "ms");
			print("  the tenth longest", tenth, "ms");
		};
		await longest("the first search, which makes the lists", () => search("thingName:nobody"));
		await longest("a search that finds nothing", () => search("NOT thingName:*"));
		await longest("GetStatistics", () => call("POST", "/indices/statistics", { queryString: "*" }));
		await longest("CreateJob on all, to its last execution", () => createJob("one", {}).then(() => reached("one")));
		await longest("its deletion", () => gone("one"));
		await createJob("slow", { maximumPerMinute: 1 });
		await longest("a leap of a year over a rollout of one a minute", async () => {
			await call("POST", "/_thingsmith/clock", { advanceSeconds: year });
			await reached("slow");
		});
	} finally {
		await emulator.close();
	}
}
