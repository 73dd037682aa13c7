import { isArray, isObject } from "../text/located.js";
import { type ParsedHcl, parseHcl } from "../text/parse-hcl.js";
import { type JsonProblem, parseJson } from "../text/parse-json.js";
import { parseYaml } from "../text/parse-yaml.js";
import { wholeFile } from "../text/source-text.js";
import { cloudFormationDocuments, looksLikeCloudFormation } from "./cloudformation.js";
import type { LintDocument } from "./document.js";
import { Gathering } from "./gathering.js";
import { plainDocuments } from "./plain-documents.js";
import { jsonBlocks, looksLikeTerraform, terraformDocuments } from "./terraform.js";

/** What a file holds of what can be looked at. */
export interface Recognised {
	readonly documents: readonly LintDocument[];
	/** What its parser would refuse; AWS's does. */
	readonly problems: readonly JsonProblem[];
	/** What could not be read, for people; e.g. the end of a file of HCL. */
	readonly notes: readonly { readonly says: string; readonly offset: number }[];
}

/** Undefined: it is none of the kinds that are looked at. By what is in it, not by its name. Never throws. */
export function recognise(text: string): Recognised | undefined {
	const first = /\S/.exec(text)?.[0];
	if (first === undefined) return undefined;
	if (first === "{" || first === "[") return recogniseJson(text);
	return recogniseHcl(text) ?? recogniseYaml(text);
}

function recogniseJson(text: string): Recognised | undefined {
	const { root, problems } = parseJson(wholeFile(text));
	if (root === undefined) return undefined;
	const gathering = new Gathering(text);
	gathering.problems.push(...problems);
	if (looksLikeTerraform(root)) terraformDocuments(jsonBlocks(root), gathering);
	else if (looksLikeCloudFormation(root, "json")) cloudFormationDocuments(root, gathering);
	else plainDocuments(root, gathering);
	return finish(gathering);
}

function recogniseYaml(text: string): Recognised | undefined {
	const { root, problem } = parseYaml(text);
	if (root === undefined || (!isObject(root) && !isArray(root))) return undefined;
	const gathering = new Gathering(text);
	if (problem !== undefined) {
		gathering.problems.push({ kind: "syntax", range: problem.range, path: "$", says: problem.says });
	}
	if (looksLikeCloudFormation(root, "yaml")) cloudFormationDocuments(root, gathering);
	else plainDocuments(root, gathering);
	return finish(gathering);
}

const terraformBlocks = [
	"resource",
	"data",
	"output",
	"module",
	"variable",
	"locals",
	"provider",
	"terraform",
	"moved",
	"import",
];

function recogniseHcl(text: string): Recognised | undefined {
	if (!/^[ \t]*[a-z_]+(?:[ \t]+(?:"[^"\n]*"|\w+))*[ \t]*\{/m.test(text)) return undefined;
	const { blocks, problem }: ParsedHcl = parseHcl(text);
	if (!blocks.some(({ type }) => terraformBlocks.includes(type))) return undefined;
	const gathering = new Gathering(text);
	terraformDocuments(blocks, gathering);
	if (problem !== undefined)
		gathering.notes.push({ says: `${problem.says}; what follows was not read`, offset: problem.offset });
	return finish(gathering);
}

function finish({ documents, problems, notes }: Gathering): Recognised | undefined {
	return documents.length === 0 && notes.length === 0 ? undefined : { documents, problems, notes };
}
