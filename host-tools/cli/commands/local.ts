import { type Command, Option } from "commander";
import { presets } from "../../emulator/changeable-behaviour.js";
import { accountId, integer, listenAddress, port, regionName, repeatedHostName } from "./arguments.js";
import type { CommandHost } from "./command-host.js";
import { hookTarget } from "./hook-target.js";

interface LocalFlags {
	readonly host: string;
	readonly name?: readonly string[];
	readonly region?: string;
	readonly account: string;
	readonly port: number;
	readonly mqttPort: number;
	readonly httpsPort?: number;
	readonly credentials?: string;
	readonly maxConnections: number;
	readonly data?: string;
	readonly empty?: true;
	readonly hooks?: string;
	readonly hook?: ReadonlyMap<string, string>;
	readonly bucket?: string;
	readonly detect?: "established" | "new-account";
	readonly auditAttachments?: true;
	readonly preset?: string;
	readonly json?: true;
}

export function addLocal(program: Command, host: CommandHost): void {
	program
		.command("local")
		.description("AWS IoT on this machine: control plane over HTTP, MQTT over mutual TLS, until Ctrl-C")
		.option("--port <n>", "control plane; 0 picks a free one", port, 4566)
		.option("--mqtt-port <n>", "MQTT over TLS; 0 picks a free one", port, 8883)
		.option(
			"--https-port <n>",
			"HTTPS, and MQTT by ALPN or WebSocket; 0 picks a free one (default: 8443, or a free one when that is taken)",
			port,
		)
		.option("--max-connections <n>", "MQTT clients at a time, on each port", integer(1, 1_000_000), 10_000)
		.option(
			"--host <address>",
			"address to listen on, or all: lets boards and containers in",
			listenAddress,
			"127.0.0.1",
		)
		.option("--name <name>", "what they call this machine, for the certificate; may be repeated", repeatedHostName)
		.option("--region <name>", "of everything; without it, the region each request is signed for", regionName)
		.option("--account <id>", "the account, twelve digits", accountId, "000000000000")
		.option("--credentials <file>", "take only requests signed with its keys, in the AWS CLI's format; without it, any")
		.option("--data <dir>", "keep everything there between runs; without it nothing is kept")
		.option("--empty", "do not make the template and policy that a first try needs")
		.option("--hooks <dir>", "templates may name JavaScript files in it as pre-provisioning hooks; they run as you")
		.option(
			"--hook <arn=target>",
			"URL or JavaScript file to call for that Lambda function, or URL to send to for an https://host of topic rules; may be repeated",
			hookTarget,
		)
		.addOption(new Option("--preset <name>", "faults to begin with").choices(Object.keys(presets)))
		.option("--bucket <dir>", "stands for S3: files for devices are <bucket>/<key> in it")
		.addOption(
			new Option(
				"--detect <account>",
				"Device Defender Detect as an account has it that used it before August 2026, or not",
			)
				.choices(["established", "new-account"])
				.default("established"),
		)
		.option("--audit-attachments", "audits find a certificate of several things, too, which AWS's do not")
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ host: address, name, port, mqttPort, httpsPort, maxConnections, ...flags }: LocalFlags) => {
			const { region, account, credentials, data, empty, hooks, hook, bucket, preset, json } = flags;
			const { detect, auditAttachments } = flags;
			await host.run({ json: json ?? false, endless: true }, async (context) => {
				// Keys are made in other threads while the rest is loaded.
				const { makeRsaKeyPair } = await import("../../emulator/pki/rsa-key-pair.js");
				const firstKeys = [makeRsaKeyPair(), makeRsaKeyPair()];
				const { local } = await import("../operations/local.js");
				const options = {
					listen: { host: address, names: name ?? [], port, mqttPort, httpsPort, maxConnections },
					account: { accountId: account, region },
					credentialsFile: credentials,
					hooks: { directory: hooks, targets: hook },
					bucketDirectory: bucket,
					defender: {
						...(detect !== undefined && { detect }),
						...(auditAttachments !== undefined && { auditAttachments }),
					},
					preset,
					dataDirectory: data,
					empty: empty ?? false,
					firstKeys,
				};
				await local(options, context);
			});
		});
}
