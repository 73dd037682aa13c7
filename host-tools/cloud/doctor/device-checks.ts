import { type Check, type Finding, fail, notChecked, ok, warn } from "../../base/doctor/check.js";
import { visitorFinding } from "../../base/doctor/error-finding.js";
import { Found } from "../../base/doctor/found.js";
import { withCredentials } from "./account-checks.js";
import type { AskedAccount, CloudFound } from "./cloud-found.js";
import { type Connectivity, type RegistryThing, registryThing } from "./registry-thing.js";

/** Some calls in a row, in ms. */
const thingMs = 40_000;
/** Comparing what is known, in ms. */
const compareMs = 1_000;

/** What a device says of itself. */
export interface DeviceFacts {
	readonly thingName: string | undefined;
	readonly certificateId: string | undefined;
	readonly endpoint: { readonly host: string; readonly port: number } | undefined;
}

const again = "`thingsmith device erase-identity --yes`, then `thingsmith device provision`";

/** What the account knows of a device, and where the two differ. */
export function deviceChecks(found: CloudFound, device: Found<DeviceFacts>): readonly Check[] {
	const thing = new Found<RegistryThing>();
	const { account, credentials, endpoint } = found;
	return [
		{
			check: "thing",
			area: "account",
			deadlineMs: thingMs,
			needs: [device, account, credentials],
			gives: [thing],
			run: () => lookForThing(found, device.value, thing),
		},
		{
			check: "board-certificate",
			area: "board",
			deadlineMs: compareMs,
			needs: [device, thing],
			run: async () => compareCertificate(device.value, thing.value),
		},
		{
			check: "board-endpoint",
			area: "board",
			deadlineMs: compareMs,
			needs: [device, endpoint],
			run: async () => compareEndpoint(device.value, endpoint.value),
		},
	];
}

async function lookForThing(
	found: CloudFound,
	device: DeviceFacts | undefined,
	thing: Found<RegistryThing>,
): Promise<Finding> {
	if (device === undefined) return notChecked("the board has not said who it is", "board");
	const { thingName } = device;
	if (thingName === undefined) return notChecked("the board is no thing yet", "board-flash");
	return withCredentials(found, (account) => thingFinding(account, thingName, thing));
}

async function thingFinding(
	{ client, settings }: AskedAccount,
	thingName: string,
	found: Found<RegistryThing>,
): Promise<Finding> {
	try {
		const thing = await registryThing(client, thingName, settings);
		if (thing === undefined) {
			const message = `the account has no thing ${thingName}: another account or region, or somebody removed it`;
			return fail("thing-missing", message, "name the right --profile and --region, or provision the board anew", {
				thingName,
			});
		}
		found.give(thing);
		return describeThing(thing);
	} catch (error) {
		return visitorFinding(error);
	}
}

function describeThing({ thingName, certificates, connectivity }: RegistryThing): Finding {
	const active = certificates.filter(({ status }) => status === "ACTIVE");
	const policies = [...new Set(active.flatMap((one) => one.policies))];
	const facts = {
		thingName,
		certificates: certificates.map(({ certificateId, status }) => `${certificateId} ${status}`),
		policies,
		connected: connectivity?.connected ?? null,
		connectivityAt: connectivity?.at ?? null,
		disconnectReason: connectivity?.disconnectReason ?? null,
	};
	if (active.length === 0) {
		const has = certificates.length === 0 ? "no certificate" : `no active certificate among ${certificates.length}`;
		const [first] = certificates;
		const next =
			first === undefined
				? again
				: `if that was not meant: aws iot update-certificate --certificate-id ${first.certificateId} --new-status ACTIVE`;
		return fail("certificate-inactive", `thing ${thingName} has ${has}`, next, facts);
	}
	if (policies.length === 0) {
		const next = "attach the template's policy: aws iot attach-policy --policy-name NAME --target ARN";
		return fail("policy-missing", `the certificate of ${thingName} has no policy: it may do nothing`, next, facts);
	}
	return ok(`${thingName}, policies ${policies.join(", ")}${describeConnectivity(connectivity)}`, facts);
}

function describeConnectivity(connectivity: Connectivity | undefined): string {
	if (connectivity === undefined) return "";
	const { connected, at, disconnectReason } = connectivity;
	const why = connected || disconnectReason === undefined ? "" : ` (${disconnectReason})`;
	return `, ${connected ? "connected" : "not connected"}${at === undefined ? "" : ` since ${at}`}${why}`;
}

/** The board's certificate among those that the registry has for the thing. */
export function compareCertificate(device: DeviceFacts | undefined, thing: RegistryThing | undefined): Finding {
	if (device?.certificateId === undefined) return notChecked("the board's certificate is not known", "board-flash");
	if (thing === undefined) return notChecked("what AWS has is not known", "thing");
	const { certificateId } = device;
	const own = thing.certificates.find((one) => one.certificateId === certificateId);
	const facts = { certificateId, status: own?.status ?? null };
	if (own === undefined) {
		const message = `the board's certificate ${short(certificateId)} is not attached to ${thing.thingName}, which has ${shortAll(thing)}`;
		return fail("certificate-differs", message, again, facts);
	}
	if (own.status !== "ACTIVE") {
		const message = `the board's certificate ${short(certificateId)} is ${own.status}: AWS lets it in no more`;
		const next = `if that was not meant: aws iot update-certificate --certificate-id ${certificateId} --new-status ACTIVE`;
		return fail("certificate-inactive", message, next, facts);
	}
	if (own.policies.length === 0) {
		const next = "attach the template's policy: aws iot attach-policy --policy-name NAME --target ARN";
		return fail("policy-missing", `the board's certificate ${short(certificateId)} has no policy`, next, facts);
	}
	return ok(`${short(certificateId)} is attached to ${thing.thingName} and active`, facts);
}

/** Where the board connects, and where devices of the account do. */
export function compareEndpoint(device: DeviceFacts | undefined, account: DeviceFacts["endpoint"]): Finding {
	if (device?.endpoint === undefined) return notChecked("the board's settings are not known", "board-flash");
	if (account === undefined) return notChecked("the account's endpoint is not known", "endpoint");
	const { host, port } = device.endpoint;
	const facts = { host, port, accountHost: account.host, accountPort: account.port };
	if (host.toLowerCase() !== account.host.toLowerCase()) {
		const message = `the board connects to ${host}, and the account's endpoint is ${account.host}: another account, region or emulator`;
		return fail("endpoint-differs", message, `name the right --profile and --region, or: ${again}`, facts);
	}
	// 443 is the same endpoint by ALPN.
	if (port !== account.port && port !== 443) {
		return warn(
			"endpoint-differs",
			`the board connects to port ${port}, and the endpoint has ${account.port}`,
			again,
			facts,
		);
	}
	return ok(`${host}:${port}, which is the account's`, facts);
}

function short(certificateId: string): string {
	return `${certificateId.slice(0, 8)}…`;
}

function shortAll({ certificates }: RegistryThing): string {
	return certificates.length === 0 ? "none" : certificates.map(({ certificateId }) => short(certificateId)).join(", ");
}
