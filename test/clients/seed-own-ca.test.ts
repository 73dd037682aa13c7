import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	DescribeCertificateCommand,
	GetRegistrationCodeCommand,
	ListThingPrincipalsCommand,
	RegisterCACertificateCommand,
} from "@aws-sdk/client-iot";
import { LocalBench } from "./support/local-bench.js";
import { publish, whyNoMosquitto } from "./support/mosquitto.js";
import { makeRequest, openssl, whyNoOpenssl } from "./support/openssl.js";

const policyDocument = {
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Action: ["iot:Connect", "iot:Publish"], Resource: "*" }],
};
const templateBody = JSON.stringify({
	Parameters: { "AWS::IoT::Certificate::CommonName": { Type: "String" } },
	Resources: {
		thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "AWS::IoT::Certificate::CommonName" } } },
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "ACTIVE" },
		},
		policy: { Type: "AWS::IoT::Policy", Properties: { PolicyDocument: JSON.stringify(policyDocument) } },
	},
});

describe("clients: a CA of one's own, by openssl and mosquitto", function () {
	this.timeout(60_000);
	let bench: LocalBench;

	before(async function () {
		bench = await LocalBench.startUnless(whyNoOpenssl() ?? whyNoMosquitto(), this);
	});
	after(() => bench?.close());

	/** Root key and certificate of the vendor, and what signs requests with them. */
	const makeAuthority = async () => {
		const [keyPath, caPath] = [join(bench.folder, "ca.private"), join(bench.folder, "ca.crt")];
		await openssl(
			...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365", "-subj", "/O=Vendor/CN=Vendor Root"],
			...["-addext", "keyUsage=critical,keyCertSign", "-keyout", keyPath, "-out", caPath],
		);
		const sign = async (requestPath: string) => {
			const path = requestPath.replace(/request$/, "crt");
			const by = ["-CA", caPath, "-CAkey", keyPath, "-CAcreateserial"];
			await openssl("x509", "-req", "-in", requestPath, ...by, "-days", "30", "-sha256", "-out", path);
			return path;
		};
		return { caPem: await readFile(caPath, "utf8"), sign };
	};

	it("is registered; its device is dropped and provisioned at first, and let in then", async () => {
		const { caPem, sign } = await makeAuthority();
		const { registrationCode = "" } = await bench.iot.send(new GetRegistrationCodeCommand({}));
		const proof = await sign((await makeRequest(bench.folder, "proof", `/CN=${registrationCode}`)).requestPath);
		await bench.iot.send(
			new RegisterCACertificateCommand({
				caCertificate: caPem,
				verificationCertificate: await readFile(proof, "utf8"),
				setAsActive: true,
				allowAutoRegistration: true,
				registrationConfig: { templateBody, roleArn: "arn:aws:iam::000000000000:role/jitp" },
			}),
		);

		const { keyPath, requestPath } = await makeRequest(bench.folder, "meter", "/O=Vendor/CN=meter-1");
		const device = { certificatePath: await sign(requestPath), keyPath };
		const say = () => publish(bench, device, "meter-1", ["-t", "meters/1", "-m", "7"]);
		await assert.rejects(say(), /connection was lost|connection was refused|Connection error/i);
		const { principals = [] } = await bench.iot.send(new ListThingPrincipalsCommand({ thingName: "meter-1" }));
		const certificateId = principals[0]?.split("/").at(-1);
		const { certificateDescription } = await bench.iot.send(new DescribeCertificateCommand({ certificateId }));
		assert.equal(certificateDescription?.status, "ACTIVE");
		await say();
	});

	it("is unknown: its device is dropped every time", async () => {
		const keyPath = join(bench.folder, "stranger.private");
		const certificatePath = join(bench.folder, "stranger.crt");
		await openssl(
			...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=stranger"],
			...["-keyout", keyPath, "-out", certificatePath],
		);
		for (let count = 0; count < 2; count += 1) {
			await assert.rejects(publish(bench, { certificatePath, keyPath }, "stranger", ["-t", "a", "-m", "b"]));
		}
	});
});
