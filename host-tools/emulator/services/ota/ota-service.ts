import { localBuckets } from "../../buckets.js";
import type { Jobs } from "../jobs/jobs.js";
import type { Registry } from "../registry.js";
import type { Service, ServiceParts } from "../service.js";
import { otaOperations } from "./ota-operations.js";
import { OtaUpdates } from "./ota-updates.js";

interface Parts extends Pick<ServiceParts, "store" | "clock" | "behaviour"> {
	readonly registry: Pick<Registry, "streams" | "tags"> & { readonly jobs: Jobs };
}

/** Updates over the air, as FreeRTOS's agents take them: docs/aws-behaviour.md, "OTA updates". */
export function otaService({ store, clock, behaviour, registry }: Parts): Service {
	const { streams, tags, jobs } = registry;
	const buckets = localBuckets(behaviour.bucketDirectory);
	const updates = new OtaUpdates({ store, clock, streams, jobs, buckets });
	tags.taggable("otaupdate", (otaUpdateId) => updates.find(otaUpdateId)?.otaUpdateArn);
	return { name: "ota", operations: otaOperations(updates, tags) };
}
