import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Ajv, type ErrorObject } from "ajv";
import { isThere } from "../../base/files/is-there.js";
import { readTextFile } from "../../base/files/read-text-file.js";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { ToolError } from "../../base/tool-error.js";
import { type CertificateAuthority, defaultProject, type Project, prefixOf } from "./project.js";

/** What a person writes: any member may be missing. */
type ProjectFile = Partial<Omit<Project, "thingType" | "certificateAuthority" | "monitoring">> & {
	readonly thingType?: Partial<Project["thingType"]>;
	readonly certificateAuthority?: { readonly certificate: string; readonly verification?: string };
	readonly monitoring?: Partial<Project["monitoring"]>;
};

export const projectFile = "thingsmith.json";

/** Bytes of the file, and of a certificate that it names. */
const largest = 100_000;

/**
 * The file's project; without `path`, that of `thingsmith.json` in `directory`, where there is one, else the defaults. Rejects with
 * ToolError `config-invalid`, naming member and reason, and with the codes of reading a file.
 */
export async function readProject(path: string | undefined, directory: string, signal?: AbortSignal): Promise<Project> {
	const file = resolve(directory, path ?? projectFile);
	if (path === undefined && !(await isThere(file))) return parseProject("{}", projectFile);
	return parseProject(await readTextFile(file, { largest, signal }), path ?? projectFile, dirname(file), signal);
}

/** `name` is the file's, for errors. Files that it names are looked for from `directory`. */
export async function parseProject(
	text: string,
	name: string,
	directory = ".",
	signal?: AbortSignal,
): Promise<Project> {
	const said = parseJson(text, name);
	const validate = validator();
	if (!validate(said)) throw invalid(name, validate.errors ?? []);
	return withDefaults(said as ProjectFile, directory, signal);
}

function parseJson(text: string, name: string): unknown {
	if (text.trim() === "") return {};
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new ToolError("config-invalid", `${name} is no JSON: ${(error as Error).message}`, {
			next: `mend it; an empty file, or {}, is the default project`,
		});
	}
}

function validator() {
	const schema = JSON.parse(readFileSync(join(repositoryRoot, "docs", "thingsmith.schema.json"), "utf8"));
	return new Ajv({ useDefaults: false, allErrors: false, strict: true, verbose: true, allowUnionTypes: true }).compile(
		schema,
	);
}

function invalid(name: string, errors: readonly ErrorObject[]): ToolError {
	const depth = (error: ErrorObject) => error.instancePath.length;
	// Of branches of which none fits: what went deepest, else what joins them.
	const first = errors.toSorted((a, b) => depth(a) - depth(b)).at(-1);
	const member = first?.instancePath.slice(1).replaceAll("/", ".") ?? "";
	const { reason, next } = explain(first);
	const what = member === "" ? reason : `"${member}" ${reason}`;
	return new ToolError("config-invalid", `${name}: ${what}`, { next });
}

function explain(error: ErrorObject | undefined): { readonly reason: string; readonly next: string } {
	const params = (error?.params ?? {}) as Readonly<Record<string, unknown>>;
	const next = "mend it; docs/cloud.md has every member, and thingsmith.schema.json completes them in an editor";
	if (error !== undefined && sayTheRule.includes(error.keyword)) {
		return { reason: `${error.message}. ${purposeOf(error)}`, next };
	}
	switch (error?.keyword) {
		case "additionalProperties":
			return { reason: `has no member "${params.additionalProperty}"`, next };
		case "required":
			return { reason: `needs a member "${params.missingProperty}"`, next };
		case "enum":
			return { reason: `must be one of ${(params.allowedValues as readonly unknown[]).join(", ")}`, next };
		default:
			return { reason: `cannot be ${JSON.stringify(error?.data)?.slice(0, 100)}. ${purposeOf(error)}`, next };
	}
}

/** Whose messages say all that is to be known, e.g. `must be <= 3650`. */
const sayTheRule: readonly string[] = [
	"type",
	"minimum",
	"maximum",
	"minItems",
	"maxItems",
	"uniqueItems",
	"minLength",
	"maxLength",
	"maxProperties",
];

/** What the schema says the member is for; of an item, the list's. */
function purposeOf(error: ErrorObject | undefined): string {
	const { description } = (error?.parentSchema ?? {}) as { readonly description?: string };
	return description ?? `It ${error?.message ?? "must be something else"}`;
}

async function withDefaults(said: ProjectFile, directory: string, signal?: AbortSignal): Promise<Project> {
	const { thingType, monitoring, certificateAuthority, ...plain } = said;
	const project = { ...defaultProject, ...plain };
	return {
		...project,
		thingType: { ...defaultProject.thingType, name: `${prefixOf(project)}-device`, ...thingType },
		monitoring: { ...defaultProject.monitoring, ...monitoring },
		certificateAuthority: await authority(certificateAuthority, directory, signal),
	};
}

async function authority(
	files: ProjectFile["certificateAuthority"],
	directory: string,
	signal: AbortSignal | undefined,
): Promise<CertificateAuthority | undefined> {
	if (files === undefined) return undefined;
	const read = (file: string) => readTextFile(resolve(directory, file), { largest, signal });
	const { certificate, verification } = files;
	return {
		certificatePem: oneCertificate(await read(certificate), "certificate", certificate),
		verificationPem:
			verification === undefined ? undefined : oneCertificate(await read(verification), "verification", verification),
	};
}

/** A certificate and nothing besides: what a file holds is sent to AWS and written into exports, and it may be a key. */
function oneCertificate(content: string, member: string, file: string): string {
	const blocks = content.match(/-----BEGIN [^-]+-----/g) ?? [];
	try {
		if (blocks.length === 1) return new X509Certificate(content).toString();
	} catch {
		// Said below.
	}
	const what = blocks.length > 1 ? `${blocks.length} PEM blocks` : "no certificate";
	throw new ToolError("config-invalid", `"certificateAuthority.${member}": ${file} holds ${what}`, {
		next: "name a PEM file with one certificate in it, and no key",
	});
}
