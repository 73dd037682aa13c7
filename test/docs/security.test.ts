import assert from "node:assert/strict";
import { readRoot } from "../support/source-imports.js";

interface Claim {
	/** Words of docs/security.md. */
	readonly says: string;
	/** The test that holds them: its file below test/, and words of its title. */
	readonly file: string;
	readonly title: string;
}

const device = "firmware/core";
const emulator = "host-tools/emulator";

/** What docs/security.md promises, and the tests that hold it. */
const claims: readonly Claim[] = [
	{
		says: "No key, token or password is written to a log line",
		file: `${device}/device-secrets.test.ts`,
		title: "holds no key, no token, no password",
	},
	{
		says: "an argument list or a file that others may read",
		file: "e2e/provision.test.ts",
		title: "shows no secret in anything it prints, whatever comes of it, and takes none as an argument",
	},
	{
		says: "`device configure` erases the one before",
		file: `${device}/device-configure.test.ts`,
		title: "the password before them cannot be read any more",
	},
	{
		says: "a revoked certificate is refused",
		file: `${emulator}/broker/connect.test.ts`,
		title: "is refused with a certificate that is",
	},
	{
		says: "only for a device without identity, or with the button held",
		file: `${device}/device-serial.test.ts`,
		title: "with its button held takes a bootstrap in the place of its identity",
	},
	{
		says: "or other settings",
		file: `${device}/device-configure.test.ts`,
		title: "takes them only with its button held",
	},
	{
		says: "the claim's five minutes",
		file: `${emulator}/broker/connect.test.ts`,
		title: "is refused with a claim after five minutes",
	},
	{
		says: "a pre-provisioning hook that knows your serial numbers",
		file: "docs/aws.test.ts",
		title: "have a hook that allows the serial numbers of its list and no other",
	},
	{
		says: "A number that has a thing: refused, because our template says FAIL",
		file: `${emulator}/services/provisioning/provide-thing.test.ts`,
		title: "nobody who has a claim becomes that device",
	},
	{
		says: "the two throw each other out again and again",
		file: `${emulator}/broker/connect.test.ts`,
		title: "lets the newer of two connections with one client id live",
	},
	{
		says: "server name and dates checked",
		file: "host-tools/virtual-device/node-mqtt-client.test.ts",
		title: "reports server-untrusted for a server of another name",
	},
	{
		says: "an unsigned or downgraded key exchange refused",
		file: "simulator/tls.test.ts",
		title: "shows a genuine chain and signs nothing with it",
	},
	{
		says: "a policy for claims of one template only",
		file: "docs/aws.test.ts",
		title: "allow nothing on everything, but for what knows no resources",
	},
	{
		says: "has controls, formats and separators written out, as text, JSON, CSV and in records",
		file: "host-tools/cli/render/visible-event.test.ts",
		title: "command the terminal",
	},
	{
		says: "secrets come from a prompt, the environment or a file",
		file: "e2e/provision.test.ts",
		title: "asks for the Wi-Fi password on a terminal, and shows nothing of it",
	},
	{
		says: "files are created 0600",
		file: "host-tools/base/files/secret-file.test.ts",
		title: "createSecretFile",
	},
	{
		says: "only a request for its certificate leaves it",
		file: `${device}/device-serial.test.ts`,
		title: "says nothing secret of what came in",
	},
	{
		says: "One claim makes as many things as are asked for within its five minutes",
		file: `${emulator}/services/provisioning/provide-thing.test.ts`,
		title: "lets a claim make things until its five minutes are over",
	},
	{
		says: "It listens on loopback",
		file: `${emulator}/reach.test.ts`,
		title: "is loopback and nothing else by default",
	},
	{
		says: "it refuses what browsers send and any `Host` that is not its own",
		file: `${emulator}/http/guard.test.ts`,
		title: "refuses what a web page sends, even from this machine",
	},
	{
		says: "So it runs files only from the folder of `--hooks`",
		file: "e2e/hooks.test.ts",
		title: "pre-provisioning hooks of thingsmith local",
	},
	{
		says: "Web pages are hung up on",
		file: "host-tools/base/refuse-web-requests.test.ts",
		title: "a plain TCP listener on loopback",
	},
	{
		says: "refuse it and say so",
		file: "host-tools/cli/operations/device-flash.test.ts",
		title: "a chip with flash encryption, and one in secure download mode",
	},
	{
		says: "`watch` removes its certificate and policy at Ctrl-C, SIGTERM and the end of its terminal",
		file: "e2e/interruption.test.ts",
		title: "leaves nothing of watch behind in the account",
	},
];

/** Threats that nothing of ours stops, or that only a chip does. */
const notOurs: readonly string[] = ["dumps the flash", "changes the flash", "breaks Wi-Fi's password"];

describe("docs/security.md", () => {
	const page = readRoot("docs/security.md");

	for (const { says, file, title } of claims) {
		it(`says "${says}", which ${file} holds`, () => {
			assert.ok(page.replaceAll(/\s+/g, " ").includes(says), "the page says it");
			const test = readRoot(`test/${file}`);
			const titles = [...test.matchAll(/\b(?:describe|it)\(\s*(["'`])((?:\\.|(?!\1).)*)\1/gs)].map(
				([, , text]) => text,
			);
			assert.ok(
				titles.some((text) => text?.includes(title)) || test.includes(`"${title}"`),
				`${file} has a test called so: ${titles.join(" | ")}`,
			);
		});
	}

	it("has no threat without a test, but those that only a chip stops", () => {
		const table = page.slice(page.indexOf("## Threats"), page.indexOf("## Where the private key"));
		const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| who"));
		for (const row of rows) {
			const held = claims.some(({ says }) => row.includes(says)) || notOurs.some((threat) => row.includes(threat));
			assert.ok(held, row.slice(0, 80));
		}
		assert.ok(rows.length >= 9);
	});
});
