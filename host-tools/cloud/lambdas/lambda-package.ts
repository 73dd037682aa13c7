import { createHash } from "node:crypto";
import { lambdaSource } from "./lambda-source.js";
import { storedZip } from "./stored-zip.js";

export interface LambdaPackage {
	readonly zip: Uint8Array;
	/** As Lambda says it: base64. */
	readonly sha256: string;
}

/** The function of that name in cloud/lambdas, as Lambda takes it. */
export async function lambdaPackage(source: string): Promise<LambdaPackage> {
	const zip = storedZip("index.js", Buffer.from(await lambdaSource(source)));
	return { zip, sha256: createHash("sha256").update(zip).digest("base64") };
}
