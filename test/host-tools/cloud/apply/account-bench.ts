import type { IoTClient } from "@aws-sdk/client-iot";
import type { AwsSettings } from "../../../../host-tools/cloud/account/aws-settings.js";
import type { ApplyEvent } from "../../../../host-tools/cloud/apply/apply-events.js";
import { applyPlan } from "../../../../host-tools/cloud/apply/apply-plan.js";
import { createClients } from "../../../../host-tools/cloud/apply/clients.js";
import { destroyAccount, planDestruction } from "../../../../host-tools/cloud/apply/destroy-account.js";
import { type Account, openAccount } from "../../../../host-tools/cloud/apply/open-account.js";
import { changesOf } from "../../../../host-tools/cloud/apply/plan.js";
import type { Project } from "../../../../host-tools/cloud/project/project.js";
import { parseProject } from "../../../../host-tools/cloud/project/read-project.js";
import { Killed } from "../../../support/mortal-clients.js";
import { TestControlPlane, type TestControlPlaneOptions } from "../../emulator/http/test-control-plane.js";

export { Killed };

/** After so many calls the process is gone: `sent` says whether the last of them reached AWS. */
export interface Kill {
	readonly after: number;
	readonly sent: boolean;
}

/** An account in an emulator of its own, planned, applied and destroyed as the commands do it. */
export class AccountBench {
	readonly plane: TestControlPlane;
	/** Calls to AWS IoT in the last run. */
	calls = 0;

	private constructor(plane: TestControlPlane) {
		this.plane = plane;
	}

	static async start(options: TestControlPlaneOptions = {}): Promise<AccountBench> {
		return new AccountBench(await TestControlPlane.start(options));
	}

	get aws(): AwsSettings {
		const endpointUrl = `http://127.0.0.1:${this.plane.server.port}`;
		return { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
	}

	close(): Promise<void> {
		return this.plane.close();
	}

	/** What `work` does with the account of a project, as a process that may be killed. */
	async run<T>(project: object, work: (account: Account) => Promise<T>, kill?: Kill): Promise<T> {
		this.calls = 0;
		const account = await openAccount(
			await this.project(project),
			this.aws,
			new AbortController().signal,
			(...given) => {
				const clients = createClients(...given);
				return { ...clients, iot: async () => this.#counted(await clients.iot(), kill) };
			},
		);
		try {
			return await work(account);
		} finally {
			account.close();
		}
	}

	project(project: object): Promise<Project> {
		return parseProject(JSON.stringify(project), "thingsmith.json");
	}

	/** `create NAME`, `update NAME`, …: what there is to do. */
	plan(project: object): Promise<readonly string[]> {
		return this.run(project, async (account) => {
			return changesOf(await account.plan()).map(({ action, resource }) => `${action} ${resource.name}`);
		});
	}

	/** The events of applying it. */
	apply(project: object, kill?: Kill): Promise<readonly ApplyEvent[]> {
		const events: ApplyEvent[] = [];
		const emit = (event: ApplyEvent) => events.push(event);
		return this.run(
			project,
			async (account) => {
				const plan = await account.plan();
				const { holder, context } = account;
				await applyPlan({ plan, holder, applied: await account.applied(), aws: this.aws, emit }, context);
				return events;
			},
			kill,
		);
	}

	destroy(project: object, things = false, kill?: Kill): Promise<readonly ApplyEvent[]> {
		const events: ApplyEvent[] = [];
		const emit = (event: ApplyEvent) => events.push(event);
		const pause = async (milliseconds: number) => this.plane.clock.advance(milliseconds);
		return this.run(
			project,
			async (account) => {
				await destroyAccount(account, await planDestruction(account), { things, emit, pause });
				return events;
			},
			kill,
		);
	}

	/** The same client, which is counted and gone at its time. */
	#counted(client: IoTClient, kill: Kill | undefined): IoTClient {
		client.middlewareStack.add(
			(next) => async (input) => {
				this.calls += 1;
				const isLast = kill !== undefined && this.calls >= kill.after;
				if (isLast && (!kill.sent || this.calls > kill.after)) throw new Killed();
				const result = await next(input);
				if (isLast) throw new Killed();
				return result;
			},
			{ step: "initialize", priority: "high", name: "testCount", override: true },
		);
		return client;
	}
}
