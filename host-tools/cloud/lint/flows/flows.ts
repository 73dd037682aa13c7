import { conversation, type Need, publish, receive, type Step, subscribe, type Variant } from "./flow.js";

/** What `--flow` takes. */
export const flowNames = Object.freeze([
	"provisioning",
	"provisioning-keys",
	"provisioning-csr",
	"telemetry",
	"jobs",
	"shadow",
] as const);

export type FlowName = (typeof flowNames)[number];

const formats = ["json", "cbor"];

/** Fleet provisioning (AWS IoT Core Developer Guide, "Device provisioning MQTT API"), with a key that AWS makes, or one of the device's own. */
export function provisioning(origin: "keys" | "csr", template: string): readonly Variant[] {
	const [topic, does] =
		origin === "keys" ? ["create", "CreateKeysAndCertificate"] : ["create-from-csr", "CreateCertificateFromCsr"];
	return formats.map((format) => [
		...conversation(`$aws/certificates/${topic}/${format}`, does),
		...conversation(`$aws/provisioning-templates/${template}/provision/${format}`, "RegisterThing"),
	]);
}

/** A device's readings. `topic` with `{thingName}`. */
export function telemetry(topic: string, thingName: string): readonly Variant[] {
	return [[{ does: "publish readings", ways: [[publish(topic.replaceAll("{thingName}", thingName))]] }]];
}

/** Any job. */
export const someJob = "lint-job";

/** Jobs (same guide, "Jobs device MQTT API operations"): it hears of them, or asks; it gets one and says what came of it. */
export function jobs(thingName: string): readonly Variant[] {
	const below = `$aws/things/${thingName}/jobs`;
	const requests = ["start-next", "$next/get", "get", `${someJob}/get`].map((name) => `${below}/${name}`);
	const heard = (topic: string): readonly (readonly Need[])[] =>
		[topic, `${below}/+`, `${below}/#`].map((filter) => [subscribe(filter), receive(topic)]);
	const answered = (request: string) => {
		const answer = `${request}/accepted`;
		const filters = [
			answer,
			`${request}/+`,
			`${request}/#`,
			`${below}/+/accepted`,
			`${below}/+/+`,
			`${below}/+/get/accepted`,
			`${below}/+/+/+`,
			`${below}/#`,
		];
		return filters.map((filter) => [publish(request), subscribe(filter), receive(answer)]);
	};
	const steps: readonly Step[] = [
		{
			does: "hear of jobs (notify-next or notify)",
			ways: ["notify-next", "notify"].flatMap((name) => heard(`${below}/${name}`)),
		},
		{ does: "ask for a job and hear the answer (start-next or get)", ways: requests.flatMap(answered) },
		{ does: "say what came of a job (update)", ways: [[publish(`${below}/${someJob}/update`)]] },
	];
	return [steps];
}

/** A shadow, classic or of that name (same guide, "Device Shadow MQTT topics"): it reports, and hears of what is desired. */
export function shadow(thingName: string, name: string): readonly Variant[] {
	return ["shadow", `shadow/name/${name}`].map((kind): Variant => {
		const below = `$aws/things/${thingName}/${kind}`;
		const topics = ["update/accepted", "update/delta", "update/documents", "get/accepted"].map(
			(one) => `${below}/${one}`,
		);
		const filters = (topic: string) => [
			topic,
			topic.replace(/[^/]+$/, "+"),
			topic.replace(/[^/]+$/, "#"),
			`${below}/+/+`,
			`${below}/+/accepted`,
			`${below}/#`,
		];
		return [
			{ does: "report to its shadow (update)", ways: [[publish(`${below}/update`)]] },
			{
				does: "hear what its shadow says (update/accepted, update/delta or get/accepted)",
				ways: topics.flatMap((topic) => filters(topic).map((filter) => [subscribe(filter), receive(topic)])),
			},
		];
	});
}
