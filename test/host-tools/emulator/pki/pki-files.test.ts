import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../../../host-tools/emulator/pki/pki.js";
import { skipWithoutFileModes } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("A PKI with a data directory", () => {
	const directories = new TemporaryDirectories();
	const clock = new EmulatorClock();
	let dataDirectory: string;
	let first: Omit<Pki, "close">;
	const file = (name: string) => join(dataDirectory, "pki", name);

	async function open(at = clock): Promise<Pki> {
		const pki = await openPki({ clock: at, dataDirectory });
		pki.close();
		return pki;
	}

	beforeEach(async () => {
		dataDirectory = join(await directories.make(), "data");
		first = await open();
	});
	afterEach(directories.remove);
	after(() => clock.close());

	it("is the same when it is opened again", async () => {
		const again = await open();
		assert.equal(again.rootCaPem, first.rootCaPem);
		assert.equal(again.serverCertificatePem, first.serverCertificatePem);
		assert.equal(again.serverKeyPem, first.serverKeyPem);
	});

	it("makes a new server certificate when it is reached by another name, and keeps it for fewer", async () => {
		const opened = async (names: readonly string[], addresses: readonly string[]) => {
			const pki = await openPki({ clock, dataDirectory, reach: { names, addresses } });
			pki.close();
			return pki;
		};
		const wide = await opened(["box.local"], ["192.168.1.5"]);
		assert.notEqual(wide.serverCertificatePem, first.serverCertificatePem);
		assert.equal(wide.rootCaPem, first.rootCaPem);
		assert.equal((await opened([], ["192.168.1.5"])).serverCertificatePem, wide.serverCertificatePem);
		const moved = await opened(["box.local"], ["192.168.1.6"]);
		assert.equal(new X509Certificate(moved.serverCertificatePem).checkIP("192.168.1.6"), "192.168.1.6");
	});

	it("keeps its files from other users", async function () {
		skipWithoutFileModes(this);
		assert.equal((await stat(dataDirectory)).mode & 0o777, 0o700);
		assert.equal((await stat(join(dataDirectory, "pki"))).mode & 0o777, 0o700);
		const names = await readdir(join(dataDirectory, "pki"));
		assert.deepEqual(names.sort(), ["root-ca.key", "root-ca.pem", "server.key", "server.pem"]);
		for (const name of names) assert.equal((await stat(file(name))).mode & 0o777, 0o600, name);
	});

	it("stores no key of a device or a claim", async () => {
		const pki = await openPki({ clock, dataDirectory });
		const { keyPair } = await pki.issueClaim();
		pki.close();
		const secret = keyPair.privateKeyPem.split("\n")[5] ?? "";
		assert.ok(secret.length > 40);
		for (const name of await readdir(join(dataDirectory, "pki"))) {
			assert.equal((await readFile(file(name), "utf8")).includes(secret), false, name);
		}
	});

	it("refuses a second user of the directory", async () => {
		const pki = await openPki({ clock, dataDirectory });
		await assert.rejects(openPki({ clock, dataDirectory }), /In use by this process/);
		pki.close();
		await open();
	});

	for (const [what, damage] of [
		["damaged", () => writeFile(file("server.pem"), "-----BEGIN CERTIFICATE-----\nAAAA")],
		["without its key", () => rm(file("server.key"))],
		["with the key of another", async () => writeFile(file("server.key"), await readFile(file("root-ca.key")))],
	] as const) {
		it(`makes a new server certificate when the old one is ${what}`, async () => {
			await damage();
			const again = await open();
			assert.notEqual(again.serverCertificatePem, first.serverCertificatePem);
			assert.equal(again.rootCaPem, first.rootCaPem);
			const root = new X509Certificate(first.rootCaPem);
			assert.equal(new X509Certificate(again.serverCertificatePem).verify(root.publicKey), true);
			assert.equal((await open()).serverCertificatePem, again.serverCertificatePem);
		});
	}

	it("makes a new server certificate 30 days before the old one is over", async () => {
		const later = new EmulatorClock();
		const end = Date.parse(new X509Certificate(first.serverCertificatePem).validTo);
		later.advance(end - 31 * 24 * 3600 * 1000 - later.now());
		assert.equal((await open(later)).serverCertificatePem, first.serverCertificatePem);
		later.advance(2 * 24 * 3600 * 1000);
		const again = await open(later);
		assert.notEqual(again.serverCertificatePem, first.serverCertificatePem);
		assert.ok(Date.parse(new X509Certificate(again.serverCertificatePem).validTo) > end);
		later.close();
	});

	for (const [what, pattern, damage] of [
		["is damaged", /Cannot use the root CA/, () => writeFile(file("root-ca.pem"), "nonsense")],
		["has lost its key", /root-ca\.key is missing/, () => rm(file("root-ca.key"))],
		[
			"has another's key",
			/the key is not the certificate's/,
			async () => writeFile(file("root-ca.key"), await readFile(file("server.key"))),
		],
	] as const) {
		it(`refuses to start when the root ${what}, rather than cut off every device`, async () => {
			await damage();
			await assert.rejects(open(), pattern);
			await assert.rejects(open(), pattern, "the lock was given back");
		});
	}

	it("finishes a root whose making was cut short after its key", async () => {
		await rm(file("root-ca.pem"));
		const key = await readFile(file("root-ca.key"), "utf8");
		const again = await open();
		assert.equal(await readFile(file("root-ca.key"), "utf8"), key);
		assert.notEqual(again.rootCaPem, first.rootCaPem);
		assert.equal((await open()).rootCaPem, again.rootCaPem);
	});
});
