import { InvalidArgumentError } from "commander";
import { isLambdaArn } from "../../emulator/functions/function-forms.js";

/** Collects repeated `ARN=URL` and `ARN=FILE`, and `ORIGIN=URL` of where topic rules send to. */
export function hookTarget(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
	const at = text.indexOf("=");
	const functionArn = text.slice(0, Math.max(at, 0));
	const target = text.slice(at + 1);
	if (isOrigin(functionArn) && !/^https?:\/\//i.test(target)) {
		throw new InvalidArgumentError(`What ${functionArn} stands for must be an http or https URL.`);
	}
	if ((!isLambdaArn(functionArn) && !isOrigin(functionArn)) || target === "") {
		throw new InvalidArgumentError(
			"It must look like arn:aws:lambda:us-east-1:000000000000:function:NAME=http://127.0.0.1:3000/ or =hook.mjs.",
		);
	}
	if (before.has(functionArn)) throw new InvalidArgumentError(`${functionArn} is given twice.`);
	const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(target)?.[1]?.toLowerCase();
	if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
		throw new InvalidArgumentError(`The target must be an http or https URL or the path of a file, not ${scheme}:.`);
	}
	if (scheme !== undefined && !URL.canParse(target)) throw new InvalidArgumentError(`${target} is no URL.`);
	return new Map([...before, [functionArn, target]]);
}

/** `https://example.com`, without a path. */
function isOrigin(text: string): boolean {
	return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
