import { localBuckets } from "../../buckets.js";
import type { EventConfigurations, EventType } from "../events/event-configurations.js";
import type { Registry } from "../registry.js";
import type { Service, ServiceParts } from "../service.js";
import { deviceOperations } from "./device/device-operations.js";
import { JobNotifier } from "./device/job-notifier.js";
import { JobResponder } from "./device/job-responder.js";
import { isJobTopic, mayPublishJob, maySubscribeJob } from "./device/job-topics.js";
import { executionOperations } from "./execution-operations.js";
import { PresignedObjects } from "./files/presigned-objects.js";
import { JobEvents } from "./job-events.js";
import { jobOperations } from "./job-operations.js";
import { jobTemplateOperations } from "./templates/template-operations.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "store" | "endpoint"> & {
	readonly registry: Pick<Registry, "jobs" | "things" | "thingGroups" | "tags"> & {
		/** No events without it. */
		readonly eventConfigurations?: EventConfigurations;
	};
	readonly behaviour: Pick<ServiceParts["behaviour"], "hooks"> & {
		/** Folder that stands for S3. */
		readonly bucketDirectory?: string | undefined;
	};
};

/** AWS IoT Jobs: the fleet owner's operations, and a device's over MQTT and HTTP. */
export function jobsService({ clock, connections, store, registry, behaviour, endpoint }: Parts): Service {
	const { jobs, things, thingGroups, tags, eventConfigurations } = registry;
	const durable = () => store.durable();
	const publish = (topic: string, payload: Buffer) => connections.publish(topic, payload);
	// Where it cannot be kept, the answer says so.
	const publishOnceDurable = (topic: string, payload: Buffer) =>
		void durable().then(
			() => publish(topic, payload),
			() => {},
		);
	const buckets = localBuckets(behaviour.bucketDirectory);
	const objects = new PresignedObjects({ buckets, clock, endpoint });
	const device = { jobs, clock, durable, urlOf: objects.urlOf.bind(objects) };
	const notifier = new JobNotifier({ ...device, publish });
	const responder = new JobResponder(device);
	const isEnabled = (type: EventType) => eventConfigurations?.isEnabled(type) ?? false;
	const events = new JobEvents({ clock, things, jobs, configurations: { isEnabled }, publish: publishOnceDurable });
	tags.taggable("job", (jobId) => jobs.findJob(jobId)?.jobArn);
	tags.taggable("jobtemplate", (jobTemplateId) => jobs.templates.find(jobTemplateId)?.jobTemplateArn);
	jobs.serveBy({
		pendingChanging: (thingName, change) => notifier.pendingChanging(thingName, change),
		jobChanged: (job, operation) => events.jobChanged(job, operation),
		executionEnded: (execution, operation) => events.executionEnded(execution, operation),
	});
	return {
		name: "jobs",
		operations: [
			...jobOperations({ jobs, tags, buckets, clock, thingGroups }),
			...executionOperations({ jobs, things, clock }),
			...jobTemplateOperations({ jobs, tags, buckets }),
			...deviceOperations(device),
			objects.operation,
		],
		reserved: {
			purpose: "jobs",
			owns: isJobTopic,
			mayPublish: mayPublishJob,
			maySubscribe: maySubscribeJob,
			needsConnection: true,
			answer: (request) => responder.answer(request),
		},
		close: () => notifier.close(),
	};
}
