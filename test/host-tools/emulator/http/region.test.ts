import assert from "node:assert/strict";
import {
	AttachPolicyCommand,
	CreateCertificateFromCsrCommand,
	CreateKeysAndCertificateCommand,
	CreatePolicyCommand,
	CreateProvisioningClaimCommand,
	CreateProvisioningTemplateCommand,
	CreateRoleAliasCommand,
	CreateThingCommand,
	CreateThingGroupCommand,
	CreateThingTypeCommand,
	DescribeCertificateCommand,
	IoTClient,
	ListThingsCommand,
} from "@aws-sdk/client-iot";
import type { Account } from "../../../../host-tools/emulator/account.js";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../../../host-tools/emulator/pki/pki.js";
import { ec, makeCsr } from "../pki/make-csr.js";
import { policyDocument, provisioningRoleArn, templateBody } from "../services/registry-fixture.js";
import { TestControlPlane } from "./test-control-plane.js";

describe("Control plane: account and region", () => {
	let clock: EmulatorClock;
	let pki: Pki;
	let plane: TestControlPlane;
	const clients: IoTClient[] = [];
	before(async () => {
		clock = new EmulatorClock();
		pki = await openPki({ clock });
	});
	after(() => {
		pki.close();
		clock.close();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.destroy();
		await plane.close();
	});

	const clientOf = (region: string) => {
		const credentials = { accessKeyId: "test", secretAccessKey: "test" };
		const client = new IoTClient({ endpoint: `http://127.0.0.1:${plane.server.port}`, region, credentials });
		clients.push(client);
		return client;
	};

	/** Makes one of each kind; returns all ARNs of this service that were answered. */
	const makeAll = async (client: IoTClient): Promise<readonly string[]> => {
		const type = await client.send(new CreateThingTypeCommand({ thingTypeName: "type" }));
		const group = await client.send(new CreateThingGroupCommand({ thingGroupName: "g" }));
		const alias = await client.send(new CreateRoleAliasCommand({ roleAlias: "alias", roleArn: provisioningRoleArn }));
		const thing = await client.send(new CreateThingCommand({ thingName: "t" }));
		const policy = await client.send(new CreatePolicyCommand({ policyName: "p", policyDocument }));
		const template = await client.send(
			new CreateProvisioningTemplateCommand({ templateName: "T", templateBody, provisioningRoleArn, enabled: true }),
		);
		const keys = await client.send(new CreateKeysAndCertificateCommand({}));
		const { pem: certificateSigningRequest } = await makeCsr(ec("P-256"));
		const signed = await client.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest }));
		await client.send(new AttachPolicyCommand({ policyName: "p", target: keys.certificateArn }));
		const { things = [] } = await client.send(new ListThingsCommand({}));
		const arns = [thing.thingArn, policy.policyArn, template.templateArn, keys.certificateArn, signed.certificateArn];
		const others = [type.thingTypeArn, group.thingGroupArn, alias.roleAliasArn, things[0]?.thingArn];
		return [...arns, ...others].map((arn) => arn ?? "");
	};
	const start = async (account?: Account) => {
		plane = await TestControlPlane.start({ pki, ...(account !== undefined && { account }) });
	};

	it("are those of the request that makes something, and stay", async () => {
		await start();
		const arns = await makeAll(clientOf("eu-west-1"));
		for (const arn of arns) assert.match(arn, /^arn:aws:iot:eu-west-1:000000000000:/);
		const { things } = await clientOf("us-west-2").send(new ListThingsCommand({}));
		assert.equal(things?.[0]?.thingArn, "arn:aws:iot:eu-west-1:000000000000:thing/t");
	});

	it("are those the emulator was started with, whatever a request is signed for", async () => {
		await start({ accountId: "111122223333", region: "cn-north-1" });
		const client = clientOf("eu-west-1");
		const arns = await makeAll(client);
		for (const arn of arns) assert.match(arn, /^arn:aws-cn:iot:cn-north-1:111122223333:/);
		const certificateId = arns[3]?.split("/")[1];
		const { certificateDescription } = await client.send(new DescribeCertificateCommand({ certificateId }));
		assert.equal(certificateDescription?.ownedBy, "111122223333");
	});

	it("of a claim are those of its template", async () => {
		await start();
		await makeAll(clientOf("eu-west-1"));
		const claim = await clientOf("us-east-1").send(new CreateProvisioningClaimCommand({ templateName: "T" }));
		const certificate = plane.registry.certificates.findCertificate(claim.certificateId ?? "");
		assert.match(certificate?.certificateArn ?? "", /:eu-west-1:/);
	});
});
