/** What a command of the SDK is to a client: its name and what is asked. */
export interface FakeCommand {
	readonly operation: string;
	readonly input: Readonly<Record<string, unknown>>;
}

interface SendOptions {
	readonly abortSignal?: AbortSignal;
}

/** A package of the SDK with a client and any command, whose answers `answer` gives. `open` counts clients that nobody has destroyed. */
export class FakeAwsSdk {
	readonly asked: FakeCommand[] = [];
	open = 0;
	readonly module: object;

	constructor(clientName: string, answer: (command: FakeCommand, options: SendOptions) => Promise<unknown>) {
		const sdk = this;
		class Client {
			constructor() {
				sdk.open += 1;
			}
			send(command: FakeCommand, options: SendOptions = {}) {
				sdk.asked.push(command);
				return answer(command, options);
			}
			destroy() {
				sdk.open -= 1;
			}
		}
		const commandOf = (name: string) =>
			class {
				readonly operation = name.replace(/Command$/, "");
				readonly input: unknown;
				constructor(input: unknown) {
					this.input = input;
				}
			};
		this.module = new Proxy({}, { get: (_, name) => (name === clientName ? Client : commandOf(String(name))) });
	}
}
