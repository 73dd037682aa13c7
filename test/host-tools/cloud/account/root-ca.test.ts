import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { findRootCa } from "../../../../host-tools/cloud/account/root-ca.js";
import { readRoot } from "../../../support/source-imports.js";
import { testPki } from "../../../support/test-pki.js";

const settings = (endpointUrl?: string) => ({
	profile: undefined,
	region: undefined,
	endpointUrl,
	hasEnvironmentCredentials: false,
});
const subject = (pem: string) => new X509Certificate(pem).subject;
const amazon = (number: number) => readRoot(`certs/AmazonRootCA${number}.pem`);

/** Answers every GET with that status and body. */
async function serving(
	status: number,
	body: string,
	use: (url: string, asked: string[]) => Promise<void>,
): Promise<void> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? "");
		response.writeHead(status).end(body);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	try {
		await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

describe("findRootCa", () => {
	it("is Amazon Root CA 1 on AWS", async () => {
		assert.match(subject(await findRootCa(undefined, settings())), /CN=Amazon Root CA 1$/);
	});

	it("is the emulator's own where one answers", async () => {
		await serving(200, amazon(3), async (url, asked) => {
			assert.match(subject(await findRootCa(undefined, settings(url))), /CN=Amazon Root CA 3$/);
			assert.deepEqual(asked, ["/_thingsmith/root-ca.pem"]);
		});
	});

	it("is Amazon's where the endpoint knows nothing of it", async () => {
		await serving(404, "not found", async (url) => {
			assert.match(subject(await findRootCa(undefined, settings(url))), /CN=Amazon Root CA 1$/);
		});
	});

	it("is Amazon's where the answer breaks off or does not end", async () => {
		for (const answer of [
			(response: ServerResponse) => void response.writeHead(200).write(amazon(3), () => response.destroy()),
			(response: ServerResponse) => {
				const more = () => response.writable && response.write("x".repeat(65_536), more);
				more();
			},
		]) {
			const server = createServer((_request, response) => answer(response)).listen(0, "127.0.0.1");
			await once(server, "listening");
			const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			assert.match(subject(await findRootCa(undefined, settings(url))), /CN=Amazon Root CA 1$/);
			server.closeAllConnections();
			server.close();
		}
	});

	it("refuses what is no root CA, and says where it came from", async () => {
		await serving(200, "<html>", async (url) => {
			const refused = { code: "root-ca-invalid", message: /_thingsmith\/root-ca\.pem holds no certificate/ };
			await assert.rejects(findRootCa(undefined, settings(url)), refused);
		});
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "ca.pem");
			await assert.rejects(findRootCa(path, settings()), { code: "file-missing" });
			for (const text of ["nothing", (await testPki()).serverCertificatePem.repeat(2)]) {
				await writeFile(path, text);
				await assert.rejects(findRootCa(path, settings()), { code: "root-ca-invalid" });
			}
			await writeFile(path, amazon(1) + amazon(3));
			await assert.rejects(findRootCa(path, settings()), { code: "root-ca-invalid", message: /holds 2 CAs/ });
			await writeFile(path, "nothing");
			await assert.rejects(findRootCa(path, settings()), { code: "root-ca-invalid" });
		});
	});
});

describe("certs/", () => {
	it("holds Amazon's roots as Node trusts them, with the fingerprints of its README", () => {
		const trusted = new Set(rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256));
		const readme = readRoot("certs/README.md");
		for (const number of [1, 2, 3, 4]) {
			const certificate = new X509Certificate(amazon(number));
			assert.match(certificate.subject, new RegExp(`CN=Amazon Root CA ${number}$`));
			assert.ok(trusted.has(certificate.fingerprint256));
			assert.ok(readme.includes(`| \`AmazonRootCA${number}.pem\` |`));
			assert.ok(readme.includes(certificate.fingerprint256));
		}
	});
});
