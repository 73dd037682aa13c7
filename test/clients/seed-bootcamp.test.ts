import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { whyMissing } from "./support/installed-clients.js";
import { LocalBench } from "./support/local-bench.js";
import { type Certified, publish, request, whyNoMosquitto } from "./support/mosquitto.js";
import { makeRequest, whyNoOpenssl } from "./support/openssl.js";

interface Made {
	readonly certificateOwnershipToken: string;
	readonly certificatePem: string;
	readonly privateKey?: string;
}

/** The provisioning bootcamp: everything by hand, with a claim of the AWS CLI and a mosquitto client for each request. */
describe("clients: provisioning by hand, by AWS CLI, openssl and mosquitto", function () {
	this.timeout(60_000);
	let bench: LocalBench;

	before(async function () {
		bench = await LocalBench.startUnless(whyMissing("awsCli") ?? whyNoMosquitto() ?? whyNoOpenssl(), this);
	});
	after(() => bench?.close());

	const createClaim = async (): Promise<Certified> => {
		const { certificatePem, keyPair } = await bench.aws<{ certificatePem: string; keyPair: { PrivateKey: string } }>(
			...["iot", "create-provisioning-claim", "--template-name", bench.templateName],
		);
		const certificatePath = await bench.file("claim.crt", certificatePem);
		return { certificatePath, keyPath: await bench.file("claim.private", keyPair.PrivateKey) };
	};
	const ask = async <T>(claim: Certified, version: string, topic: string, body: object): Promise<T> => {
		const answer = await request(bench, claim, "by-hand", [topic, JSON.stringify(body)], ["-V", version]);
		return JSON.parse(answer) as T;
	};
	/** Makes the thing of the certificate, which then publishes where the template's policy allows. */
	const becomeThing = async (claim: Certified, version: string, made: Made, keyPath: string, serialNumber: string) => {
		const topic = `$aws/provisioning-templates/${bench.templateName}/provision/json`;
		const { certificateOwnershipToken, certificatePem } = made;
		const parameters = { SerialNumber: serialNumber };
		const thing = await ask<{ thingName: string }>(claim, version, topic, { certificateOwnershipToken, parameters });
		assert.equal(thing.thingName, `thingsmith-${serialNumber}`);
		const device = { certificatePath: await bench.file("thing.crt", certificatePem), keyPath };
		const message = ["-V", version, "-t", `${thing.thingName}/telemetry`, "-m", "21.5"];
		await publish(bench, device, thing.thingName, message);
	};

	for (const version of ["mqttv311", "mqttv5"]) {
		it(`${version}: by keys that AWS makes`, async () => {
			const claim = await createClaim();
			const made = await ask<Made>(claim, version, "$aws/certificates/create/json", {});
			const keyPath = await bench.file("thing.private", made.privateKey ?? "");
			await becomeThing(claim, version, made, keyPath, `keys-${version}`);
		});

		it(`${version}: by CSR`, async () => {
			const claim = await createClaim();
			const { keyPath, requestPath } = await makeRequest(bench.folder, `own-${version}`, "/CN=own key");
			const body = { certificateSigningRequest: await readFile(requestPath, "utf8") };
			const made = await ask<Made>(claim, version, "$aws/certificates/create-from-csr/json", body);
			assert.equal(made.privateKey, undefined);
			await becomeThing(claim, version, made, keyPath, `csr-${version}`);
		});
	}
});
