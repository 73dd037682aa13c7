import { connectClient } from "../../support/mqtt.js";
import type { LocalBench } from "./local-bench.js";

export interface ClaimKeys {
	readonly certificatePem: string;
	readonly privateKeyPem: string;
}

export interface NewIdentity extends ClaimKeys {
	readonly certificateId: string;
	readonly thingName: string;
}

/** A device that provisions itself by keys that AWS makes, with MQTT.js. */
export async function provisionByKeys(
	bench: LocalBench,
	claim: ClaimKeys,
	templateName: string,
	parameters: Readonly<Record<string, string>>,
): Promise<NewIdentity> {
	const parts = { port: bench.mqttPort, pki: { rootCaPem: bench.rootCaPem } };
	const client = await connectClient(parts, claim, { clientId: "new-device" });
	const ask = async (topic: string, request: object) => {
		await client.subscribe(`${topic}/accepted`, `${topic}/rejected`);
		await client.publish(topic, JSON.stringify(request));
		const answer = await client.next(topic);
		if (answer.topic !== `${topic}/accepted`) throw new Error(`${answer.topic}: ${answer.payload}`);
		return JSON.parse(answer.payload.toString()) as Record<string, string>;
	};
	try {
		const made = await ask("$aws/certificates/create/json", {});
		const { certificateOwnershipToken, certificateId = "", certificatePem = "", privateKey = "" } = made;
		const topic = `$aws/provisioning-templates/${templateName}/provision/json`;
		const { thingName = "" } = await ask(topic, { certificateOwnershipToken, parameters });
		return { certificateId, certificatePem, privateKeyPem: privateKey, thingName };
	} finally {
		await client.end();
	}
}
