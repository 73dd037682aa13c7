import { DeviceError, type ErrorCode, toDeviceError } from "../../ports/errors.js";
import type { DeviceKey } from "../../ports/key-maker.js";
import type { LogFields } from "../../ports/log.js";
import type { Cancel } from "../../ports/timer.js";
import type { Bootstrap } from "../bootstrap.js";
import type { SystemPorts } from "../device-ports.js";
import { fromRecords } from "../identity/bootstrap-records.js";
import type { JournalValues } from "../identity/journal.js";
import { decodeMembers } from "../identity/record-json.js";
import { recordType } from "../identity/record-types.js";
import type { DeviceState } from "../run/device-state.js";
import {
	decodeFrame,
	decodeManifest,
	decodePart,
	frameType,
	linkProtocol,
	maximumBootstrap,
	maximumPart,
	type ReceivedFrame,
} from "./frames.js";
import { LineCollector } from "./line-collector.js";
import { requestPiece, withOwnKey } from "./own-key-answer.js";
import { Transfer } from "./transfer.js";

/** What a device tells whoever asks over its serial line. Nothing secret. */
export interface DeviceDescription {
	/** As in the Board port. */
	readonly model: string;
	/** As in the Board port. */
	readonly serialNumber: string;
	readonly state: DeviceState;
	/** Undefined for a device without a name yet. */
	readonly thingName: string | undefined;
	/** The key the device makes for itself is in flash: a claim's time will not be spent on it. */
	readonly keyReady: boolean;
}

export interface BootstrapReceiverOptions {
	readonly system: Pick<SystemPorts, "timer" | "text" | "log">;
	/** Forgets half a bootstrap after that long without a frame, ms. */
	readonly idleMs: number;
	readonly describe: () => DeviceDescription;
	/** Why a bootstrap is not taken now; undefined: it is. Asked at its beginning and again before it is installed. */
	readonly refusal: () => ErrorCode | undefined;
	/** One begins to come in. */
	readonly onBegin: () => void;
	/** The key the device made for itself; undefined before it did. */
	readonly ownKey: () => DeviceKey | undefined;
	/** Makes that key, where it is not there or being made yet. */
	readonly makeOwnKey: () => Promise<unknown>;
	/** Makes the device live on by it. Rejects with DeviceError: then nothing was changed. */
	readonly install: (bootstrap: Bootstrap) => Promise<void>;
	/** The same with other settings, a JSON object as `changeSettings` takes it. */
	readonly configure: (changes: unknown) => Promise<void>;
}

/** Takes a bootstrap from the serial line, line by line (docs/serial-bootstrap.md). Half a bootstrap changes nothing. */
export class BootstrapReceiver {
	readonly #options: BootstrapReceiverOptions;
	readonly #collector = new LineCollector();
	/** Undefined while no bootstrap is coming in. */
	#transfer: Transfer | undefined;
	/** Of the last frame that a transfer had; its answer may have been lost on the way. */
	#last: { readonly sequence: number; readonly crc: number; readonly repeat: () => void } | undefined;
	#installing = false;
	#keyFailure: DeviceError | undefined;
	#cancelIdle: Cancel = () => {};
	#closed = false;

	constructor(options: BootstrapReceiverOptions) {
		this.#options = options;
	}

