import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { AwsSettings } from "../../../../host-tools/cloud/account/aws-settings.js";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { credentialsFinding } from "../../../../host-tools/cloud/doctor/credentials-check.js";
import { skipBecause } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { TestControlPlane } from "../../emulator/http/test-control-plane.js";

const directories = new TemporaryDirectories();
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const { signal } = new AbortController();

describe("credentialsFinding", () => {
	const saved = { ...process.env };
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
		process.env.AWS_EC2_METADATA_DISABLED = "true";
		process.env.HOME = await directories.make();
	});
	afterEach(async () => {
		for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
		Object.assign(process.env, saved);
		await plane.close();
		await directories.remove();
	});

	async function find(settings: Partial<AwsSettings> = {}, now = Date.now) {
		const endpointUrl = `http://127.0.0.1:${plane.server.port}`;
		const known = { endpointUrl, region: "eu-central-1", profile: undefined, hasEnvironmentCredentials: true };
		const aws = { ...known, ...settings };
		const client = createIotClient(aws);
		let found = 0;
		const onFound = () => {
			found += 1;
		};
		try {
			const finding = await credentialsFinding(client, aws, { signal, onFound, now });
			assert.ok(!JSON.stringify(finding).includes(secret));
			return { ...finding, found };
		} finally {
			client.destroy();
		}
	}

	/** Files of the AWS CLI, of which the SDK has read none yet. */
	async function configure(config: string, credentials = ""): Promise<void> {
		const directory = join(process.env.HOME ?? "", ".aws");
		await mkdir(directory, { recursive: true });
		const files = [join(directory, "config"), join(directory, "credentials")] as const;
		await writeFile(files[0], config);
		await writeFile(files[1], credentials);
		[process.env.AWS_CONFIG_FILE, process.env.AWS_SHARED_CREDENTIALS_FILE] = files;
	}

	it("says whose they are, and that an emulator on this machine needs none", async () => {
		const finding = await find({ hasEnvironmentCredentials: false });
		assert.equal(finding.status, "ok");
		assert.match(finding.message, /^arn:aws:iam::000000000000:user\/\S+, account 000000000000, from keys made up/);
		assert.equal(finding.facts?.account, "000000000000");
		assert.equal(finding.found, 1);
	});

	it("says that they come from the environment, and until when temporary ones are good", async () => {
		Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret });
		const lasting = await find();
		assert.match(lasting.message, /from the environment, key …MPLE, for good$/);
		process.env.AWS_SESSION_TOKEN = "a token";
		assert.match((await find()).message, /temporary, nobody says until when$/);
		process.env.AWS_CREDENTIAL_EXPIRATION = "2100-01-01T00:00:00Z";
		const temporary = await find();
		assert.equal(temporary.status, "ok");
		assert.match(temporary.message, /until 2100-01-01T00:00:00\.000Z$/);
		const soon = await find({}, () => Date.parse("2099-12-31T23:50:00Z"));
		assert.equal(soon.status === "warn" && soon.code, "credentials-expiring");
		const over = await find({}, () => Date.parse("2100-01-01T00:00:00Z"));
		assert.equal(over.status === "fail" && over.code, "credentials-expired");
		assert.equal(over.found, 0);
	});

	it("says that they come from a profile, and which", async () => {
		await configure("[profile work]\n", `[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = ${secret}\n`);
		const finding = await find({ profile: "work" });
		assert.match(finding.message, /from the profile work, key …WORK/);
	});

	it("quotes nothing of a credential process, neither its command nor what it says", async function () {
		if (process.platform === "win32") skipBecause(this, "a credential process of sh. Windows has none.");
		const process_ = (command: string) => configure(`[profile work]\ncredential_process = ${command}\n`);
		await process_(`sh -c "echo ${secret} >&2; exit 1" --password ${secret}`);
		await assert.rejects(find({ profile: "work" }), (error: Error & { code?: string; next?: string }) => {
			assert.equal(error.code, "credentials-missing");
			assert.ok(!`${error.message} ${error.next}`.includes(secret));
			return true;
		});
	});

	it("says that there are none, and that they are refused", async () => {
		await assert.rejects(find(), { code: "credentials-missing" });
		const sts = createServer((_request, response) => {
			const error = "<Error><Code>InvalidClientTokenId</Code><Message>The security token is invalid</Message></Error>";
			response.writeHead(403, { "content-type": "text/xml" }).end(`<ErrorResponse>${error}</ErrorResponse>`);
		}).listen(0, "127.0.0.1");
		await once(sts, "listening");
		Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret });
		try {
			const endpointUrl = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
			await assert.rejects(find({ endpointUrl }), { code: "credentials-refused" });
		} finally {
			sts.closeAllConnections();
			sts.close();
		}
	});
});
