import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { prefixOf } from "../../../../host-tools/cloud/project/project.js";
import { parseProject, readProject } from "../../../../host-tools/cloud/project/read-project.js";
import { testPki } from "../../../support/test-pki.js";

const parse = (text: string) => parseProject(text, "thingsmith.json");

describe("thingsmith.json", () => {
	it("may be missing, empty or {}: then it is the default project", async () => {
		const project = await parse("{}");
		assert.deepEqual(await parse(" \n"), project);
		await withTemporaryDirectory(async (directory) => {
			assert.deepEqual(await readProject(undefined, directory), project);
			await writeFile(join(directory, "thingsmith.json"), '{"project":"acme","environment":"test"}');
			assert.equal(prefixOf(await readProject(undefined, directory)), "acme-test");
			await assert.rejects(readProject("other.json", directory), { code: "file-missing" });
		});
		assert.equal(prefixOf(project), "thingsmith");
		assert.deepEqual(project.topics, ["{thingName}/*"]);
	});

	it("reads the certificates that it names, from its own folder", async () => {
		await withTemporaryDirectory(async (directory) => {
			const { rootCaPem, serverKeyPem } = await testPki();
			await writeFile(join(directory, "ca.pem"), rootCaPem);
			const text = '{"certificateAuthority":{"certificate":"ca.pem"}}';
			const { certificateAuthority } = await parseProject(text, "x", directory);
			assert.equal(certificateAuthority?.certificatePem.trim(), rootCaPem.trim());
			assert.equal(certificateAuthority?.verificationPem, undefined);
			for (const [content, what] of [
				[serverKeyPem, /holds no certificate/],
				[`${rootCaPem}${serverKeyPem}`, /holds 2 PEM blocks/],
				["root:x:0:0", /holds no certificate/],
			] as const) {
				await writeFile(join(directory, "ca.pem"), content);
				const refused = parseProject(text, "x", directory);
				await assert.rejects(refused, {
					code: "config-invalid",
					message: what,
					next: /one certificate in it, and no key/,
				});
			}
		});
	});

	for (const [text, message] of [
		["{", /no JSON/],
		["[]", /must be object/],
		['{"proejct":"x"}', /has no member "proejct"/],
		['{"monitoring":{"audits":true}}', /"monitoring" has no member "audits"/],
		['{"project":"Acme"}', /"project" cannot be "Acme".*lower-case/],
		['{"environment":"a-b"}', /"environment"/],
		['{"topics":["temperature"]}', /"topics.0" cannot be "temperature".*\{thingName\}/],
		['{"topics":["{thingName}/#"]}', /"topics.0"/],
		['{"serialNumbers":"list"}', /"serialNumbers" cannot be "list".*"table"/],
		['{"serialNumbers":["a b"]}', /"serialNumbers.0" cannot be "a b"/],
		['{"logDays":31}', /"logDays" must be one of 1, 3/],
		['{"devices":0}', /"devices" must be >= 1\. How many devices/],
		['{"serialNumbers":[]}', /"serialNumbers"/],
		['{"thingType":{"searchableAttributes":["a","b","c","d"]}}', /must NOT have more than 3 items/],
		['{"alarmEmail":"nobody"}', /"alarmEmail"/],
		['{"attributes":{"serialNumber":"1"}}', /"attributes/],
		['{"certificateAuthority":{}}', /"certificateAuthority" needs a member "certificate"/],
	] as const) {
		it(`refuses ${text}, naming member and reason`, async () => {
			await assert.rejects(parse(text), (error: ToolError) => {
				assert.equal(error.code, "config-invalid");
				assert.match(error.message, message);
				assert.ok(error.next);
				return true;
			});
		});
	}

	it("is taken or refused in words, whatever it holds", async () => {
		const names = fc.constantFrom(
			"project",
			"topics",
			"serialNumbers",
			"thingType",
			"monitoring",
			"attributes",
			"devices",
		);
		await fc.assert(
			fc.asyncProperty(fc.dictionary(names, fc.jsonValue({ maxDepth: 2 })), async (value) => {
				await parse(JSON.stringify(value)).catch((error) => {
					assert.ok(error instanceof ToolError && error.code === "config-invalid", String(error));
				});
			}),
			{ numRuns: 60 },
		);
	});
});
