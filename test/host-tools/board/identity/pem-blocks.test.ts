import assert from "node:assert/strict";
import fc from "fast-check";
import { readPemBlocks } from "../../../../host-tools/board/identity/pem-blocks.js";

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

/** What happens to line ends on the way through shells, JSON, YAML, spreadsheets, chats and Windows. */
const damages: Readonly<Record<string, (text: string) => string>> = {
	none: (text) => text,
	crlf: (text) => text.replaceAll("\n", "\r\n"),
	cr: (text) => text.replaceAll("\n", "\r"),
	"blank lines": (text) => text.replaceAll("\n", "\n\n"),
	lost: (text) => text.replaceAll("\n", ""),
	spaces: (text) => text.replaceAll("\n", " "),
	"spelt out": (text) => text.replaceAll("\n", "\\n"),
	"spelt out with CR": (text) => text.replaceAll("\n", "\\r\\n"),
	"spelt out twice": (text) => text.replaceAll("\n", "\\\\n"),
	"JSON string": (text) => JSON.stringify(text),
	"JSON string with escaped slashes": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
	"JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)),
	indented: (text) => text.replaceAll("\n", "\n    "),
	quoted: (text) => text.replaceAll("\n", "\n> "),
	"trailing spaces": (text) => text.replaceAll("\n", "  \n"),
	"text around": (text) => `subject=CN = x\n${text}\nthe end`,
};

describe("readPemBlocks", () => {
	it("gives back the blocks of a PEM text, whatever happened to its line ends", () => {
		const damage = fc.constantFrom(...Object.keys(damages));
		fc.assert(
			fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), damage, (blocks, name) => {
				const damaged = (damages[name] as (text: string) => string)(blocks.map(pem).join(""));
				assert.deepEqual(readPemBlocks(damaged), blocks.map(plain));
			}),
			{ numRuns: 500 },
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
		const hostile = "-----BEGIN A-----".repeat(20_000);
		const startedAt = performance.now();
		assert.throws(() => readPemBlocks(hostile), { code: "file-invalid" });
		assert.ok(performance.now() - startedAt < 5000);
	});
});
