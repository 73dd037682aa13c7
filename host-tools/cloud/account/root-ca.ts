import { readFile } from "node:fs/promises";
import { readInputFile } from "../../base/files/read-input-file.js";
import { rootCaIn, rootCasIn } from "../../base/keys/root-ca-in.js";
import type { AwsSettings } from "./aws-settings.js";
import { chooseRootCa } from "./choose-root-ca.js";
import type { DataEndpoint } from "./data-endpoint.js";

const amazonRootCa = new URL("../../../../certs/AmazonRootCA1.pem", import.meta.url);
/** Where our emulator serves its root CA. */
const emulatorPath = "/_thingsmith/root-ca.pem";
const answerTimeoutMs = 3_000;
const longestPem = 65_536;

/**
 * The root CA that devices are to trust, as PEM: the file that was named, else the one of the emulator behind the endpoint URL,
 * else Amazon Root CA 1. Of a file with several it is the one that signs what answers at `endpoint`. Rejects with ToolError
 * `root-ca-invalid`, `file-missing`.
 */
export async function findRootCa(
	path: string | undefined,
	settings: AwsSettings,
	endpoint?: DataEndpoint,
): Promise<string> {
	if (path !== undefined) {
		const content = await readInputFile(path, { next: "name a file with --root-ca, or leave it out" });
		const name = `--root-ca ${path}`;
		return (await chooseRootCa(rootCasIn({ name, content }), name, endpoint)).toString();
	}
	const fromEmulator = settings.endpointUrl === undefined ? undefined : await askEmulator(settings.endpointUrl);
	return fromEmulator ?? readFile(amazonRootCa, "utf8");
}

/** Undefined when whatever answers there has no such path: another emulator, or a proxy in front of AWS. */
async function askEmulator(endpointUrl: string): Promise<string | undefined> {
	const url = new URL(endpointUrl);
	url.pathname = url.pathname.replace(/\/$/, "") + emulatorPath;
	const answer = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs), redirect: "error" }).catch(
		() => undefined,
	);
	if (answer === undefined) return undefined;
	if (!answer.ok) {
		await answer.body?.cancel();
		return undefined;
	}
	const pem = await readBody(answer);
	return pem === undefined ? undefined : rootCaIn({ name: url.href, content: pem }).toString();
}

/** Undefined when it breaks off, or has more than `longestPem` characters. */
async function readBody({ body }: Response): Promise<string | undefined> {
	const utf8 = new TextDecoder();
	let text = "";
	try {
		for await (const chunk of body ?? []) {
			text += utf8.decode(chunk, { stream: true });
			if (text.length > longestPem) return undefined;
		}
		return text;
	} catch {
		return undefined;
	}
}
