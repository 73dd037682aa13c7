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
			const { thingName, serialNumber, certificateId, milliseconds, already } = happened;
			const how = already ? "was provisioned before" : `provisioned in ${(milliseconds / 1000).toFixed(1)} s`;
			return {
				data: [thingName, serialNumber, certificateId].join("  "),
				message: `${style.green(style.bold(thingName))} ${how}.`,
			};
		}
		case "series": {
			const { provisioned, failed, skipped, waiting } = happened;
			const sum = `${provisioned} provisioned, ${failed} failed${skipped > 0 ? `, ${skipped} done before` : ""}`;
			return { message: style.bold(waiting ? `${sum}. Plug in the next board.` : `${sum}.`) };
		}
	}
}
