import { arch, platform, release } from "node:os";
import type { CheckedEvent } from "../../base/doctor/check.js";
import type { Secrets } from "../../base/doctor/secrets.js";
import { createSecretFile } from "../../base/files/secret-file.js";
import type { AwsFilesReport } from "../../cloud/doctor/aws-files.js";

/** All that the checks found is in a file. */
export interface BundledEvent {
	readonly event: "bundle";
	readonly path: string;
}

export interface BundleParts {
	readonly checked: readonly CheckedEvent[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly files: AwsFilesReport;
	/** What must not be in it, in whatever spelling. */
	readonly secrets: Secrets;
	readonly manifest: { readonly version: string; readonly dependencies: Readonly<Record<string, string>> };
}

/** Variables that thingsmith, the AWS SDK, Node, ESP-IDF and the Moddable SDK go by. */
const ours = /^(AWS_|THINGSMITH_|NODE_|ESP|IDF_|MODDABLE|SSL_CERT_|UPLOAD_PORT$|DEBUG$|(HTTP|HTTPS|ALL|NO)_PROXY$)/i;

/**
 * Writes a new file, mode 0600: what the checks found, versions, and the names of what is set, never what to. Rejects with ToolError `file-exists`,
 * `file-forbidden`.
 */
export async function writeBundle(path: string, parts: BundleParts): Promise<void> {
	const { checked, env, files, secrets, manifest } = parts;
	const bundle = {
		format: 1,
		time: new Date().toISOString(),
		versions: {
			thingsmith: manifest.version,
			node: process.versions.node,
			openssl: process.versions.openssl,
			dependencies: manifest.dependencies,
		},
		system: { platform: platform(), release: release(), architecture: arch() },
		environment: Object.keys(env)
			.filter((name) => ours.test(name) && env[name])
			.sort(),
		awsFiles: files.sections,
		checks: checked.map(({ event, ...members }) => members),
	};
	await createSecretFile(path, `${JSON.stringify(secrets.removeFrom(bundle), undefined, "\t")}\n`);
}
