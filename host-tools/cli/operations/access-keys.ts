import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { systemReason } from "../../base/system-error.js";
import { ToolError } from "../../base/tool-error.js";
import type { AccessKey } from "../../emulator/http/signature/access-keys.js";

/** Bytes. */
const largestFile = 64 * 1024;
const next =
	"write it as `aws configure` does: [default], and below it aws_access_key_id and aws_secret_access_key, each with = and its value";

/**
 * The keys of a file in the format of the AWS CLI's credentials, those of all its profiles. Throws ToolError `file-forbidden` or
 * `config-invalid`, and never says a secret.
 */
export async function readAccessKeys(file: string): Promise<readonly NamedKey[]> {
	const path = resolve(file);
	const text = await read(path);
	try {
		return parseAccessKeys(text);
	} catch (error) {
		throw new ToolError("config-invalid", `${path}: ${(error as Error).message}`, { next, cause: error });
	}
}

async function read(path: string): Promise<string> {
	try {
		const { size } = await stat(path);
		if (size > largestFile) throw new ToolError("config-invalid", `${path} is too large for credentials`, { next });
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof ToolError) throw error;
		throw new ToolError("config-invalid", `--credentials cannot be read: ${systemReason(error)}`, {
			next,
			cause: error,
		});
	}
}

/** A key, and the name it has in the file. */
export interface NamedKey extends AccessKey {
	readonly profile: string;
}

type Profile = Map<string, string>;

/** Throws Error that says what is missing in which profile. */
export function parseAccessKeys(text: string): readonly NamedKey[] {
	const keys = [...profilesIn(text)].flatMap(([name, profile]) => keyOf(name, profile) ?? []);
	if (keys.length === 0) throw new Error("no profile has an aws_access_key_id");
	const ids = keys.map(({ accessKeyId }) => accessKeyId);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) throw new Error(`the access key ${twice} is there twice`);
	return keys;
}

function profilesIn(text: string): ReadonlyMap<string, Profile> {
	const profiles = new Map<string, Profile>();
	let current: Profile | undefined;
	for (const [index, line] of text
		.replace(/^\uFEFF/, "")
		.split(/\r?\n/)
		.entries()) {
		const trimmed = line.trim();
		if (trimmed === "" || /^[#;]/.test(trimmed)) continue;
		const name = /^\[\s*([^\]]+?)\s*\]$/.exec(trimmed)?.[1];
		const [, setting, value] = /^([\w-]+)\s*=\s*(.*)$/.exec(trimmed) ?? [];
		if (name !== undefined) {
			current = profiles.get(name) ?? new Map();
			profiles.set(name, current);
		} else if (current === undefined || setting === undefined || value === undefined) {
			throw new Error(`line ${index + 1} is neither [profile] nor name = value below one`);
		} else current.set(setting.toLowerCase(), value);
	}
	return profiles;
}

function keyOf(name: string, profile: Profile): NamedKey | undefined {
	const accessKeyId = profile.get("aws_access_key_id") || undefined;
	const secretAccessKey = profile.get("aws_secret_access_key") || undefined;
	if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
	if (accessKeyId === undefined) throw new Error(`profile "${name}" has no aws_access_key_id`);
	if (secretAccessKey === undefined) throw new Error(`profile "${name}" has no aws_secret_access_key`);
	return { profile: name, accessKeyId, secretAccessKey, sessionToken: profile.get("aws_session_token") || undefined };
}
