import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import type { HookSettings } from "../behaviour.js";
import { isHookUrl, isLambdaArn } from "./function-forms.js";

/** What is called in the place of a Lambda function. */
export type FunctionTarget =
	| { readonly kind: "url"; readonly url: URL }
	/** The real path of a module. */
	| { readonly kind: "module"; readonly path: string };

type Allowed = Pick<HookSettings, "directory" | "targets">;

/** Why a function is not called: its message says how to allow it. */
export class FunctionProblem extends Error {
	/** For the journal. */
	readonly code: "hook-not-mapped" | "hook-refused";

	constructor(code: FunctionProblem["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Finds what a Lambda function is here. Whoever reaches the control plane can name one, in a template or a rule, so only the person
 * who started the emulator decides which files run in it and which other machines hear of devices. Throws FunctionProblem.
 */
export async function findFunction(targetArn: string, allowed: Allowed): Promise<FunctionTarget> {
	if (isLambdaArn(targetArn)) return mappedTarget(targetArn, allowed);
	if (!isHookUrl(targetArn)) throw refused("its target is neither the ARN of a Lambda function nor a URL");
	const url = new URL(targetArn);
	if (url.protocol === "file:") return { kind: "module", path: await moduleWithin(allowed.directory, url) };
	if (!isLoopback(url.hostname)) {
		throw refused(
			`"${url.hostname}" is not this machine, and a function is called there only: name a Lambda function, and start the emulator with --hook ARN=${url.origin}/…`,
		);
	}
	return { kind: "url", url };
}

async function mappedTarget(targetArn: string, { targets }: Allowed): Promise<FunctionTarget> {
	const target = targets?.get(targetArn);
	if (target === undefined) {
		throw new FunctionProblem(
			"hook-not-mapped",
			`it is the Lambda function ${targetArn}, and the emulator runs none: start it with --hook ${targetArn}=URL, or =FILE of a JavaScript module`,
		);
	}
	if (/^https?:/i.test(target)) return { kind: "url", url: new URL(target) };
	return { kind: "module", path: await realPath(target) };
}

/**
 * Real paths are compared, so that no symbolic link leads out of the folder. A file that is missing and one that is elsewhere are
 * refused alike: whoever made the template shall not learn which files there are.
 */
async function moduleWithin(directory: string | undefined, url: URL): Promise<string> {
	if (directory === undefined) {
		throw refused("it is a file, and the emulator runs files only from the folder it was started with: --hooks DIR");
	}
	const folder = await realPath(directory);
	const path = await realpath(url).catch(() => "");
	if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return path;
	throw refused(`${url.href} is no file in the folder of --hooks`);
}

async function realPath(path: string): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		throw refused((error as Error).message);
	}
}

function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function refused(why: string): FunctionProblem {
	return new FunctionProblem("hook-refused", why);
}
