// What was off before is noted in the physical id, and only that is switched off again.
const iot = require("@aws-sdk/client-iot");

const client = new iot.IoTClient({ maxAttempts: 5 });
const call = (name, input = {}) => client.send(new iot[`${name}Command`](input));
const index = (input) => call("UpdateIndexingConfiguration", input);
const merged = (had, wanted) => {
	const members = Object.entries(wanted).map(([name, value]) => [name[0].toLowerCase() + name.slice(1), value]);
	const mode = had?.thingIndexingMode;
	return {
		...had,
		...Object.fromEntries(members),
		...(mode === "REGISTRY_AND_SHADOW" && { thingIndexingMode: mode }),
		managedFields: undefined,
	};
};
const setEvents = async (names, Enabled) => {
	const eventConfigurations = Object.fromEntries(names.map((name) => [name, { Enabled }]));
	if (names.length > 0) await call("UpdateEventConfigurations", { eventConfigurations });
};

const kinds = {
	ThingGroupPolicy: {
		async make({ PolicyName: policyName, Target: target }) {
			await call("AttachPolicy", { policyName, target });
			return JSON.stringify({ policyName, target });
		},
		async remove(id) {
			await call("DetachPolicy", JSON.parse(id)).catch((error) => {
				if (error.name !== "ResourceNotFoundException") throw error;
			});
		},
	},
	EventConfigurations: {
		async make({ Enabled }, id) {
			const { eventConfigurations = {} } = await call("DescribeEventConfigurations");
			const off = Enabled.filter((name) => !eventConfigurations[name]?.Enabled);
			await setEvents(off, true);
			return id ?? `on:${off}`;
		},
		remove: (id) => setEvents(id.slice(3).split(",").filter(Boolean), false),
	},
	FleetIndexing: {
		async make({ ThingIndexingConfiguration: things, ThingGroupIndexingConfiguration: groups }, id, until) {
			const had = await call("GetIndexingConfiguration");
			const { thingIndexingConfiguration: a, thingGroupIndexingConfiguration: b } = had;
			await index({
				thingIndexingConfiguration: merged(a, things),
				thingGroupIndexingConfiguration: merged(b, groups),
			});
			// Dynamic groups need an index that is there.
			for (;;) {
				const { indexStatus } = await call("DescribeIndex", { indexName: "AWS_Things" }).catch(() => ({}));
				if (indexStatus === "ACTIVE") return id ?? `was:${a?.thingIndexingMode},${b?.thingGroupIndexingMode}`;
				if (Date.now() > until) throw new Error(`Index AWS_Things: ${indexStatus}`);
				await new Promise((resolve) => setTimeout(resolve, 2000));
			}
		},
		async remove(id) {
			const [things, groups] = id.slice(4).split(",");
			if (things === "OFF") await index({ thingIndexingConfiguration: { thingIndexingMode: things } });
			if (groups === "OFF") await index({ thingGroupIndexingConfiguration: { thingGroupIndexingMode: groups } });
		},
	},
};

async function done({ RequestType, ResourceType, ResourceProperties, PhysicalResourceId }, until) {
	const kind = kinds[ResourceType.slice(8)];
	if (RequestType !== "Delete") return kind.make(ResourceProperties, PhysicalResourceId, until);
	if (!PhysicalResourceId.startsWith("none:")) await kind.remove(PhysicalResourceId);
	return PhysicalResourceId;
}

exports.handler = async (event, context) => {
	const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
	const left = context.getRemainingTimeInMillis() - 15000;
	const late = new Promise((_, reject) => {
		AbortSignal.timeout(left).onabort = () => reject(new Error("Too late"));
	});
	const answer = await Promise.race([done(event, Date.now() + left - 5000), late]).then(
		(PhysicalResourceId) => ({ Status: "SUCCESS", PhysicalResourceId }),
		({ name, message }) => ({
			Status: "FAILED",
			Reason: `${name}: ${message}`.slice(0, 999),
			PhysicalResourceId: event.PhysicalResourceId ?? `none:${RequestId}`,
		}),
	);
	const body = JSON.stringify({ ...answer, StackId, RequestId, LogicalResourceId });
	for (const _ of [1, 2, 3]) {
		const put = fetch(ResponseURL, {
			method: "PUT",
			body,
			signal: AbortSignal.timeout(4000),
			headers: { "content-type": "" },
		});
		if (await put.then((sent) => sent.ok).catch(() => false)) return;
	}
};
