import assert from "node:assert/strict";
import fc from "fast-check";
import { besidePemBlocks, readPemBlocks } from "../../../../host-tools/base/keys/pem-blocks.js";
import { processorMs } from "../../../support/processor-time.js";
import { textDamages } from "../../../support/text-damage.js";

const label = fc.constantFrom("CERTIFICATE", "RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY");
const block = fc.record({ label, der: fc.uint8Array({ minLength: 1, maxLength: 300 }) });
type Block = { label: string; der: Uint8Array };

function pem({ label: name, der }: Block): string {
	const lines =
		Buffer.from(der)
			.toString("base64")
			.match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ""].join("\n");
}

/** As it is read: encrypted by no header of its own. */
const plain = ({ label, der }: Block) => ({ label, der: new Uint8Array(der), encrypted: false });

describe("readPemBlocks", () => {
	it("gives back the blocks of a PEM text, whatever happened to it on the way", () => {
		const damage = fc.constantFrom(...Object.entries(textDamages));
		fc.assert(
			fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), damage, (blocks, [name, spoil]) => {
				assert.deepEqual(readPemBlocks(spoil(blocks.map(pem).join(""))), blocks.map(plain), name);
			}),
			{ numRuns: 2000 },
		);
	});

	it("gives back any number of good blocks, also none", () => {
		fc.assert(
			fc.property(
				fc.array(block),
				(blocks) => void assert.deepEqual(readPemBlocks(blocks.map(pem).join("")), blocks.map(plain)),
			),
		);
	});

	it("refuses a block without its END and one that is not base64, and quotes neither", () => {
		for (const text of [
			"-----BEGIN CERTIFICATE-----\nSECRET",
			"-----BEGIN CERTIFICATE-----\nSECRET\n-----END PRIVATE KEY-----",
			"-----BEGIN CERTIFICATE-----\nSEC*RET\n-----END CERTIFICATE-----",
			"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
			"-----BEGIN PRIVATE KEY-----\nAAAA\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
		]) {
			assert.throws(
				() => readPemBlocks(text),
				(error: Error & { code: string }) => error.code === "file-invalid" && !error.message.includes("SEC"),
			);
		}
	});

	it("knows a key that is encrypted the old way", () => {
		const text =
			"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----";
		assert.equal(readPemBlocks(text)[0]?.encrypted, true);
	});

	it("takes any text within bounded time, and throws nothing but file-invalid", () => {
		const text = fc.oneof(
			fc.string(),
			fc
				.array(fc.constantFrom("-----BEGIN A-----", "-----END A-----", "\\n", "AAAA", " "))
				.map((parts) => parts.join("")),
		);
		fc.assert(
			fc.property(text, (one) => {
				try {
					readPemBlocks(one);
				} catch (error) {
					assert.equal((error as { code: string }).code, "file-invalid");
				}
			}),
		);
		const startedAt = processorMs();
		assert.throws(() => readPemBlocks("-----BEGIN A-----".repeat(20_000)), { code: "file-invalid" });
		for (const part of ["-", "\\", " ", '"', '" ', "\\\n", "-----BEGIN ", "--     "]) {
			assert.deepEqual(readPemBlocks(part.repeat(1_000_000 / part.length)), []);
		}
		assert.ok(processorMs() - startedAt < 5000);
	});

	it("is told apart from what is beside the blocks", () => {
		fc.assert(
			fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), (blocks) => {
				const beside = besidePemBlocks(`before ${blocks.map((one) => `${pem(one)}between`).join(" ")} after`);
				assert.equal(beside.match(/between/g)?.length, blocks.length);
				assert.match(beside, /^before .* after$/s);
				assert.equal(/BEGIN|END|CERTIFICATE|KEY/.test(beside), false);
			}),
		);
	});
});
