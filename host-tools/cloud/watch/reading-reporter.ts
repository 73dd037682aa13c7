import type { TaskContext } from "../../base/task-context.js";
import { parseReading } from "./reading-payload.js";
import { SequenceTracker } from "./sequence-tracker.js";
import type { SilenceMonitor } from "./silence-monitor.js";
import type { TopicTemplate } from "./topic-template.js";
import type { WatchEvent } from "./watch-events.js";

/** Things whose sequence is followed; of further ones readings are still reported, without counts. */
const thingLimit = 10_000;

/** Turns incoming messages into `reading` and `malformed` events, and tells `silence` of readings. */
export function createReadingReporter(
	template: TopicTemplate,
	emit: TaskContext<WatchEvent>["emit"],
	silence: SilenceMonitor,
): (topic: string, payload: Uint8Array) => void {
	const trackers = new Map<string, SequenceTracker>();
	const trackerOf = (thingName: string) => {
		let tracker = trackers.get(thingName);
		if (tracker === undefined) {
			tracker = new SequenceTracker();
			if (trackers.size < thingLimit) trackers.set(thingName, tracker);
		}
		return tracker;
	};

	return (topic, payload) => {
		const thingName = template.thingNameOf(topic);
		if (thingName === undefined) return;
		silence.anythingHeard();
		try {
			const reading = parseReading(payload);
			silence.heard(thingName, reading, Date.now());
			const { missed, duplicate, restarted } = trackerOf(thingName).observe(reading);
			emit({
				event: "reading",
				thingName,
				...reading,
				missed: missed || undefined,
				duplicate: duplicate || undefined,
				restarted: restarted || undefined,
			});
		} catch (error) {
			emit({ event: "malformed", thingName, topic, message: (error as Error).message });
		}
	};
}
