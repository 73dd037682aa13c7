import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { Command } from "commander";
import { completionScripts, type Shell } from "../../../../host-tools/cli/commands/completion-scripts.js";
import { patience } from "../../../support/patience.js";
import { skipBecause } from "../../../support/skip-because.js";

const program = new Command("thingsmith");
program.command("demo").option("--devices <n>");
const device = program.command("device");
device.command("flash").option("--firmware <dir>").option("--erase");
device.command("erase-identity").option("--yes");

/** What a shell offers for the last of the words. */
const offers: Readonly<
	Partial<Record<Shell, (words: readonly string[]) => readonly [args: string[], script: string]>>
> = {
	bash: (words) => {
		const line = words.map((word) => `'${word}'`).join(" ");
		const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _thingsmith; printf '%s\\n' "\${COMPREPLY[@]}"`;
		return [["--norc"], `${completionScripts.bash(program)}${ask}\n`];
	},
	zsh: (words) => {
		const line = words.map((word) => `'${word}'`).join(" ");
		const stubs = "compdef() { : }; _files() { : }; compadd() { shift; print -l -- ${(M)@:#$prefix*} }\n";
		const ask = `prefix='${words.at(-1)}'; words=(${line}); CURRENT=${words.length}; _thingsmith`;
		return [["-f"], `${stubs}${completionScripts.zsh(program)}${ask}\n`];
	},
	fish: (words) => {
		const ask = `complete -C '${words.join(" ")}'`;
		return [["--no-config"], `${completionScripts.fish(program)}${ask}\n`];
	},
};

function isInstalled(shell: string): boolean {
	try {
		execFileSync(shell, ["-c", "true"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

async function offered(shell: "bash" | "zsh" | "fish", words: readonly string[]): Promise<readonly string[]> {
	const [args, script] = offers[shell]?.(words) ?? [[], ""];
	const ended = promisify(execFile)(shell, [...args, "-c", script], {
		timeout: patience(25_000),
		cwd: import.meta.dirname,
	});
	const { stdout, stderr } = await ended;
	assert.equal(stderr, "");
	return stdout.split("\n").flatMap((line) => line.split("\t", 1)[0] || []);
}

describe("completionScripts", () => {
	for (const shell of ["bash", "zsh", "fish"] as const) {
		it(`completes commands and options in ${shell}`, async function () {
			if (!isInstalled(shell)) skipBecause(this, `completion in ${shell}, which is not installed`);
			assert.deepEqual(await offered(shell, ["thingsmith", "de"]), ["demo", "device"]);
			assert.deepEqual(await offered(shell, ["thingsmith", "device", "fl"]), ["flash"]);
			assert.deepEqual(await offered(shell, ["thingsmith", "device", "flash", "--fi"]), ["--firmware"]);
			assert.deepEqual(await offered(shell, ["thingsmith", "device", "flash", "--erase", "--he"]), ["--help"]);
			assert.deepEqual(await offered(shell, ["thingsmith", "device", "erase-identity", "--y"]), ["--yes"]);
		});
	}

	it("has every command and option for PowerShell", () => {
		const script = completionScripts.powershell(program);
		assert.ok(script.includes("'' = @('demo', 'device', '--help')\n"));
		assert.ok(script.includes("'/device' = @('flash', 'erase-identity', '--help')\n"));
		assert.ok(script.includes("'/device/flash' = @('--firmware', '--erase', '--help')\n"));
	});
});
