import SdkTimer from "timer";
import type { Log } from "../ports/log.js";
import type { Cancel, Timer } from "../ports/timer.js";

export class XsTimer implements Timer {
	readonly #log: Log;

	constructor(log: Log) {
		this.#log = log;
	}

	after(milliseconds: number, callback: () => void): Cancel {
		let pending: SdkTimer | undefined = SdkTimer.set(() => {
			pending = undefined;
			try {
				callback();
			} catch (thrown) {
				const message = thrown instanceof Error ? thrown.message : String(thrown);
				this.#log.write("error", "failed", { code: "internal", message: `A timer's callback threw: ${message}` });
			}
		}, milliseconds);
		return () => {
			SdkTimer.clear(pending);
			pending = undefined;
		};
	}
}
