export interface RecipeFacts {
	/** Where programs on this machine find the emulator. */
	readonly endpointUrl: string;
	/** With the parameters that each device has to give; undefined where there is no template yet. */
	readonly template: { readonly templateName: string; readonly parameters: readonly string[] } | undefined;
	readonly region: string;
	/** `--data` was given. */
	readonly durable: boolean;
	/** Names and addresses by which it is reached from elsewhere; none when it listens on loopback. */
	readonly otherHosts: readonly string[];
	/** What devices are told to connect to. */
	readonly mqttHost: string;
	/** HTTPS, and MQTT by ALPN or WebSocket. */
	readonly httpsPort: number;
	/** A key whose signature is taken; undefined: any signature is. */
	readonly credentials: { readonly file: string; readonly profile: string } | undefined;
	/** Its usual shell is the one that lines are for. */
	readonly platform: NodeJS.Platform;
}

/** What `thingsmith local` prints when it is ready: lines to be typed in another terminal. */
export function localRecipe(facts: RecipeFacts): string {
	const { endpointUrl, durable } = facts;
	const sections = [firstSteps(facts), forOtherClients(facts), elsewhere(facts)].filter(({ length }) => length > 0);
	return [
		...sections.flatMap((lines) => ["", ...lines]),
		"",
		`What is refused is shown here, with the reason. All of it: ${endpointUrl}/_thingsmith/journal`,
		`${durable ? "All of it is kept in --data." : "Nothing is kept; --data DIR keeps it."} Ctrl-C ends it.`,
	].join("\n");
}

function firstSteps(facts: RecipeFacts): readonly string[] {
	const { endpointUrl, template, platform } = facts;
	const [own, other] = shells(platform);
	const variables = { AWS_ENDPOINT_URL_IOT: endpointUrl };
	const endpoint = [`  ${own.set(variables)}`, ...(needsAccount(facts) ? account(facts) : [])];
	if (template === undefined) {
		return [
			"No provisioning template yet: make one with `aws iot create-provisioning-template`, or start without --empty.",
			"",
			...endpoint,
		];
	}
	const { templateName, parameters } = template;
	const given = parameters.map((name) => ` --parameter ${name}=0001`).join("");
	return [
		`Ready for use: provisioning template "${templateName}". In another terminal, here:`,
		"",
		...endpoint,
		`  thingsmith claim create --template ${templateName}${given} --bootstrap claims/0001.json`,
		"  thingsmith device simulate --flash claims/0001.flash --bootstrap claims/0001.json",
		"  thingsmith watch",
		"",
		`The first line is for ${own.name}; in ${other.name} it is`,
		`  ${other.set(variables)}`,
	];
}

/** What the SDKs and the CLI call AWS's services that are emulated beside AWS IoT. */
const otherServices = ["IOT_DATA_PLANE", "IOT_JOBS_DATA_PLANE", "STS"];

function forOtherClients(facts: RecipeFacts): readonly string[] {
	const { endpointUrl, platform, mqttHost, httpsPort } = facts;
	const [own] = shells(platform);
	const wanted = ["The AWS CLI and other SDKs also want:", ...account(facts)];
	return [
		...(needsAccount(facts) ? [] : wanted),
		`Shadows, messages, the jobs of devices, and \`aws sts get-caller-identity\` are here too:`,
		`  ${own.set(Object.fromEntries(otherServices.map((name) => [`AWS_ENDPOINT_URL_${name}`, endpointUrl])))}`,
		`Device SDKs that want port 443 find HTTPS, MQTT by ALPN and MQTT over WebSocket at ${bracketed(mqttHost)}:${httpsPort} (docs/emulator.md).`,
	];
}

function elsewhere({ endpointUrl, otherHosts, mqttHost, credentials }: RecipeFacts): readonly string[] {
	if (otherHosts.length === 0) return [];
	const { port } = new URL(endpointUrl);
	return [
		`From other machines and containers: http://${bracketed(mqttHost)}:${port}. Devices are told to connect to ${mqttHost}.`,
		`Its certificate also holds ${otherHosts.filter((other) => other !== mqttHost).join(", ")}; --name adds another name.`,
		credentials === undefined
			? "Whoever reaches these ports may do everything: no credentials are checked (docs/security.md)."
			: "Whoever reaches these ports and signs with one of the keys may do everything (docs/security.md).",
	];
}

function bracketed(host: string): string {
	return host.includes(":") ? `[${host}]` : host;
}

/** Whether our own commands need to be told who they are, and where. */
function needsAccount({ endpointUrl, credentials }: RecipeFacts): boolean {
	return !isOnLoopback(endpointUrl) || credentials !== undefined;
}

/** Our own commands need neither credentials nor a region where the endpoint is on loopback; all other clients do. */
function isOnLoopback(endpointUrl: string): boolean {
	return /^http:\/\/(127\.|localhost[:/]|\[::1\])/.test(endpointUrl);
}

function account({ region, platform, credentials }: RecipeFacts): readonly string[] {
	const [own] = shells(platform);
	const keys: Readonly<Record<string, string>> =
		credentials === undefined
			? { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" }
			: { AWS_SHARED_CREDENTIALS_FILE: credentials.file, AWS_PROFILE: credentials.profile };
	return [`  ${own.set(keys)}`, `  ${own.set({ AWS_REGION: region, AWS_DEFAULT_REGION: region })}`];
}

interface Shell {
	readonly name: string;
	/** A line that sets environment variables. */
	readonly set: (variables: Readonly<Record<string, string>>) => string;
}

const bash: Shell = {
	name: "bash and zsh",
	set: (variables) => ["export", ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)].join(" "),
};

const powershell: Shell = {
	name: "PowerShell",
	set: (variables) =>
		Object.entries(variables)
			.map(([name, value]) => `$env:${name} = "${value}"`)
			.join("; "),
};

/** The usual one of a platform, and another one. */
function shells(platform: NodeJS.Platform): readonly [Shell, Shell] {
	return platform === "win32" ? [powershell, bash] : [bash, powershell];
}
