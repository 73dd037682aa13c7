import { KeyObject, randomUUID, webcrypto } from "node:crypto";
import { x509 } from "../../host-tools/emulator/pki/webcrypto.js";
import { type Door, RawClient } from "./raw-client.js";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** A certificate request with a key of its own. */
export async function makeRequest(): Promise<{ readonly request: string; readonly privateKeyPem: string }> {
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
	const request = await x509.Pkcs10CertificateRequestGenerator.create({
		name: "CN=device",
		keys,
		signingAlgorithm: algorithm,
	});
	const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" });
	return { request: request.toString("pem"), privateKeyPem: key.toString() };
}

/** CreateCertificateFromCsr and RegisterThing on one connection with the claim. Rejects with what was refused. */
export async function provisionDevice(
	door: Door,
	templateName: string,
	serialNumber: string,
	request: string,
): Promise<void> {
	const create = "$aws/certificates/create-from-csr/json";
	const register = `$aws/provisioning-templates/${templateName}/provision/json`;
	const client = await RawClient.open(door, `bench-${randomUUID()}`);
	const answers = [`${create}/accepted`, `${create}/rejected`, `${register}/accepted`, `${register}/rejected`];
	await client.subscribe(...answers);
	const created = await ask(client, create, { certificateSigningRequest: request });
	const { certificateOwnershipToken } = created;
	await ask(client, register, { certificateOwnershipToken, parameters: { SerialNumber: serialNumber } });
	client.close();
}

function ask(client: RawClient, topic: string, body: object): Promise<Record<string, unknown>> {
	return new Promise((resolve, reject) => {
		client.onEnd = () => reject(new Error(`The connection was closed instead of an answer on ${topic}`));
		client.onPacket = (header, bytes) => {
			if (header >> 4 !== 3) return;
			const { topic: answered, payload } = client.received(bytes);
			if (answered === `${topic}/accepted`) resolve(JSON.parse(payload.toString()) as Record<string, unknown>);
			else reject(new Error(`${answered}: ${payload.toString()}`));
		};
		client.publish(topic, Buffer.from(JSON.stringify(body)), 1);
	});
}
