import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { type ClientName, wantedClients } from "./wanted-clients.js";

/** What became of each client: true, or why it is not there. */
export type Outcome = Readonly<Partial<Record<ClientName, true | string>>>;

/**
 * Where clients are kept from run to run: `THINGSMITH_CLIENTS`, or a folder of this user among the temporary files. It belongs to one list
 * of clients: another list has another folder.
 */
export function clientsFolder(): string {
	const list = createHash("sha256").update(JSON.stringify(wantedClients)).digest("hex").slice(0, 8);
	const given = process.env.THINGSMITH_CLIENTS;
	const parent = given ? resolve(given) : join(tmpdir(), `thingsmith-clients-${userInfo().username}`);
	return join(parent, list);
}

export const outcomeFile = (): string => join(clientsFolder(), "outcome.json");

const binaries = process.platform === "win32" ? "Scripts" : "bin";

/** A program of the Python environment, e.g. `python` or `aws`. */
export function pythonProgram(name: string): string {
	return join(clientsFolder(), "python", binaries, name);
}

/** Where Node finds the clients of npm. */
export function nodeFolder(): string {
	return join(clientsFolder(), "node");
}

export function readOutcome(): Outcome {
	try {
		return JSON.parse(readFileSync(outcomeFile(), "utf8")) as Outcome;
	} catch {
		return {};
	}
}

/** Why `name` cannot be tested here; undefined where it is installed. */
export function whyMissing(name: ClientName): string | undefined {
	const outcome = readOutcome()[name];
	if (outcome === true) return undefined;
	// Titles have the reason in brackets, and packages may have some, too.
	const label = wantedClients[name].packages.join(", ").replaceAll("[", "(").replaceAll("]", ")");
	return `${label}. ${outcome ?? "npm run test:clients installs it, and nothing has yet."}`;
}
