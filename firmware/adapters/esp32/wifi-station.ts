import type { StaticAddress, WifiNetwork } from "../../ports/network.js";
import type { Station, StationState } from "./station.js";

/** The chip's radio, through esp32-wifi.c. */
export class WifiStation implements Station {
	state(): StationState {
		const bits = wifiState();
		return { busy: (bits & 1) !== 0, joined: (bits & 2) !== 0, addressed: (bits & 4) !== 0, reason: bits >> 8 };
	}

	join({ ssid, password }: WifiNetwork, address: StaticAddress | undefined): void {
		wifiStart();
		if (address === undefined) wifiAddress();
		else wifiAddress(address.address, address.netmask, address.gateway, address.dns);
		// A hidden network needs nothing more: ESP-IDF asks for the name in any case.
		wifiJoin(ssid, password);
	}

	leave(): void {
		wifiLeave();
	}
}

function wifiStart(this: unknown): unknown {
	return native("xs_thingsmith_wifi_start").call(this);
}

function wifiJoin(this: unknown, ssid: string, password: string): unknown {
	return native("xs_thingsmith_wifi_join").call(this, ssid, password);
}

function wifiLeave(this: unknown): unknown {
	return native("xs_thingsmith_wifi_leave").call(this);
}

function wifiState(this: unknown): number {
	return native("xs_thingsmith_wifi_state").call(this) as number;
}

function wifiAddress(this: unknown, ...address: string[]): unknown {
	return native("xs_thingsmith_wifi_address").call(this, ...address);
}
