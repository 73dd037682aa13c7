import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AwsSettings } from "../../../host-tools/cloud/account/aws-settings.js";
import { until } from "../../support/deadline.js";
import { pythonProgram } from "./installed-clients.js";
import { accessKey } from "./local-bench.js";

/** moto as a process of its own on a free port: AWS's services in memory, whose account is `accountId` unless told otherwise. */
export class MotoServer {
	static readonly accountId = "123456789012";
	readonly url: string;
	readonly #child: ChildProcess;

	private constructor(url: string, child: ChildProcess) {
		this.url = url;
		this.#child = child;
	}

	/** `awsPolicies`: those that AWS provides in every account, which take moto seconds each time it begins anew. */
	static async start({ awsPolicies = false, accountId = MotoServer.accountId } = {}): Promise<MotoServer> {
		const child = spawn(pythonProgram("python"), ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], {
			stdio: ["ignore", "ignore", "pipe"],
			env: {
				PATH: process.env.PATH ?? "",
				PYTHONUNBUFFERED: "1",
				PYTHONDONTWRITEBYTECODE: "1",
				MOTO_ACCOUNT_ID: accountId,
				MOTO_IAM_LOAD_MANAGED_POLICIES: String(awsPolicies),
			},
		});
		let said = "";
		let url: string | undefined;
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			// It reports every request there: only what comes before the first is wanted.
			if (url === undefined) said += text;
			url ??= /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
		});
		child.on("error", (error) => {
			said += error.message;
		});
		const ready = await until("moto", () => url ?? (child.exitCode === null ? undefined : "ended"), 60_000);
		if (ready === "ended") throw new Error(`moto ended: ${said}`);
		return new MotoServer(ready, child);
	}

	get settings(): AwsSettings {
		return {
			profile: undefined,
			region: "us-east-1",
			endpointUrl: this.url,
			hasEnvironmentCredentials: false,
			accessKey,
		};
	}

	/** Everything is gone. */
	async reset(): Promise<void> {
		const answer = await fetch(`${this.url}/moto-api/reset`, { method: "POST" });
		if (!answer.ok) throw new Error(await answer.text());
	}

	async stop(): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const ended = once(this.#child, "close");
		this.#child.kill();
		await ended;
	}
}
