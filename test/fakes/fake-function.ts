import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What stands for a Lambda function: an HTTP server that answers as it is told, and keeps the events it got. */
export class FakeFunction {
	readonly url: string;
	// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect in it
	readonly events: any[] = [];
	/** A JSON value, or what throws an Error to fail. */
	answer: (event: Record<string, unknown>) => unknown = () => null;
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		server.on("request", async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk);
			const event = JSON.parse(Buffer.concat(chunks).toString());
			this.events.push(event);
			try {
				response.end(JSON.stringify((await this.answer(event)) ?? null));
			} catch {
				response.writeHead(500).end();
			}
		});
	}

	static async start(): Promise<FakeFunction> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		return new FakeFunction(server);
	}

	close(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}
}
