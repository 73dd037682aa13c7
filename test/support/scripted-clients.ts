import type { AwsSettings } from "../../host-tools/cloud/account/aws-settings.js";
import { type Clients, createClients } from "../../host-tools/cloud/apply/clients.js";
import type { KindContext } from "../../host-tools/cloud/apply/kind.js";
import type { Service } from "../../host-tools/cloud/model/resource.js";
import { SteppingClock } from "../fakes/stepping-clock.js";

type Answer = object | Error;

const nowhere: AwsSettings = {
	profile: undefined,
	region: "us-east-1",
	endpointUrl: undefined,
	hasEnvironmentCredentials: false,
};

/**
 * A context whose services answer each operation from a list, the last answer for ever; an error is thrown. `asked` has the operations in order,
 * with what they were asked with.
 */
export class ScriptedContext implements KindContext {
	readonly asked: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
	readonly clock = new SteppingClock();
	readonly owner = "plant";
	readonly place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
	readonly signal: KindContext["signal"] = new AbortController().signal;
	readonly clients: Clients;
	readonly #answers: Map<string, Answer[]>;

	constructor(answers: Readonly<Record<string, readonly Answer[]>>) {
		this.#answers = new Map(Object.entries(answers).map(([operation, list]) => [operation, [...list]]));
		// Real ones, which pages insist on, but for the sending.
		const real = createClients(nowhere);
		const scripted = async (service: Service) =>
			Object.assign(await real[service](), { send: (command: object) => this.#answer(command) });
		const names = Object.keys(real).filter((name) => name !== "destroy") as readonly Service[];
		this.clients = Object.fromEntries(names.map((name) => [name, () => scripted(name)])) as unknown as Clients;
	}

	get operations(): readonly string[] {
		return this.asked.map(({ operation }) => operation);
	}

	async #answer(command: object): Promise<object> {
		const operation = command.constructor.name.replace(/Command$/, "");
		this.asked.push({ operation, input: (command as { input: Record<string, unknown> }).input });
		const answers = this.#answers.get(operation);
		const answer = answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
		if (answer === undefined) throw new Error(`Nobody answers ${operation}`);
		if (answer instanceof Error) throw answer;
		return answer;
	}
}

/** What AWS throws. */
export function awsError(name: string, message = name): Error {
	return Object.assign(new Error(message), { name });
}
