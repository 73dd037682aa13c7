import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { type Check, type Finding, notChecked, ok } from "../../base/doctor/check.js";
import { describeDataEndpoint } from "../account/data-endpoint.js";
import { findRootCa } from "../account/root-ca.js";
import { withAccount, withCredentials } from "./account-checks.js";
import { clockFinding } from "./clock-check.js";
import type { AskedAccount, CloudFound, KnownEndpoint } from "./cloud-found.js";
import { askEmulatorPorts } from "./emulator-ports.js";
import { type Probed, probeEndpoint } from "./probe-endpoint.js";
import { type Resolver, resolveHost } from "./resolve-host.js";
import { StepError } from "./step-error.js";

/** A call of the API has a deadline of its own, in ms. */
const describeMs = 25_000;
const resolveMs = 8_000;
/** TCP and TLS have deadlines of their own, in ms. */
const probeMs = 12_000;
const clockMs = 12_000;
/** Of MQTT by ALPN on AWS. */
const httpsPort = 443;
/** What AWS IoT wants to be asked for on 443 by whoever has a certificate. */
const mqttProtocol = "x-amzn-mqtt-ca";

/** Amazon's other roots, of which an endpoint may have its certificate. */
const otherRootFiles = ["AmazonRootCA2.pem", "AmazonRootCA3.pem", "AmazonRootCA4.pem"];

export interface EndpointChecksOptions {
	readonly found: CloudFound;
	/** The system's unless told otherwise. */
	readonly resolver?: Resolver | undefined;
	/** In ms; each has its default. */
	readonly limits?: { readonly answerMs?: number; readonly connectMs?: number; readonly handshakeMs?: number };
}

/** The way of a device to its endpoint, step by step, and the clock of this machine, which some of the steps go by. */
export function endpointChecks(options: EndpointChecksOptions): readonly Check[] {
	const { found, limits, resolver } = options;
	const { account, credentials, endpoint, addresses, certificate } = found;
	return [
		{
			check: "endpoint",
			area: "endpoint",
			deadlineMs: describeMs,
			needs: [account, credentials],
			gives: [endpoint],
			run: (signal) => withCredentials(found, (asked) => describe(asked, found, signal)),
		},
		{
			check: "endpoint-dns",
			area: "endpoint",
			deadlineMs: resolveMs,
			needs: [endpoint],
			gives: [addresses],
			run: (signal) => resolve(found, { resolver, signal, answerMs: limits?.answerMs }),
		},
		{
			check: "mqtt",
			area: "endpoint",
			deadlineMs: probeMs,
			needs: [endpoint, addresses],
			gives: [certificate],
			run: (signal) => mqttFinding(options, signal),
		},
		{
			check: "mqtt-alpn",
			area: "endpoint",
			deadlineMs: probeMs,
			needs: [endpoint, addresses],
			run: (signal) => alpnFinding(options, signal),
		},
		{
			check: "clock",
			area: "machine",
			deadlineMs: clockMs,
			needs: [account, certificate],
			run: (signal) =>
				withAccount(found, (asked) =>
					clockFinding({ apiUrl: apiUrlOf(asked), certificate: certificate.value, signal, answerMs: limits?.answerMs }),
				),
		},
	];
}

async function describe({ client, settings }: AskedAccount, found: CloudFound, signal: AbortSignal): Promise<Finding> {
	const { host, port } = await describeDataEndpoint(client, settings);
	const rootCaPem = await findRootCa(undefined, settings);
	const emulator =
		settings.endpointUrl === undefined ? undefined : await askEmulatorPorts(settings.endpointUrl, signal);
	const alpnPort = emulator === undefined ? httpsPort : emulator.httpsPort;
	found.endpoint.give({ host, port, rootCaPem, emulated: emulator !== undefined, alpnPort });
	const what = emulator === undefined ? "" : ", a `thingsmith local`";
	return ok(`${host}:${port}${what}`, { host, port, emulated: emulator !== undefined });
}

async function resolve(
	{ endpoint, addresses }: CloudFound,
	options: Parameters<typeof resolveHost>[1],
): Promise<Finding> {
	if (endpoint.value === undefined) return noEndpoint;
	const { host } = endpoint.value;
	try {
		const startedAt = performance.now();
		const all = await resolveHost(host, options);
		const dnsMs = Math.round(performance.now() - startedAt);
		addresses.give(all);
		const message = isIP(host) === 0 ? `${host} is ${all.join(", ")} (${dnsMs} ms)` : `${host} is an address`;
		return ok(message, { host, addresses: all, dnsMs });
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		const { code, message, next } = error;
		return { status: "fail", code, message, next, facts: { host, failedStep: "dns" } };
	}
}

const noEndpoint = notChecked("the endpoint is not known", "endpoint");

async function mqttFinding(options: EndpointChecksOptions, signal: AbortSignal): Promise<Finding> {
	const { endpoint, certificate } = options.found;
	if (endpoint.value === undefined) return noEndpoint;
	const { handshake, finding } = await probe(options, endpoint.value, { port: endpoint.value.port, signal });
	const [own] = handshake?.chain ?? [];
	if (own !== undefined) certificate.give(own);
	return finding;
}

/** Never worse than a warning: devices take 8883 unless they are told otherwise. */
async function alpnFinding(options: EndpointChecksOptions, signal: AbortSignal): Promise<Finding> {
	const { value } = options.found.endpoint;
	if (value === undefined) return noEndpoint;
	if (value.alpnPort === undefined) return ok("this emulator has no port for MQTT by ALPN");
	const { finding } = await probe(options, value, { port: value.alpnPort, protocol: mqttProtocol, signal });
	if (finding.status === "ok") return { ...finding, message: `${finding.message}, ALPN ${mqttProtocol}` };
	return { ...finding, status: "warn" };
}

async function probe(
	{ found, limits }: EndpointChecksOptions,
	{ host, rootCaPem, emulated }: KnownEndpoint,
	target: { readonly port: number; readonly protocol?: string; readonly signal: AbortSignal },
): Promise<Probed> {
	const addresses = found.addresses.value;
	if (addresses === undefined) {
		return { finding: notChecked("no address of the endpoint is known", "endpoint-dns"), handshake: undefined };
	}
	const otherRoots = emulated ? [] : await readOtherRoots();
	return probeEndpoint({ ...limits, ...target, host, addresses, rootCaPem, otherRoots, emulated });
}

function readOtherRoots() {
	return Promise.all(
		otherRootFiles.map(async (name) => {
			const pem = await readFile(new URL(`../../../../certs/${name}`, import.meta.url));
			return { file: `certs/${name}`, certificate: new X509Certificate(pem) };
		}),
	);
}

/** Where the API of the account's region is. */
function apiUrlOf({ client, settings, region }: AskedAccount): string {
	if (settings.endpointUrl !== undefined) return settings.endpointUrl;
	return client.config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false }).url.href;
}
