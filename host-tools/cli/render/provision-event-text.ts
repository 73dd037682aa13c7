import type { ProvisionStep, ThingsmithEvent } from "../../base/events.js";
import type { Wording } from "./event-text.js";
import type { Style } from "./style.js";

type Of<Name extends ThingsmithEvent["event"]> = Extract<ThingsmithEvent, { event: Name }>;
type ProvisionEvent = Of<"provision-step" | "board-provisioned" | "series">;

const stepNames: Readonly<Record<ProvisionStep, string>> = Object.freeze({
	firmware: "firmware",
	wake: "firmware answers",
	key: "key made on the device",
	claim: "claim issued",
	bootstrap: "bootstrap delivered",
	online: "online",
	verify: "AWS knows it",
});

/** The words of `device provision`. */
export function provisionWords(style: Style, happened: ProvisionEvent): Wording {
	switch (happened.event) {
		case "provision-step": {
			const { step, milliseconds, detail, failed } = happened;
			const mark = failed ? style.red("✖") : style.green("✔");
			const took = `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
			return { words: `${mark} ${stepNames[step].padEnd(24)} ${took}  ${style.dim(detail)}`.trimEnd() };
		}
		case "board-provisioned": {
			const { thingName, serialNumber, certificateId, milliseconds, already } = happened;
			const how = already ? "was provisioned before" : `provisioned in ${(milliseconds / 1000).toFixed(1)} s`;
			return {
				data: [thingName, serialNumber, certificateId].join("  "),
				words: `${style.green(style.bold(thingName))} ${how}.`,
			};
		}
		case "series": {
			const { provisioned, failed, skipped, waiting } = happened;
			const sum = `${provisioned} provisioned, ${failed} failed${skipped > 0 ? `, ${skipped} done before` : ""}`;
			return { words: style.bold(waiting ? `${sum}. Plug in the next board.` : `${sum}.`) };
		}
	}
}
