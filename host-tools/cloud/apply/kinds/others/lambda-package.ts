import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../../../../base/files/repository-root.js";
import { storedZip } from "./stored-zip.js";

export interface LambdaPackage {
	readonly zip: Uint8Array;
	/** As Lambda says it: base64. */
	readonly sha256: string;
}

/** The function of that name in cloud/lambdas, as Lambda takes it. */
export async function lambdaPackage(source: string): Promise<LambdaPackage> {
	const path = join(repositoryRoot, "host-tools", "cloud", "lambdas", `${source}.cjs`);
	const zip = storedZip("index.js", await readFile(path));
	return { zip, sha256: createHash("sha256").update(zip).digest("base64") };
}
