import type { EmulatorClock } from "../../../clock.js";
import type { JsonObject } from "../../../json-value.js";
import { decodeBody, encodeBody, type PayloadFormat } from "../../payload-format.js";
import type { Registry } from "../../registry.js";
import type { ReservedRequest, ReservedTopics } from "../../service.js";
import { type DeviceReport, parseReport } from "./device-report.js";
import type { CustomMetricType } from "./metric-kinds.js";

/** ms; AWS takes one report of a thing in five minutes. */
const leastBetween = 300_000;
/** Ours: things whose last report is remembered. */
const rememberedThings = 20_000;

export interface ReportTopicsParts {
	readonly clock: EmulatorClock;
	readonly registry: Pick<Registry, "things">;
	readonly customTypeOf: (metric: string) => CustomMetricType | undefined;
	/** Called with each report that was accepted. */
	readonly reported: (thingName: string, report: DeviceReport) => void;
}

/** `$aws/things/<thing>/defender/metrics/json` and `…/cbor`: what devices say of themselves. */
export function reportTopics(parts: ReportTopicsParts): ReservedTopics {
	/** thing → when it reported last (ms) */
	const lastReports = new Map<string, number>();
	return {
		purpose: "device metrics",
		owns: (topic) => /^\$aws\/things\/[^/]+\/defender\//.test(topic),
		mayPublish: (topic) => requestIn(topic) !== undefined || "devices publish on …/defender/metrics/json or cbor",
		maySubscribe: () => true,
		answer(request) {
			const asked = requestIn(request.topic);
			if (asked !== undefined) answer(parts, lastReports, request, asked);
		},
	};
}

interface Asked {
	readonly thingName: string;
	readonly format: PayloadFormat;
}

function requestIn(topic: string): Asked | undefined {
	const [, thingName, format] = /^\$aws\/things\/([^/]+)\/defender\/metrics\/(json|cbor)$/.exec(topic) ?? [];
	return thingName === undefined ? undefined : { thingName, format: format === "cbor" ? "cbor" : "json" };
}

function answer(
	{ clock, registry, customTypeOf, reported }: ReportTopicsParts,
	lastReports: Map<string, number>,
	{ topic, payload, reply, refuse }: ReservedRequest,
	{ thingName, format }: Asked,
): void {
	const now = clock.now();
	const send = (outcome: "accepted" | "rejected", body: JsonObject) =>
		reply(`${topic}/${outcome}`, encodeBody(format, { thingName, ...body, timestamp: now }));
	const reject = (ErrorCode: string, ErrorMessage: string) => {
		refuse("report-rejected", `The report of "${thingName}" was rejected with ${ErrorCode}: ${ErrorMessage}`);
		send("rejected", { status: "REJECTED", statusDetails: { ErrorCode, ErrorMessage } });
	};
	if (registry.things.findThing(thingName) === undefined) {
		reject("InvalidRequest", "There is no thing of that name");
		return;
	}
	if (now - (lastReports.get(thingName) ?? Number.NEGATIVE_INFINITY) < leastBetween) {
		reject("Throttled", "A thing may report once in five minutes");
		return;
	}
	let report: DeviceReport;
	try {
		report = parseReport(decodeBody(format, payload), customTypeOf);
	} catch (error) {
		reject("InvalidPayload", (error as Error).message);
		return;
	}
	lastReports.delete(thingName);
	lastReports.set(thingName, now);
	const oldest = lastReports.keys().next().value;
	if (lastReports.size > rememberedThings && oldest !== undefined) lastReports.delete(oldest);
	reported(thingName, report);
	send("accepted", { reportId: report.reportId, status: "ACCEPTED" });
}
