import type { AwsSettings } from "../../host-tools/cloud/account/aws-settings.js";
import type { CallStack, SdkClient } from "../../host-tools/cloud/account/bounded-answers.js";
import { createClients, type OwnedClients } from "../../host-tools/cloud/apply/clients.js";

/** What is thrown where the process would be gone. */
export class Killed extends Error {
	override readonly name = "Killed";
}

/**
 * Clients of a process that is killed right after its `last`-th call: AWS has done it, and nobody hears the answer. `calls` counts them, from 1.
 */
export class MortalClients {
	readonly clients: OwnedClients;
	calls = 0;

	constructor(settings: AwsSettings, last: number) {
		const clients = createClients(settings);
		const guarded = async <C extends SdkClient>(made: Promise<C>): Promise<C> => {
			const client = await made;
			client.middlewareStack.use({ applyToStack: (stack: CallStack) => this.#count(stack, last) });
			return client;
		};
		const once = <C extends SdkClient>(make: () => Promise<C>) => {
			let made: Promise<C> | undefined;
			return () => {
				made ??= guarded(make());
				return made;
			};
		};
		this.clients = {
			iot: once(clients.iot),
			iam: once(clients.iam),
			lambda: once(clients.lambda),
			dynamodb: once(clients.dynamodb),
			logs: once(clients.logs),
			cloudwatch: once(clients.cloudwatch),
			sns: once(clients.sns),
			scheduler: once(clients.scheduler),
			destroy: () => clients.destroy(),
		};
	}

	#count(stack: CallStack, last: number): void {
		stack.add(
			(next) => async (input) => {
				if (this.calls >= last) throw new Killed();
				this.calls += 1;
				const died = this.calls === last;
				const answer = await next(input);
				if (died) throw new Killed();
				return answer;
			},
			{ step: "initialize", name: "mortal" },
		);
	}
}