	/** Whatever arrived; never throws. */
	push(bytes: Uint8Array): void {
		if (this.#closed) return;
		this.#collector.push(bytes, (line) => {
			const frame = decodeFrame(line, this.#options.system.text);
			// No answer to what is damaged: the sender will send it again.
			if (frame && !this.#closed) this.#take(frame);
		});
	}

	/** Forgets a bootstrap that is half there, and answers nothing any more. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#forget();
	}

	#take(frame: ReceivedFrame): void {
		try {
			this.#handle(frame);
		} catch (thrown) {
			this.#refuse(frame, toDeviceError(thrown));
		}
	}

	#handle(frame: ReceivedFrame): void {
		const { type, protocol, crc } = frame;
		// The answer to what is being installed comes when it is.
		if (this.#installing && type !== frameType.hello) return;
		if (protocol !== linkProtocol && type !== frameType.hello) {
			throw invalid(`Protocol ${protocol} is not spoken here, ${linkProtocol} is`);
		}
		if (crc === this.#last?.crc) this.#last.repeat();
		else this.#dispatch(frame);
	}

	#dispatch(frame: ReceivedFrame): void {
		const { type } = frame;
		if (type === frameType.hello) this.#sayHello(frame);
		else if (type === frameType.begin) this.#begin(frame);
		else if (type === frameType.part) this.#addPart(frame);
		else if (type === frameType.end) this.#end(frame);
		else if (type === frameType.abort) this.#abort(frame);
		else if (type === frameType.request) this.#sendRequest(frame);
		else throw invalid(`Frames of type ${type} are not known here`);
	}

	#abort(frame: ReceivedFrame): void {
		this.#forget();
		this.#answer(frame, "bootstrap.received");
	}

	#sayHello(frame: ReceivedFrame): void {
		const { describe, refusal } = this.#options;
		const { thingName, ...description } = describe();
		const code = refusal();
		this.#answer(frame, "bootstrap.hello", {
			protocol: linkProtocol,
			maximumBytes: maximumBootstrap,
			maximumPart,
			takesSettings: true,
			...description,
			...(thingName === undefined ? {} : { thingName }),
			accepts: code === undefined,
			...(code === undefined ? {} : { code }),
		});
	}

	#begin(frame: ReceivedFrame): void {
		this.#forget();
		this.#checkWelcome();
		this.#transfer = new Transfer(decodeManifest(frame.payload));
		this.#options.onBegin();
		this.#progress(frame);
	}

	#addPart(frame: ReceivedFrame): void {
		const transfer = this.#nextOf(frame);
		const part = decodePart(frame.payload);
		if (!part) throw invalid("A part is malformed");
		transfer.add(part);
		this.#progress(frame);
	}

	#end(frame: ReceivedFrame): void {
		const records = this.#nextOf(frame).finish();
		this.#forget();
		this.#installing = true;
		this.#install(records)
			.then(
				() => this.#remember(frame, () => this.#answer(frame, "bootstrap.accepted")),
				(thrown: unknown) => this.#remember(frame, () => this.#refuse(frame, toDeviceError(thrown))),
			)
			.finally(() => {
				this.#installing = false;
			});
	}

	async #install(records: JournalValues): Promise<void> {
		const { system, ownKey, install, configure } = this.#options;
		const { text } = system;
		// The button may have been let go, or an identity have been proved, since it began.
		this.#checkWelcome();
		const changes = records.get(recordType.settingsChange);
		if (changes) await configure(decodeMembers(recordType.settingsChange, changes, text));
		else await install(withOwnKey(fromRecords(records, text), ownKey(), text));
	}

	/** The request for a certificate for the device's own key, piece by piece; none yet while the key is being made. */
	#sendRequest(frame: ReceivedFrame): void {
		this.#checkWelcome();
		const { system, ownKey, makeOwnKey } = this.#options;
		const failure = this.#keyFailure;
		this.#keyFailure = undefined;
		if (failure) throw failure;
		const key = ownKey();
		if (!key) {
			makeOwnKey().catch((thrown: unknown) => {
				this.#keyFailure = toDeviceError(thrown);
			});
		}
		this.#answer(frame, "bootstrap.request", requestPiece(key, frame.payload, system.text));
	}

	/** The transfer, when `frame` is the next one of it. Throws `bootstrap-invalid`. */
	#nextOf({ sequence }: ReceivedFrame): Transfer {
		if (!this.#transfer || !this.#last) throw invalid("No bootstrap was begun, or it took too long; begin again");
		if (sequence !== ((this.#last.sequence + 1) & 0xffff)) throw invalid("A frame is out of order; begin again");
		return this.#transfer;
	}

	#checkWelcome(): void {
		const code = this.#options.refusal();
		if (code === "identity-kept") {
			throw new DeviceError(code, "The device has an identity; hold its button while sending, or erase it first");
		}
		if (code) throw new DeviceError(code, "The device takes no bootstrap now");
	}

	#progress(frame: ReceivedFrame): void {
		this.#cancelIdle();
		this.#cancelIdle = this.#options.system.timer.after(this.#options.idleMs, () => {
			this.#forget();
			this.#options.system.log.write("warning", "bootstrap.forgotten", { code: "timeout" });
		});
		this.#remember(frame, () => this.#answer(frame, "bootstrap.received"));
	}

	#remember({ sequence, crc }: ReceivedFrame, repeat: () => void): void {
		this.#last = { sequence, crc, repeat };
		repeat();
	}

	#forget(): void {
		this.#cancelIdle();
		this.#transfer = undefined;
		this.#last = undefined;
	}

	#refuse(frame: ReceivedFrame, { code, message }: DeviceError): void {
		this.#transfer = undefined;
		this.#cancelIdle();
		if (this.#closed) return;
		this.#options.system.log.write("warning", "bootstrap.refused", { sequence: frame.sequence, code, message });
	}

	#answer({ sequence }: ReceivedFrame, event: string, fields: LogFields = {}): void {
		if (!this.#closed) this.#options.system.log.write("info", event, { sequence, ...fields });
	}
}

function invalid(message: string): DeviceError {
	return new DeviceError("bootstrap-invalid", message);
}
