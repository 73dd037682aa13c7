import { type Project, prefixOf } from "../../project/project.js";
import { cloudFormationTemplate } from "../cloudformation/template.js";
import type { Exported, Sources } from "../export-format.js";
import { readableJson } from "../readable-json.js";
import { stackFile } from "./stack.js";

/** Versions that the app was synthesized with (test/clients/support/wanted-clients.ts). */
const dependencies = Object.freeze({ "aws-cdk-lib": "^2.276.0", constructs: "^10.5.0" });
const devDependencies = Object.freeze({ "@types/node": "^22.0.0", "aws-cdk": "^2.1000.0", typescript: ">=5.4" });

/** As the app calls it. */
const stackModule = "../lib/fleet-stack";

/** An app of the CDK, whose synthesis is the CloudFormation export. */
export async function exportCdk(project: Project, sources: Sources): Promise<Exported> {
	const prefix = prefixOf(project);
	const template = await cloudFormationTemplate(project, sources);
	const { className, code, functions } = stackFile(template);
	const [deploy = "", ...more] = template.Metadata.Notes;
	// The CDK's own commands deploy it.
	const notes = [deploy.replace(/:.*/, ": npm install && npx cdk deploy"), ...more];
	const app = `${notes.map((note) => `// ${note}\n`).join("")}
import * as cdk from "aws-cdk-lib";
import { ${className} } from ${JSON.stringify(stackModule)};

// The template is the same in every account and region, and asks for nothing of the bootstrap stack's version.
const app = new cdk.App({ analyticsReporting: false });
const synthesizer = new cdk.DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
new ${className}(app, ${JSON.stringify(prefix)}, { synthesizer });
`;
	const compilerOptions = {
		target: "es2022",
		module: "node16",
		moduleResolution: "node16",
		types: ["node"],
		rootDir: ".",
		outDir: "build",
		strict: true,
		skipLibCheck: true,
	};
	const files = {
		"package.json": readableJson({
			name: `${prefix}-fleet`,
			private: true,
			scripts: { build: "tsc", cdk: "cdk" },
			dependencies,
			devDependencies,
		}),
		"cdk.json": readableJson({ app: "npm run --silent build && node build/bin/app.js" }),
		"tsconfig.json": readableJson({ compilerOptions, include: ["bin", "lib"] }),
		"bin/app.ts": app,
		"lib/fleet-stack.ts": code,
		...Object.fromEntries(Object.entries(functions).map(([id, text]) => [`functions/${id}.cjs`, text])),
	};
	return { files: Object.entries(files).map(([path, content]) => ({ path, content })), notes };
}
