import type { StaticAddress } from "../../../../firmware/ports/network.js";
import type { ValueProblem } from "./value-problem.js";

/** What is wrong with a static address: the parts are IPv4 addresses already. */
export function addressProblems(settings: StaticAddress | undefined): readonly ValueProblem[] {
	if (settings === undefined) return [];
	const netmask = toNumber(settings.netmask);
	if (!isNetmask(netmask)) {
		return [problem("netmask", "is no netmask: ones come first, then zeros, and both are there", "e.g. 255.255.255.0")];
	}
	return [
		...hostProblems("address", settings.address, netmask),
		...hostProblems("gateway", settings.gateway, netmask),
		...gatewayProblems(settings, netmask),
		...unicastProblems("dns", settings.dns),
	];
}

function gatewayProblems({ address, gateway }: StaticAddress, netmask: number): readonly ValueProblem[] {
	const next = "ask whoever runs the network for address, netmask and gateway";
	if (address === gateway) return [problem("gateway", "is the device's own address", next)];
	if (inSubnet(toNumber(address), netmask) === inSubnet(toNumber(gateway), netmask)) return [];
	return [problem("gateway", "is not in the subnet of address and netmask", next)];
}

/** Network and broadcast address are nobody's; of two addresses both are somebody's (RFC 3021). */
function hostProblems(member: "address" | "gateway", text: string, netmask: number): readonly ValueProblem[] {
	const host = (toNumber(text) & ~netmask) >>> 0;
	const last = ~netmask >>> 0;
	if (last > 1 && (host === 0 || host === last)) {
		const which = host === 0 ? "is the address of the network itself" : "is the broadcast address of the network";
		return [problem(member, which, "give the address of a host in it")];
	}
	return unicastProblems(member, text);
}

function unicastProblems(member: keyof StaticAddress, text: string): readonly ValueProblem[] {
	const first = Number(text.split(".")[0]);
	if (first !== 0 && first !== 127 && first < 224) return [];
	return [problem(member, "is no address of one host in a network", "e.g. 192.168.1.20")];
}

function isNetmask(mask: number): boolean {
	const zeros = ~mask >>> 0;
	return mask !== 0 && zeros !== 0 && ((zeros + 1) & zeros) === 0;
}

function inSubnet(address: number, netmask: number): number {
	return (address & netmask) >>> 0;
}

function toNumber(text: string): number {
	return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function problem(member: keyof StaticAddress, text: string, next: string): ValueProblem {
	return { member: `address.${member}`, problem: text, next };
}
