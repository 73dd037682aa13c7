import { AwsError } from "../../aws-error.js";
import { type Operation, TextAnswer } from "../../http/operation.js";

/** Ten years: beyond, the emulator's own server certificate is over. */
const longestAdvanceSeconds = 10 * 365 * 24 * 3600;

/** Named by method and path, as they are in no API model. */
export const ownPaths: readonly Operation[] = [
	own("GET", "/_thingsmith/health", () => ({ status: "ok" })),
	own("GET", "/_thingsmith/root-ca.pem", (_call, { pki }) => new TextAnswer("application/x-pem-file", pki.rootCaPem)),
	own("GET", "/_thingsmith/journal", (_call, { journal }) => ({ refusals: journal.list() })),
	own("GET", "/_thingsmith/endpoint", (_call, { mqttHost, mqttPort }) => ({ mqttHost, mqttPort })),
	own("POST", "/_thingsmith/clock", ({ body }, { clock }) => {
		const seconds = body().number("advanceSeconds");
		if (seconds === undefined || seconds < 0 || seconds > longestAdvanceSeconds) {
			throw new AwsError(
				"InvalidRequestException",
				`advanceSeconds must be a number of seconds, 0 to ${longestAdvanceSeconds}: it is ${seconds ?? "missing"}`,
			);
		}
		clock.advance(seconds * 1000);
		return { now: new Date(clock.now()).toISOString() };
	}),
];

function own(method: Operation["method"], path: string, handle: Operation["handle"]): Operation {
	return { name: `${method} ${path}`, method, path, handle };
}
