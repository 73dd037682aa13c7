import type {
	BoardProvisionedEvent,
	ProvisionStep,
	ProvisionStepEvent,
	SeriesEvent,
} from "../../board/provision/provision-events.js";
import type { EventText } from "./event-text.js";
import type { Style } from "./style.js";

const stepNames: Readonly<Record<ProvisionStep, string>> = Object.freeze({
	firmware: "firmware",
	wake: "firmware answers",
	key: "key made on the device",
	claim: "claim issued",
	credential: "credential taken",
	bootstrap: "bootstrap delivered",
	online: "online",
	reading: "reading acknowledged",
	verify: "AWS knows it",
});

/** The text of events of `device provision`. */
export function provisionEventText(
	style: Style,
	happened: ProvisionStepEvent | BoardProvisionedEvent | SeriesEvent,
): EventText {
	switch (happened.event) {
		case "provision-step": {
			const { step, milliseconds, detail, failed } = happened;
			const mark = failed ? style.red("✖") : style.green("✔");
			const took = `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
			return { message: `${mark} ${stepNames[step].padEnd(24)} ${took}  ${style.dim(detail)}`.trimEnd() };
		}
		case "board-provisioned": {
			const { thingName, serialNumber, certificateId, milliseconds, already, sensor } = happened;
			const how = already ? "was provisioned before" : `provisioned in ${(milliseconds / 1000).toFixed(1)} s`;
			const complaint =
				sensor?.answers === false ? `\n${style.yellow("Without a reading:")} ${sensor.message} (${sensor.code})` : "";
			return {
				data: [thingName, serialNumber, certificateId].join("  "),
				message: `${style.green(style.bold(thingName))} ${how}.${complaint}`,
			};
		}
		case "series":
			return { message: style.bold(seriesText(happened)) };
	}
}

function seriesText({ done, count, provisioned, failed, skipped, secondsLeft, waiting }: SeriesEvent): string {
	if (!waiting && provisioned + failed + skipped === 0 && count !== undefined && done >= count) {
		return `${done} of ${count} boards are done already, says the record: nothing was left to do. For more, raise --count or name another --record.`;
	}
	const parts = [
		count === undefined ? `${provisioned} provisioned` : `${done} of ${count} done`,
		`${failed} failed`,
		skipped > 0 ? `${skipped} done before` : undefined,
		secondsLeft === undefined ? undefined : `about ${duration(secondsLeft)} left`,
	];
	const sum = parts.filter((part) => part !== undefined).join(", ");
	return waiting ? `${sum}. Plug in the next board.` : `${sum}.`;
}

/** E.g. 40 s, 12 min, 2 h 5 min. */
function duration(seconds: number): string {
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
