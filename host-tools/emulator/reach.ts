import { isIP } from "node:net";
import { hostname as machineName, networkInterfaces } from "node:os";

/** Where the emulator listens, and what others call it. */
export interface Reach {
	/** Address the listeners bind to. */
	readonly bindTo: string;
	/** What devices are told: one of `names` or `addresses`, or a loopback address. */
	readonly deviceHost: string;
	/** DNS names beside localhost, in lower case. */
	readonly names: readonly string[];
	/** IP addresses beside 127.0.0.1 and ::1. */
	readonly addresses: readonly string[];
}

export interface ReachOptions {
	/** An IP address of this machine, `0.0.0.0` and `::` for all of them, or `localhost`. */
	readonly host: string;
	/** Names and addresses by which others reach it besides: the first is what devices are told. */
	readonly names?: readonly string[];
}

/** The machine as the operating system describes it. */
export interface Machine {
	hostname(): string;
	networkInterfaces: typeof networkInterfaces;
}

/** How containers call the machine they run on (Docker, Podman). */
const hostOfContainers = ["host.docker.internal", "host.containers.internal"];
/** Bridges of containers and virtual machines: no board is there. */
const virtualInterface = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|podman)/;

export function reachOf(
	{ host, names: given = [] }: ReachOptions,
	machine: Machine = { hostname: machineName, networkInterfaces },
): Reach {
	const [first] = given;
	const addresses = [...given.filter((name) => isIP(name) !== 0), ...addressesOf(host, machine)];
	const names = given.filter((name) => isIP(name) === 0);
	if (!isLoopback(host)) names.push(...namesOf(machine.hostname()), ...hostOfContainers);
	const own = isAny(host) ? (lanAddress(machine) ?? "127.0.0.1") : host;
	return {
		bindTo: host,
		deviceHost: (first ?? own).toLowerCase(),
		names: unique(names.map((name) => name.toLowerCase())).filter((name) => name !== "localhost"),
		addresses: unique(addresses).filter((address) => address !== "127.0.0.1" && address !== "::1"),
	};
}

export function isLoopback(host: string): boolean {
	return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** True for the addresses that stand for all of a machine. */
export function isAny(host: string): boolean {
	return host === "0.0.0.0" || host === "::";
}

function addressesOf(host: string, machine: Machine): readonly string[] {
	if (!isAny(host)) return isIP(host) === 0 ? [] : [host];
	return externalAddresses(machine)
		.filter(({ address }) => host === "::" || isIP(address) === 4)
		.map(({ address }) => address);
}

/** Those of other machines' interest: no loopback, and no IPv6 that is good on one link only. */
function externalAddresses(machine: Machine) {
	return Object.entries(machine.networkInterfaces()).flatMap(([name, all = []]) =>
		all
			.filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
			.map(({ address }) => ({ name, address })),
	);
}

/** The IPv4 address that a board in the same network most likely reaches. */
function lanAddress(machine: Machine): string | undefined {
	const all = externalAddresses(machine).filter(({ address }) => isIP(address) === 4);
	return (all.find(({ name }) => !virtualInterface.test(name)) ?? all[0])?.address;
}

/** The machine's own name, bare and as multicast DNS has it. */
function namesOf(hostname: string): readonly string[] {
	if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(hostname) || isIP(hostname) !== 0) return [];
	return hostname.includes(".") ? [hostname] : [hostname, `${hostname}.local`];
}

function unique(texts: readonly string[]): readonly string[] {
	return [...new Set(texts)];
}
