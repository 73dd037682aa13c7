import type { LogFields } from "../../../firmware/ports/log.js";

/** Whether a device's sensor gives readings. */
export type SensorOutcome =
	| { readonly answers: true }
	| { readonly answers: false; readonly code: string; readonly message: string };

/** Who a device is. */
export interface NamedDevice {
	readonly thingName: string;
	/** Undefined for a device that was provisioned before: it says its name only. */
	readonly certificateId: string | undefined;
}

export interface OnlineDevice extends NamedDevice {
	/** Undefined where nobody has heard yet. */
	readonly sensor: SensorOutcome | undefined;
}

/** What a device has said of itself so far. */
export class Progress {
	#thingName: string | undefined;
	#certificateId: string | undefined;
	#online = false;
	/** Of its sensor. */
	sensor: SensorOutcome | undefined;
	/** For an error's message. */
	state = "unknown";
	retry: string | undefined;

	/** `known`: a device that is a thing already. */
	constructor(known?: OnlineDevice) {
		this.#thingName = known?.thingName;
		this.#certificateId = known?.certificateId;
		this.#online = known !== undefined;
	}

	/** Who the device is, as soon as it has said so. */
	get thing(): NamedDevice | undefined {
		return this.#thingName === undefined
			? undefined
			: { thingName: this.#thingName, certificateId: this.#certificateId };
	}

	/** The device, once it was online as itself. */
	get online(): OnlineDevice | undefined {
		const { thing, sensor } = this;
		return this.#online && thing !== undefined ? { ...thing, sensor } : undefined;
	}

	/** The device's sensor is heard of also before its bootstrap counts: it is asked at once. */
	takeSensor(event: string, fields: LogFields): void {
		if (event === "sensor.failed") {
			this.sensor = { answers: false, code: String(fields.code), message: String(fields.message) };
		}
		if (event === "sensor.recovered" || event === "reading.acknowledged") this.sensor = { answers: true };
	}

	take(event: string, fields: LogFields): void {
		if (event === "thing.registered" || event === "identity.connected") this.#thingName = String(fields.thingName);
		if (event === "identity.staged" || event === "provisioned") this.#certificateId = String(fields.certificateId);
		if (event === "retry") this.retry = `${String(fields.message)} (${String(fields.code)})`;
		if (event === "state") this.state = String(fields.to);
		if (event === "state" && fields.to === "online" && this.#thingName !== undefined) this.#online = true;
	}
}
