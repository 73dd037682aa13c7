import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { commandPath } from "./command-path.js";
import { within } from "./deadline.js";
import { patience } from "./patience.js";
import { repositoryRoot } from "./source-imports.js";

/** An event of `--json`. */
export interface JsonEvent {
	readonly event: string;
	readonly time: string;
	readonly [member: string]: unknown;
}

export interface CliOptions {
	/** Added to an environment that knows nothing of AWS. */
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Arguments of node itself. */
	readonly nodeArgs?: readonly string[];
}

const deadlineMs = 25_000;
const running = new Set<ChildProcess>();

/** No credentials, no region, no configuration files of whoever runs the tests. */
const cleanEnvironment = {
	PATH: process.env.PATH ?? "",
	HOME: join(repositoryRoot, "no-such-home"),
	TMPDIR: process.env.TMPDIR ?? "/tmp",
	AWS_EC2_METADATA_DISABLED: "true",
};

/** The command as a process of its own. Call `endAll` after each test. */
export class Cli {
	readonly #child: ChildProcess;
	readonly #ended: Promise<number | string>;
	readonly #events: JsonEvent[] = [];
	readonly #waiting = new Set<() => void>();
	#unfinishedLine = "";
	stdout = "";
	stderr = "";

	constructor(args: readonly string[], { env, cwd, nodeArgs = [] }: CliOptions = {}) {
		this.#child = spawn(process.execPath, [...nodeArgs, commandPath, ...args], {
			env: { ...cleanEnvironment, ...env },
			cwd: cwd ?? repositoryRoot,
			stdio: ["ignore", "pipe", "pipe"],
		});
		running.add(this.#child);
		this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#read(text));
		this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			this.stderr += text;
			this.#wake();
		});
		this.#ended = once(this.#child, "close").then(([code, signal]) => {
			running.delete(this.#child);
			this.#wake();
			return (code ?? signal) as number | string;
		});
	}

	/** What `--json` has printed so far. */
	get events(): readonly JsonEvent[] {
		return this.#events;
	}

	/** Resolves with the exit code, or the name of the signal that ended the process. */
	exit(): Promise<number | string> {
		return within(this.#ended, `the end of the command; it said: ${this.stderr}`, deadlineMs);
	}

	signal(name: "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGKILL"): void {
		this.#child.kill(name);
	}

	/** Closes the reading end of the command's stdout, as `head` does. */
	closeStdout(): void {
		this.#child.stdout?.destroy();
	}

	/** The first event with these members, those of the past included. Rejects when the command ends without it. */
	event(wanted: Readonly<Record<string, unknown>>): Promise<JsonEvent> {
		return this.until(`event ${JSON.stringify(wanted)}`, () =>
			this.#events.find((one) => Object.entries(wanted).every(([name, value]) => one[name] === value)),
		);
	}

	/** The first result of `look` that is not undefined, which is called when something was printed. */
	until<T>(what: string, look: () => T | undefined): Promise<T> {
		const found = new Promise<T>((resolve, reject) => {
			const wake = () => {
				const result = look();
				if (result !== undefined) resolve(result);
				else if (!running.has(this.#child)) reject(new Error(`Ended without ${what}; it said: ${this.stderr}`));
				else return;
				this.#waiting.delete(wake);
			};
			this.#waiting.add(wake);
			wake();
		});
		return within(found, what, deadlineMs);
	}

	#read(text: string): void {
		this.stdout += text;
		const lines = (this.#unfinishedLine + text).split("\n");
		this.#unfinishedLine = lines.pop() ?? "";
		this.#events.push(...lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as JsonEvent));
		this.#wake();
	}

	#wake(): void {
		for (const wake of this.#waiting) wake();
	}
}

/** Ends what a test has left running, with the chance to clean up behind itself. */
export async function endAll(): Promise<void> {
	const children = [...running];
	for (const child of children) child.kill("SIGTERM");
	const kill = setTimeout(() => children.forEach((child) => void child.kill("SIGKILL")), patience(10_000));
	await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, "close")));
	clearTimeout(kill);
}
