import type { ConnectRefusal } from "./connect-problem.js";

/** CONNACK for a CONNECT that is refused, in the version the client speaks; [MQTT-3.2.2-4]: never with session present. */
export function refusingConnack(
	refusal: ConnectRefusal["connack"] | "not-authorized",
	protocolVersion: number,
): Buffer {
	const version5 = { "unacceptable-protocol-version": 0x84, "identifier-rejected": 0x85, "not-authorized": 0x87 };
	const version3 = { "unacceptable-protocol-version": 1, "identifier-rejected": 2, "not-authorized": 5 };
	const code = refusal ?? "not-authorized";
	// Version 5 has a length of properties behind the code.
	if (protocolVersion === 5) return Buffer.from([0x20, 3, 0, version5[code], 0]);
	return Buffer.from([0x20, 2, 0, version3[code]]);
}
