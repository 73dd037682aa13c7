import { openPlatform } from "firmware/adapters/platform/open-platform";
import { XsDigest } from "./adapters/keys/xs-digest.js";
import { XsModularArithmetic } from "./adapters/keys/xs-modular-arithmetic.js";
import { ModdableMqttClient } from "./adapters/mqtt/moddable-mqtt-client.js";
import type { Platform } from "./adapters/platform.js";
import type { XsLog } from "./adapters/xs-log.js";
import { XsRandom } from "./adapters/xs-random.js";
import { XsTextCodec } from "./adapters/xs-text-codec.js";
import { XsTimer } from "./adapters/xs-timer.js";
import { Device } from "./core/device.js";
import { RsaKeyMaker } from "./core/keys/rsa-key-maker.js";
import { thermometers } from "./core/sensors/thermometers.js";
import { toDeviceError } from "./ports/errors.js";
import type { Flash } from "./ports/flash.js";
import type { Log } from "./ports/log.js";

/** Composition root on XS. Throws DeviceError `flash-failed` when there is no identity partition. */
export function compose(log: XsLog): Device {
	const timer = new XsTimer(log);
	const platform = openPlatform(timer, log);
	if (platform.mirror) log.mirrorTo(platform.mirror);
	const random = new XsRandom();
	const text = new XsTextCodec();
	const arithmetic = new XsModularArithmetic();
	const digest = new XsDigest();
	return new Device({
		system: { clock: platform.clock, timer, random, log, text },
		storage: { identity: platform.openFlash(), readings: openReadings(platform, log) },
		link: { network: platform.network, mqtt: new ModdableMqttClient(timer) },
		hardware: {
			board: platform.board,
			console: platform.console,
			openThermometer: thermometers(platform.sensors, random),
		},
		keyMaker: new RsaKeyMaker({ arithmetic, digest, random, timer, text }),
	});
}

/** A device does without its readings partition when it has to, such as on a chip with an older partition table. */
function openReadings(platform: Platform, log: Log): Flash | undefined {
	try {
		return platform.openReadings();
	} catch (thrown) {
		const { code, message } = toDeviceError(thrown, "flash-failed");
		log.write("warning", "readings.unavailable", { code, message });
		return undefined;
	}
}
