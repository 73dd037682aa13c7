import { join } from "node:path";
import { readTextFile } from "../../base/files/read-text-file.js";
import { repositoryRoot } from "../../base/files/repository-root.js";

/** Characters of code that CloudFormation takes within a template; every function keeps to it. */
export const longestInlineCode = 4096;

/** Where a function of ours lies. */
export function lambdaPath(name: string): string {
	return join(repositoryRoot, "host-tools", "cloud", "lambdas", `${name}.cjs`);
}

/** Code of a function of ours: CommonJS for a runtime of Node's, with `handler`. Rejects with what reading a file rejects with. */
export function lambdaSource(name: string): Promise<string> {
	return readTextFile(lambdaPath(name));
}
