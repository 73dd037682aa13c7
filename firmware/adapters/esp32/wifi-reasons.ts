import { DeviceError } from "../../ports/errors.js";

type Refusal = readonly [code: "network-missing" | "network-refused" | "network-unreachable", words: string];

/** ESP-IDF's `wifi_err_reason_t`: 1 to 51 as IEEE 802.11-2020 table 9-49 has them, from 200 on Espressif's own. */
const refusals: Readonly<Record<number, Refusal>> = Object.freeze({
	2: Object.freeze(["network-unreachable", "its answer to the authentication came too late"] as const),
	5: Object.freeze(["network-unreachable", "it serves too many devices already"] as const),
	14: Object.freeze(["network-refused", "the password is wrong"] as const),
	// A wrong password: the access point goes on waiting for a handshake message it can read.
	15: Object.freeze(["network-refused", "the password is wrong"] as const),
	23: Object.freeze(["network-refused", "it wants another kind of authentication (802.1X)"] as const),
	200: Object.freeze(["network-unreachable", "its beacons were lost"] as const),
	201: Object.freeze(["network-missing", "no such network is in reach"] as const),
	202: Object.freeze(["network-refused", "the password is wrong"] as const),
	204: Object.freeze(["network-refused", "the password is wrong"] as const),
	210: Object.freeze(["network-refused", "its kind of security does not fit the bootstrap's password"] as const),
	211: Object.freeze([
		"network-refused",
		"it is open or less secure than WPA2, and the bootstrap has a password",
	] as const),
	212: Object.freeze(["network-missing", "its signal is too weak"] as const),
});

/** Why the network `ssid` was not joined, or was lost. */
export function wifiError(ssid: string, reason: number): DeviceError {
	const [code, words] = refusals[reason] ?? (["network-unreachable", "it ended the connection"] as const);
	return new DeviceError(code, `Wi-Fi "${ssid}": ${words} (reason ${reason})`);
}
