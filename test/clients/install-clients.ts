import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { makePrivateDirectory, makeTrustedDirectory } from "../../host-tools/base/files/private-files.js";
import { patience } from "../support/patience.js";
import {
	clientsFolder,
	nodeFolder,
	type Outcome,
	outcomeFile,
	pythonProgram,
	readOutcome,
} from "./support/installed-clients.js";
import { type ClientName, clientNames, wantedClients } from "./support/wanted-clients.js";

/**
 * Installs what the tests of clients need, once. What cannot be had does not fail the run: its tests are skipped with the reason that is
 * written here, and the next run tries again.
 */
const deadline = performance.now() + patience(180_000);
const run = promisify(execFile);

async function install(name: ClientName): Promise<true | string> {
	const { registry, packages } = wantedClients[name];
	const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--prefer-binary"];
	// Nothing that packages bring along is run: the device SDK has its native part in the package.
	const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=dev", "--loglevel=error"];
	if (registry === "npm") return attempt("npm", [...npm, "--prefix", nodeFolder(), ...packages]);
	return attempt(pythonProgram("python"), [...pip, ...packages]);
}

/** True, or the last line of what the installer said. */
async function attempt(command: string, args: readonly string[]): Promise<true | string> {
	const left = Math.round(deadline - performance.now());
	if (left <= 0) return "There was no time left to install it.";
	try {
		await run(command, args, { timeout: left, shell: command === "npm" && process.platform === "win32" });
		return true;
	} catch (error) {
		const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
		if (killed) return "Installing it took too long.";
		if (code === "ENOENT") return `It cannot be installed without ${command}.`;
		return `It cannot be installed: ${stderr?.trim().split("\n").at(-1) || String(code)}`.replaceAll("]", ")");
	}
}

await makeTrustedDirectory(dirname(clientsFolder()));
await makeTrustedDirectory(clientsFolder());
const before = readOutcome();
if (!clientNames.every((name) => before[name] === true)) {
	await makePrivateDirectory(nodeFolder());
	await writeFile(join(nodeFolder(), "package.json"), '{ "private": true }\n');
	const environment = await attempt("python3", ["-m", "venv", join(clientsFolder(), "python")]);
	const outcome: Record<string, true | string> = {};
	// Side by side, as far as they do not write into the same folder.
	const each = async (registry: "pip" | "npm") => {
		for (const name of clientNames.filter((name) => wantedClients[name].registry === registry)) {
			outcome[name] = registry === "pip" && environment !== true ? environment : await install(name);
		}
	};
	await Promise.all([each("pip"), each("npm")]);
	await writeFile(outcomeFile(), JSON.stringify(outcome satisfies Outcome));
}
