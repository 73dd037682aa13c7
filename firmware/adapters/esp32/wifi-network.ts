import WiFi from "embedded:network/interface/wifi";
import { DeviceError, toDeviceError } from "../../core/errors.js";
import type { Network, WifiSettings } from "../../ports/network.js";

/** From this value on `WiFi.connection` means: there is an IP address. Below `associated` there is no access point. */
const addressed = 500;
const associated = 300;

/** Wi-Fi station. It reconnects only when asked: the device's lifecycle decides when to try again. */
export class WifiNetwork implements Network {
	#wifi: WiFi | undefined;
	#pending: PromiseWithResolvers<void> | undefined;

	connect(wifi: WifiSettings | undefined): Promise<void> {
		if (wifi === undefined) {
			return Promise.reject(new DeviceError("network-unreachable", "The bootstrap names no Wi-Fi network"));
		}
		if (this.#wifi !== undefined && this.#wifi.connection >= addressed) return Promise.resolve();
		// A try that neither joined nor failed was given up by its caller: joining it again would wait for ever.
		this.#fail(new DeviceError("closed", "A new try took the place of this one"));
		const pending = Promise.withResolvers<void>();
		this.#pending = pending;
		try {
			this.#release();
			this.#wifi = new WiFi({ onChanged: () => this.#onChanged() });
			this.#wifi.connect({ SSID: wifi.ssid, ...(wifi.password === "" ? {} : { password: wifi.password }) });
		} catch (thrown) {
			this.#fail(toDeviceError(thrown, "network-unreachable"));
		}
		return pending.promise;
	}

	close(): void {
		this.#fail(new DeviceError("closed", "The network was closed"));
		this.#release();
	}

	#onChanged(): void {
		const connection = this.#wifi?.connection ?? 0;
		if (connection >= addressed) {
			this.#pending?.resolve();
			this.#pending = undefined;
		} else if (connection < associated) {
			// The SDK does not say which: both look like a disconnect.
			this.#fail(
				new DeviceError("network-unreachable", "Wi-Fi was not joined: network out of reach, or wrong password"),
			);
		}
	}

	#fail(error: DeviceError): void {
		this.#pending?.reject(error);
		this.#pending = undefined;
	}

	#release(): void {
		this.#wifi?.close();
		this.#wifi = undefined;
	}
}
