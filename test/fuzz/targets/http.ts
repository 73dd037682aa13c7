import { connect, type Socket } from "node:net";
import { startEmulator } from "../../../host-tools/emulator/emulator.js";
import type { Operation } from "../../../host-tools/emulator/http/operation.js";
import { within } from "../../support/deadline.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { InsideEmulator } from "../inside-emulator.js";
import { InternalFailures } from "../internal-failures.js";
import { mutateBytes } from "../mutate.js";
import type { Random } from "../random.js";
import { operationInput } from "./operations.js";

const signature = "Authorization: AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/iot/aws4_request";

/** They make RSA keys, which takes all of the time. */
const makers = new Set(["CreateKeysAndCertificate", "CreateProvisioningClaim"]);

function requestOf(random: Random, operations: readonly Operation[]): Buffer {
	const { operation, path, query, body } = operationInput(random, operations);
	const encode = (text: string) => encodeURIComponent(Buffer.from(text).toString());
	const target = operation.path.replace(/\{(\w+)\+?\}/g, (_all, name) => encode(path.get(name) ?? "x"));
	const service =
		operation.plane === "iotdata" ? "iotdata" : operation.plane === "iot-jobs-data" ? "iot-jobs-data" : "iot";
	const lines = [
		`${operation.method} ${target}${query === "" ? "" : `?${query}`} HTTP/1.1`,
		"Host: 127.0.0.1",
		signature.replace("/iot/", `/${service}/`),
		`Content-Length: ${body.length}`,
		random.once(4) ? "Content-Type: application/json" : "Content-Type: application/x-amz-json-1.1",
		...(random.once(12) ? ["Transfer-Encoding: chunked"] : []),
		...(random.once(20) ? [`X-Amz-Target: ${"a".repeat(random.int(9000))}`] : []),
	];
	return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), body]);
}

/** Bytes at the HTTP port of a whole emulator: requests of all its operations, whole or damaged, several on a connection. */
export const http: FuzzTarget = {
	name: "http",
	share: 4,
	renewAfter: 4000,
	async open() {
		const emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		const failures = new InternalFailures(emulator.journal);
		const inside = await InsideEmulator.open();
		// Streams end with their connection: nothing of them is odd.
		const operations = inside.operations.filter(
			({ path, name }) => path !== "/_thingsmith/events" && !makers.has(name),
		);
		await inside.close();
		const port = Number(new URL(emulator.endpointUrl).port);
		return {
			next(random) {
				const some = Array.from({ length: 1 + random.few(3) }, () => requestOf(random, operations));
				const bytes = Buffer.concat(
					some.map((one) => (random.once(3) ? mutateBytes(random, one, some, 200_000) : one)),
				);
				return attempt(
					() => bytes.toString("latin1"),
					async () => {
						const answer = await exchange(port, bytes);
						if (/^HTTP\/1\.1 500/m.test(answer)) throw new Error(answer.slice(0, 400));
						failures.check();
					},
				);
			},
			async close() {
				failures.close();
				await emulator.close();
			},
		};
	},
};

/** What came back until the server, told that no more comes, ended the connection. */
function exchange(port: number, bytes: Buffer): Promise<string> {
	let socket: Socket | undefined;
	const answered = new Promise<string>((resolve) => {
		let text = "";
		socket = connect({ port, host: "127.0.0.1" }, () => socket?.end(bytes));
		socket.setEncoding("latin1").on("data", (chunk) => {
			text = (text + chunk).slice(0, 1_000_000);
		});
		// Cut in the middle of what was sent: so a server ends what is no HTTP.
		socket.on("error", () => {}).on("close", () => resolve(text));
	});
	return within(answered, "the end of the connection", 10_000).finally(() => socket?.destroy());
}
