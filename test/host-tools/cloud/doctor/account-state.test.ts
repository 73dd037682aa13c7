import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
	CreatePolicyCommand,
	CreateProvisioningTemplateCommand,
	DeletePolicyCommand,
	UpdateProvisioningTemplateCommand,
} from "@aws-sdk/client-iot";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { accountState } from "../../../../host-tools/cloud/doctor/account-state.js";
import { TestControlPlane } from "../../emulator/http/test-control-plane.js";
import { jitpTemplateBody, policyDocument, provisioningRoleArn } from "../../emulator/services/registry-fixture.js";

/** The control plane on `port` as somebody sees it who may not read policies. */
async function startInstaller(port: number) {
	const server = createServer(async (request, response) => {
		if (request.url?.startsWith("/policies/")) {
			const headers = { "content-type": "application/json", "x-amzn-errortype": "AccessDeniedException" };
			response.writeHead(403, headers).end('{"message":"not authorized to perform: iot:GetPolicy"}');
			return;
		}
		const answer = await fetch(`http://127.0.0.1:${port}${request.url}`, {
			headers: { authorization: request.headers.authorization ?? "" },
		});
		response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		port: (server.address() as AddressInfo).port,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

describe("accountState", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	async function gaps(templateName = "line", port = plane.server.port): Promise<readonly string[]> {
		const endpointUrl = `http://127.0.0.1:${port}`;
		const settings = { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
		const client = createIotClient(settings);
		try {
			const found = await accountState(client, templateName, settings);
			for (const { message, next } of found) assert.ok(message !== "" && next !== "");
			return found.map(({ code }) => code);
		} finally {
			client.destroy();
		}
	}

	function createTemplate(more: object = {}) {
		const templateBody = JSON.stringify({
			Parameters: { SerialNumber: { Type: "String" } },
			Resources: {
				thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "SerialNumber" } } },
				certificate: {
					Type: "AWS::IoT::Certificate",
					Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "ACTIVE" },
				},
				policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "device" } },
			},
		});
		const template = { templateName: "line", templateBody, provisioningRoleArn, enabled: true, ...more };
		return plane.iot.send(new CreateProvisioningTemplateCommand(template));
	}

	it("lacks nothing where the template is there, enabled and for claims, and its policy is there", async () => {
		assert.deepEqual(await gaps(), ["template-missing"]);
		await plane.iot.send(new CreatePolicyCommand({ policyName: "device", policyDocument }));
		await createTemplate();
		assert.deepEqual(await gaps(), []);
	});

	it("names all that is missing", async () => {
		await plane.iot.send(new CreatePolicyCommand({ policyName: "device", policyDocument }));
		await createTemplate();
		await plane.iot.send(new UpdateProvisioningTemplateCommand({ templateName: "line", enabled: false }));
		assert.deepEqual(await gaps(), ["template-unusable"]);
		await plane.iot.send(new DeletePolicyCommand({ policyName: "device" }));
		assert.deepEqual(await gaps(), ["template-unusable", "policy-missing"]);
	});

	it("tells what is wrong with the template to somebody who may not look at policies, and nothing where that is all", async () => {
		await plane.iot.send(new CreatePolicyCommand({ policyName: "device", policyDocument }));
		await createTemplate();
		const installer = await startInstaller(plane.server.port);
		try {
			await assert.rejects(gaps("line", installer.port), { code: "permission-missing", message: /iot:GetPolicy/ });
			await plane.iot.send(new UpdateProvisioningTemplateCommand({ templateName: "line", enabled: false }));
			assert.deepEqual(await gaps("line", installer.port), ["template-unusable"]);
		} finally {
			installer.close();
		}
	});

	it("takes no template for just-in-time provisioning", async () => {
		await createTemplate({ type: "JITP", templateBody: jitpTemplateBody });
		assert.deepEqual(await gaps(), ["template-unusable"]);
	});
});
