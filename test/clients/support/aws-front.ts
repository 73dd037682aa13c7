import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Signing names of what the emulator is for. */
const emulated: ReadonlySet<string> = new Set(["iot", "iotdata", "sts"]);

/** One endpoint as AWS's account has it, for a test: what is signed for AWS IoT goes to the emulator, all else to moto. */
export class AwsFront {
	readonly url: string;
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	static async start({ emulator, moto }: { readonly emulator: string; readonly moto: string }): Promise<AwsFront> {
		const server = createServer((asked, answer) => {
			const service = signingName(asked);
			// The emulator's own pages would say what it is.
			if (service === undefined) {
				answer.writeHead(404).end();
				return;
			}
			forward(asked, answer, new URL(emulated.has(service) ? emulator : moto));
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		return new AwsFront(server);
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, "close");
	}
}

function signingName({ headers }: IncomingMessage): string | undefined {
	return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1];
}

function forward(asked: IncomingMessage, answer: ServerResponse, { hostname, port }: URL): void {
	const { method, url: path, headers } = asked;
	const passed = request({ hostname, port, method, path, headers }, (response) => {
		answer.writeHead(response.statusCode ?? 502, response.headers);
		response.pipe(answer);
	});
	passed.on("error", () => answer.destroy());
	asked.pipe(passed);
}
