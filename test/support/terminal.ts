import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { commandPath } from "./command-path.js";
import { within } from "./deadline.js";
import { repositoryRoot } from "./source-imports.js";

/** Runs a command on a pty of its own; types the answer when the question has come. What it exits with is what the command exits with. */
const helper = `
import os, pty, sys
question, answer = sys.argv[1].encode(), sys.argv[2].encode()
child, master = pty.fork()
if child == 0:
    os.execvp(sys.argv[3], sys.argv[3:])
seen, answered = b"", False
while True:
    try:
        data = os.read(master, 65536)
    except OSError:
        break
    if not data:
        break
    seen += data
    os.write(1, data)
    if not answered and question in seen:
        answered = True
        os.write(master, answer + b"\\r")
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

interface TerminalOptions {
	readonly env: Readonly<Record<string, string>>;
	readonly question: string;
	readonly answer: string;
}

/** All that `thingsmith` shows a person at a terminal. Needs python3. Rejects when it fails. */
export async function onTerminal(args: readonly string[], { env, question, answer }: TerminalOptions): Promise<string> {
	const command = ["-c", helper, question, answer, process.execPath, commandPath, ...args];
	const child = spawn("python3", command, {
		env: { PATH: process.env.PATH ?? "", HOME: join(repositoryRoot, "no-such-home"), TERM: "dumb", ...env },
		stdio: ["ignore", "pipe", "inherit"],
	});
	let output = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		output += text;
	});
	const [code] = await within(once(child, "close"), "the end of the command", 30_000);
	if (code !== 0) throw new Error(`It ended with ${code} and said: ${output}`);
	return output;
}
