import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { type ApiCall, type Operation, ownPrefix, TextAnswer } from "../../http/operation.js";
import type { Endpoint, Service, ServiceParts } from "../service.js";

/** Ten years, in all: beyond, the emulator's own server certificate is over. */
const mostAheadSeconds = 10 * 365 * 24 * 3600;

type Parts = Pick<ServiceParts, "clock" | "journal" | "pki" | "endpoint">;

/** What AWS does not have: the emulator's state and its clock. Named by method and path, as they are in no API model. */
export function thingsmithService({ clock, journal, pki, endpoint }: Parts): Service {
	return {
		name: "thingsmith",
		operations: [
			own("GET", "health", () => ({ status: "ok" })),
			own("GET", "root-ca.pem", () => new TextAnswer("application/x-pem-file", pki.rootCaPem)),
			own("GET", "journal", () => ({ refusals: journal.list() })),
			own("GET", "endpoint", () => hostAndPort(endpoint())),
			own("POST", "clock", (call) => advance(clock, call)),
		],
	};
}

function hostAndPort({ mqttHost, mqttPort, httpsPort }: Endpoint): object {
	return { mqttHost, mqttPort, httpsPort };
}

function own(method: Operation["method"], name: string, handle: Operation["handle"]): Operation {
	const path = `${ownPrefix}${name}`;
	return { name: `${method} ${path}`, method, path, handle };
}

function advance(clock: EmulatorClock, { body }: ApiCall): { now: string } {
	const seconds = body().number("advanceSeconds");
	const leftSeconds = mostAheadSeconds - clock.aheadMs / 1000;
	if (seconds === undefined || seconds < 0 || seconds > leftSeconds) {
		throw new AwsError(
			"InvalidRequestException",
			`advanceSeconds must be a number of seconds, 0 to ${leftSeconds} (ten years in all): it is ${seconds ?? "missing"}`,
		);
	}
	clock.advance(seconds * 1000);
	return { now: new Date(clock.now()).toISOString() };
}
