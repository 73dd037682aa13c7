import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createClaim } from "../../../../host-tools/cli/operations/claim-create.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("claim create", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("asks AWS for nothing when its files could not be written", async () => {
		const requests: string[] = [];
		const server = createServer((request, response) => {
			requests.push(String(request.url));
			response.writeHead(400).end();
		});
		await once(server.listen(0, "127.0.0.1"), "listening");
		const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const aws = { endpointUrl, region: "us-east-1", profile: undefined, hasEnvironmentCredentials: false };
		const directory = await directories.make();
		const file = join(directory, "file");
		await writeFile(file, "");
		const create = (places: { outDirectory: string | undefined; bootstrapPath: string | undefined }) =>
			createClaim(
				{ aws, templateName: "fleet", parameters: {}, device: {}, rootCaPath: undefined, ...places },
				new RecordedContext(),
			);
		try {
			const forbidden = { code: "file-forbidden" };
			await assert.rejects(create({ outDirectory: file, bootstrapPath: undefined }), forbidden);
			await assert.rejects(create({ outDirectory: undefined, bootstrapPath: join(file, "b.json") }), forbidden);
			await assert.rejects(create({ outDirectory: undefined, bootstrapPath: file }), { code: "file-exists" });
			assert.deepEqual(requests, []);
			assert.deepEqual(await readdir(directory), ["file"]);
		} finally {
			server.close();
		}
	});
});
