import type { Sources } from "../../../../host-tools/cloud/export/export-format.js";
import type { Project } from "../../../../host-tools/cloud/project/project.js";
import { parseProject } from "../../../../host-tools/cloud/project/read-project.js";

/** Text only, in the shape of a certificate: nothing here looks into it. */
const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/** Projects that have every resource of the model between them. */
export async function projects(): Promise<Readonly<Record<"defaults" | "everything" | "table", Project>>> {
	const everything = await parseProject(
		JSON.stringify({
			project: "acme",
			environment: "test",
			region: "eu-central-1",
			// Signs that every language of an export takes for its own.
			topics: ["{thingName}/it's_\"%", "plant/{thingName}/*"],
			retain: true,
			serialNumbers: ["A-1", "B-2"],
			demonstrationDevices: 2,
			thingType: { description: "Reports ${temperature}, %{or} $(not) `so` @all's \\ well" },
			attributes: { model: "x[1]" },
			alarmEmail: "alarms+iot@example.com",
		}),
		"thingsmith.json",
	);
	return {
		defaults: await parseProject("{}", "thingsmith.json"),
		everything: { ...everything, certificateAuthority: { certificatePem: pem, verificationPem: undefined } },
		table: await parseProject('{ "serialNumbers": "table" }', "thingsmith.json"),
	};
}

/** Code of functions that says which one it is. */
export const sources: Sources = async (name) => `exports.handler = async () => "${name}: \${x} %{y}";\n`;
