import { AwsError, quote } from "../../aws-error.js";
import { type ApiCall, type Operation, StreamAnswer } from "../../http/operation.js";
import { type Activity, type ActivityKind, activityKinds, type Happening } from "./activity.js";
import { own } from "./own-operation.js";

/** Streams open at a time. */
const mostStreams = 32;
/** ms of real time between two signs of life: what is silent for longer is given up by proxies and browsers. */
const signOfLifeInterval = 15_000;

/** What goes on, as a list and as a stream. */
export function activityOperations(activity: Activity): readonly Operation[] {
	let streams = 0;
	const openStream = (call: ApiCall): StreamAnswer => {
		const wanted = kindsOf(call);
		const lastEventId = call.headers["last-event-id"];
		const since = Number(call.query.integer("since") ?? (typeof lastEventId === "string" ? lastEventId : undefined));
		if (streams >= mostStreams) {
			throw new AwsError("ThrottlingException", `${mostStreams} streams are open, which is the limit: close one`);
		}
		return new StreamAnswer("text/event-stream", ({ send, end }) => {
			streams += 1;
			const tell = (happening: Happening) => {
				if (wanted.has(happening.kind) && !send(asEvent(happening))) end();
			};
			const unfollow = activity.follow(tell);
			const timer = setInterval(() => send(": \n\n") || end(), signOfLifeInterval);
			send("retry: 1000\n\n");
			for (const happening of Number.isNaN(since) ? [] : activity.since(since, wanted)) tell(happening);
			return () => {
				streams -= 1;
				clearInterval(timer);
				unfollow();
			};
		});
	};
	return [
		own("GET", "activity", (call) => ({
			activity: activity.since(call.query.integer("since") ?? 0, kindsOf(call)),
		})),
		own("GET", "events", openStream),
	];
}

/** Server-sent events (HTML Living Standard, 9.2): JSON has no line breaks. */
function asEvent(happening: Happening): string {
	return `id: ${happening.id}\nevent: ${happening.kind}\ndata: ${JSON.stringify(happening)}\n\n`;
}

function kindsOf({ query }: ApiCall): ReadonlySet<ActivityKind> {
	const given = query.string("kinds");
	if (given === undefined) return new Set(activityKinds);
	const kinds = given.split(",");
	const unknown = kinds.find((kind) => !activityKinds.some((known) => known === kind));
	if (unknown === undefined) return new Set(kinds as ActivityKind[]);
	throw new AwsError(
		"InvalidRequestException",
		`kinds has ${quote(unknown)}: it is a list, with commas, of ${activityKinds.join(", ")}`,
	);
}
