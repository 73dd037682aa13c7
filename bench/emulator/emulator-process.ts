import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import {
	AttachPolicyCommand,
	CreateCertificateFromCsrCommand,
	CreateKeysAndCertificateCommand,
	CreatePolicyCommand,
	CreateProvisioningClaimCommand,
	IoTClient,
} from "@aws-sdk/client-iot";
import { commandPath } from "../../test/support/command-path.js";
import type { Peer } from "./peer.js";
import { useOf } from "./process-use.js";
import { makeRequest } from "./provision-device.js";
import type { Door } from "./raw-client.js";

export interface EmulatorProcess extends Peer {
	readonly endpointUrl: string;
	readonly templateName: string;
	/** ms from the start of the process until it says that it is ready. */
	readonly startMs: number;
	readonly iot: IoTClient;
	/** With a provisioning claim for the starter template. */
	claim(): Promise<Door>;
}

/** `thingsmith local` as a person starts it. */
export async function startEmulatorProcess(...flags: readonly string[]): Promise<EmulatorProcess> {
	const startedAt = performance.now();
	const child = spawn(
		process.execPath,
		[
			commandPath,
			"local",
			"--port",
			"0",
			"--mqtt-port",
			"0",
			"--https-port",
			"0",
			"--max-connections",
			"100000",
			"--json",
			...flags,
		],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const lines = createInterface(child.stdout);
	const [first] = (await once(lines, "line", { signal: AbortSignal.timeout(60_000) })) as [string];
	const startMs = performance.now() - startedAt;
	const { endpointUrl, mqttPort, rootCaPath, templateName } = JSON.parse(first) as Record<string, string>;
	const rootCaPem = await readFile(rootCaPath ?? "", "utf8");
	const iot = new IoTClient({
		endpoint: endpointUrl ?? "",
		region: "us-east-1",
		credentials: { accessKeyId: "test", secretAccessKey: "test" },
	});
	const door = (certificatePem = "", privateKeyPem = ""): Door => {
		return { port: Number(mqttPort), rootCaPem, certificatePem, privateKeyPem };
	};
	return {
		name: "emulator",
		...useOf(child.pid),
		endpointUrl: endpointUrl ?? "",
		templateName: templateName ?? "",
		startMs,
		iot,
		async device(key) {
			const made = await (key === "RSA" ? keysAndCertificate(iot) : certificateFromRequest(iot));
			const create = new CreatePolicyCommand({ policyName: "bench", policyDocument: JSON.stringify(policy) });
			await iot.send(create).catch(unlessThere);
			await iot.send(new AttachPolicyCommand({ policyName: "bench", target: made.certificateArn }));
			return door(made.certificatePem, made.privateKeyPem);
		},
		async claim() {
			const claim = await iot.send(new CreateProvisioningClaimCommand({ templateName }));
			return door(claim.certificatePem, claim.keyPair?.PrivateKey);
		},
		async close() {
			iot.destroy();
			const exited = once(child, "exit");
			child.kill("SIGTERM");
			await exited;
		},
	};
}

async function keysAndCertificate(iot: IoTClient) {
	const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
	return { ...made, privateKeyPem: made.keyPair?.PrivateKey };
}

async function certificateFromRequest(iot: IoTClient) {
	const { request, privateKeyPem } = await makeRequest();
	const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest: request, setAsActive: true });
	return { ...(await iot.send(command)), privateKeyPem };
}

function unlessThere(error: Error): void {
	if (error.name !== "ResourceAlreadyExistsException") throw error;
}

/** As restrictive as a device's, so that the policy engine has its usual work. */
const policy = {
	Version: "2012-10-17",
	Statement: [
		{ Effect: "Allow", Action: "iot:Connect", Resource: "arn:aws:iot:us-east-1:000000000000:client/bench-*" },
		{
			Effect: "Allow",
			Action: ["iot:Publish", "iot:Receive"],
			Resource: "arn:aws:iot:us-east-1:000000000000:topic/bench/*/temperature",
		},
		{ Effect: "Allow", Action: "iot:Subscribe", Resource: "arn:aws:iot:us-east-1:000000000000:topicfilter/bench/*" },
	],
};
