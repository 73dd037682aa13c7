import { openPlatform } from "firmware/adapters/platform/open-platform";
import { ModdableMqttClient } from "./adapters/mqtt/moddable-mqtt-client.js";
import { thermometers } from "./adapters/thermometers.js";
import { UnsupportedKeyMaker } from "./adapters/unsupported-key-maker.js";
import { XsRandom } from "./adapters/xs-random.js";
import { XsTextCodec } from "./adapters/xs-text-codec.js";
import { XsTimer } from "./adapters/xs-timer.js";
import { Device } from "./core/device.js";
import type { Log } from "./ports/log.js";

/** Composition root on XS. Throws DeviceError `flash-failed` when there is no identity partition. */
export function compose(log: Log): Device {
	const platform = openPlatform();
	const timer = new XsTimer(log);
	const random = new XsRandom();
	return new Device({
		clock: platform.clock,
		timer,
		random,
		log,
		text: new XsTextCodec(),
		flash: platform.openFlash(),
		mqtt: new ModdableMqttClient(timer),
		network: platform.network,
		keyMaker: new UnsupportedKeyMaker(),
		openThermometer: thermometers(platform.sensors, random),
	});
}
