/** For an answer from this machine or its network, in ms. */
const answerMs = 2_000;

export interface EmulatorPorts {
	/** HTTPS, and MQTT by ALPN; undefined where it listens on no such port. */
	readonly httpsPort: number | undefined;
}

/** What a `thingsmith local` says of its ports; undefined where something else answers, or nothing. */
export async function askEmulatorPorts(endpointUrl: string, signal: AbortSignal): Promise<EmulatorPorts | undefined> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
	try {
		const url = new URL("/_thingsmith/endpoint", endpointUrl);
		const answer = await fetch(url, { signal: limit, redirect: "error" });
		if (!answer.ok) {
			await answer.body?.cancel();
			return undefined;
		}
		const { mqttPort, httpsPort } = (await answer.json()) as {
			readonly mqttPort?: unknown;
			readonly httpsPort?: unknown;
		};
		if (typeof mqttPort !== "number") return undefined;
		return { httpsPort: typeof httpsPort === "number" ? httpsPort : undefined };
	} catch {
		return undefined;
	}
}
