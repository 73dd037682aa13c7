import { spawn } from "node:child_process";
import { once } from "node:events";
import { patience } from "../../support/patience.js";

export interface RunOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
	readonly cwd?: string;
	/** 60 s unless told otherwise. */
	readonly deadlineMs?: number;
}

/** What a program printed before it ended by itself with another code than 0, or was ended because it took too long. */
export class ProgramFailed extends Error {
	readonly stdout: string;
	readonly stderr: string;

	constructor(command: string, how: unknown, stdout: string, stderr: string) {
		super(`${command} ended with ${how}:\n${stdout}${stderr}`);
		this.stdout = stdout;
		this.stderr = stderr;
	}
}

const defaultDeadlineMs = 60_000;

/** Runs a client to its end, in an environment that knows nothing of AWS but what `env` says; resolves with its stdout. */
export async function runProgram(
	command: string,
	args: readonly string[],
	{ env, input = "", cwd, deadlineMs = defaultDeadlineMs }: RunOptions = {},
): Promise<string> {
	const child = spawn(command, args, {
		env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", LC_ALL: "C.UTF-8", ...env },
		...(cwd !== undefined && { cwd }),
		stdio: ["pipe", "pipe", "pipe"],
		timeout: patience(deadlineMs),
		killSignal: "SIGKILL",
	});
	const output = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const) {
		child[name].setEncoding("utf8").on("data", (text: string) => {
			output[name] += text;
		});
	}
	// A program that ends without reading is judged by its code.
	child.stdin.on("error", () => {});
	child.stdin.end(input);
	const [code, signal] = await once(child, "close");
	if (code !== 0) throw new ProgramFailed(command, code ?? signal, output.stdout, output.stderr);
	return output.stdout;
}
