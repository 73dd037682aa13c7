export interface RecipeFacts {
	/** Where programs on this machine find the emulator. */
	readonly endpointUrl: string;
	/** Undefined where there is no template yet. */
	readonly templateName: string | undefined;
	readonly region: string;
	/** `--data` was given. */
	readonly durable: boolean;
	/** Names and addresses by which it is reached from elsewhere; none when it listens on loopback. */
	readonly otherHosts: readonly string[];
	/** What devices are told to connect to. */
	readonly mqttHost: string;
}

/** What `thingsmith local` prints when it is ready: lines to be typed in another terminal. */
export function localRecipe(facts: RecipeFacts): string {
	const { endpointUrl, durable } = facts;
	const sections = [firstSteps(facts), forOtherClients(facts), elsewhere(facts)].filter(({ length }) => length > 0);
	return [
		...sections.flatMap((lines) => ["", ...lines]),
		"",
		`Why was something refused?  ${endpointUrl}/_thingsmith/journal`,
		`${durable ? "All of it is kept in --data." : "Nothing is kept; --data DIR keeps it."} Ctrl-C ends it.`,
	].join("\n");
}

function firstSteps(facts: RecipeFacts): readonly string[] {
	const { endpointUrl, templateName } = facts;
	const endpoint = [
		`  export AWS_ENDPOINT_URL_IOT=${endpointUrl}`,
		...(isOnLoopback(endpointUrl) ? [] : account(facts)),
	];
	if (templateName === undefined) {
		return [
			"No provisioning template yet: make one with `aws iot create-provisioning-template`, or start without --empty.",
			"",
			...endpoint,
		];
	}
	return [
		`Ready for use: provisioning template "${templateName}". In another terminal, here:`,
		"",
		...endpoint,
		`  npx thingsmith claim create --template ${templateName} --parameter SerialNumber=0001 --bootstrap claims/0001.json`,
		"  npx thingsmith device simulate --flash claims/0001.flash --bootstrap claims/0001.json",
		"  npx thingsmith watch",
	];
}

function forOtherClients(facts: RecipeFacts): readonly string[] {
	const { endpointUrl } = facts;
	const wanted = ["The AWS CLI and other SDKs also want:", ...account(facts)];
	return [
		...(isOnLoopback(endpointUrl) ? wanted : []),
		`For \`aws sts get-caller-identity\`, which is answered here too: export AWS_ENDPOINT_URL=${endpointUrl}`,
	];
}

function elsewhere({ endpointUrl, otherHosts, mqttHost }: RecipeFacts): readonly string[] {
	if (otherHosts.length === 0) return [];
	const { port } = new URL(endpointUrl);
	const host = mqttHost.includes(":") ? `[${mqttHost}]` : mqttHost;
	return [
		`From other machines and containers: http://${host}:${port}. Devices are told to connect to ${mqttHost}.`,
		`Its certificate also holds ${otherHosts.filter((other) => other !== mqttHost).join(", ")}; --name adds another name.`,
		"Whoever reaches these ports may do everything: no credentials are checked (docs/security.md).",
	];
}

/** Our own commands need neither credentials nor a region where the endpoint is on loopback; all other clients do. */
function isOnLoopback(endpointUrl: string): boolean {
	return /^http:\/\/(127\.|localhost[:/]|\[::1\])/.test(endpointUrl);
}

function account({ region }: RecipeFacts): readonly string[] {
	return [
		"  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local",
		`  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
	];
}
