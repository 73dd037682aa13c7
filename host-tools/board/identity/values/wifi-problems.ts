import type { WifiNetwork } from "../../../../firmware/ports/network.js";
import type { ValueProblem } from "./value-problem.js";

const control = /\p{Cc}/u;

/** A passphrase has 8 to 63 characters; 64 are the key itself in hexadecimal (IEEE 802.11-2020, annex J.4). Lengths are checked before. */
export function wifiProblems(networks: readonly WifiNetwork[]): readonly ValueProblem[] {
	return networks.flatMap(({ ssid, password }, index) => {
		const problems: ValueProblem[] = [];
		const member = (name: string) => (networks.length === 1 ? `wifi.${name}` : `wifi[${index}].${name}`);
		if (control.test(ssid)) {
			const next = "take it out: names of networks have none";
			problems.push({ member: member("ssid"), problem: "holds a line end or another control character", next });
		}
		if (control.test(password)) {
			const next = "take it out, where the password comes from";
			problems.push({ member: member("password"), problem: "holds a line end or another control character", next });
		} else if (password.length === 64 && !/^[0-9a-f]{64}$/i.test(password)) {
			problems.push({
				member: member("password"),
				problem: "has 64 characters that are not hexadecimal: a passphrase has 63 at most, and 64 are the key itself",
				next: "give the passphrase of the network, or its key in 64 hexadecimal digits",
			});
		}
		return problems;
	});
}
