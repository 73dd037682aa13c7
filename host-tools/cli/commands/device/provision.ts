import { type Command, Option } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import type { DeviceMembers } from "../../../board/identity/bootstrap-file.js";
import type { CredentialPaths } from "../../../board/identity/credential-files.js";
import type { CommandContext } from "../../command-context.js";
import type { DeviceProvisionOptions } from "../../operations/device-provision.js";
import { integer, parameter, templateName, thingName } from "../arguments.js";
import { type AwsFlags, addAwsOptions, awsSettings } from "../aws-options.js";
import type { CommandHost } from "../command-host.js";
import { addBoardOptions, type BoardFlags, boardOptions } from "./board-options.js";
import { addSettingsOptions, type SettingsFlags, withSettingsFlags } from "./settings-options.js";

interface DeviceProvisionFlags extends BoardFlags, AwsFlags, SettingsFlags {
	readonly template: string;
	readonly serialNumber?: string;
	/** What it was called before. */
	readonly serial?: string;
	readonly thingName?: string;
	readonly parameter?: Readonly<Record<string, string>>;
	readonly keyOrigin?: "aws" | "device";
	readonly rootCa?: string;
	readonly credential?: string;
	readonly certificate?: string;
	readonly privateKey?: string;
	readonly firmware: string | boolean;
	readonly over?: "flash" | "serial";
	readonly count?: number;
	readonly line?: true;
	readonly record?: string;
	readonly requireReading?: true;
	readonly quiet?: true;
	readonly json?: true;
}

export function addDeviceProvision(device: Command, host: CommandHost): void {
	const provision = device
		.command("provision")
		.description("make a board a thing: firmware, claim, identity, first reading, and a look at AWS; may be repeated")
		.option("--template <name>", "provisioning template", templateName, "thingsmith")
		.option("--serial-number <text>", "for the template (default: the board's MAC address)")
		.addOption(new Option("--serial <text>").hideHelp())
		.option("--thing-name <name>", "for a template with a parameter ThingName, or with --certificate", thingName)
		.option("--parameter <key=value>", "another parameter of the template; may be repeated", parameter);
	addSettingsOptions(provision, "default: 10")
		.addOption(new Option("--key-origin <who>", "who makes the private key").choices(["device", "aws"]))
		.option("--root-ca <file>", "root CA for the device (default: the emulator's own, else Amazon Root CA 1)")
		.option("--credential <file>", "instead of asking for a claim: AWS's JSON, or PEM with certificate and key")
		.option("--certificate <file>", "instead of asking for a claim: the device's own certificate …")
		.option("--private-key <file>", "… and its key; without it, the one that the device has made (see device csr)")
		.option("--firmware <dir>", "directory with a build.json (default: dist/firmware/ of the chip that is found)")
		.option("--no-firmware", "take the board's firmware as it is")
		.addOption(new Option("--over <way>", "how the bootstrap gets in").choices(["serial", "flash"]))
		.option("--require-reading", "a board counts only when AWS has acknowledged a reading of its sensor")
		.option("--line", "one board after the other, as they are plugged in, until Ctrl-C")
		.option("--count <n>", "as --line, until so many are provisioned", integer(1, 100_000))
		.option("--record <file>", "with --line or --count: a line for each board, as .csv or JSON lines")
		.option("--quiet", "say only what came of each board, and not how")
		.option("--json", "one JSON object a line on stdout");
	addAwsOptions(addBoardOptions(provision)).action(async (flags: DeviceProvisionFlags) => {
		const { json = false, quiet = false, line = false } = flags;
		await host.run({ json, quiet, endless: line }, async (operation) => {
			const { provisionDevice } = await import("../../operations/device-provision.js");
			await provisionDevice(await provisionOptions(flags, host.context), operation);
		});
	});
}

async function provisionOptions(flags: DeviceProvisionFlags, context: CommandContext): Promise<DeviceProvisionOptions> {
	if (flags.serial !== undefined) throw serialRenamed();
	return {
		board: boardOptions(flags, context),
		account: {
			aws: awsSettings(flags, context.env),
			templateName: flags.template,
			parameters: flags.parameter ?? {},
			rootCaPath: flags.rootCa,
		},
		names: { serialNumber: flags.serialNumber, thingName: flags.thingName },
		device: await deviceMembers(flags, context),
		credential: credentialPaths(flags),
		delivery: { firmware: flags.firmware === true ? undefined : flags.firmware, over: flags.over },
		requireReading: flags.requireReading ?? false,
		series: series(flags),
	};
}

function serialRenamed(): ToolError {
	return new ToolError("usage", "--serial is a serial line (device simulate --serial PORT), not a serial number", {
		next: "give the serial number with --serial-number, and the board's port with --port",
	});
}

async function deviceMembers(flags: DeviceProvisionFlags, context: CommandContext): Promise<DeviceMembers> {
	const { readDeviceMembers } = await import("../../../board/identity/read-bootstrap-file.js");
	const file: DeviceMembers =
		flags.settings === undefined ? {} : await readDeviceMembers(flags.settings, context.signal);
	const members = await withSettingsFlags(file, flags, context);
	return flags.keyOrigin === undefined ? members : { ...members, keyOrigin: flags.keyOrigin };
}

function credentialPaths({ credential, certificate, privateKey }: DeviceProvisionFlags): CredentialPaths | undefined {
	if (credential === undefined && certificate === undefined && privateKey === undefined) return undefined;
	if (credential !== undefined && certificate === undefined && privateKey === undefined) return { credential };
	if (credential === undefined && certificate !== undefined) return { certificate, privateKey };
	throw new ToolError("usage", "A credential is either in one file, or a certificate and its key", {
		next: "give --credential FILE, or --certificate FILE with --private-key FILE",
	});
}

function series({ line, count, record, serialNumber, thingName }: DeviceProvisionFlags) {
	if (line === undefined && count === undefined) {
		if (record === undefined) return undefined;
		throw new ToolError("usage", "--record keeps a series", { next: "add --line or --count N" });
	}
	if (serialNumber !== undefined || thingName !== undefined) {
		throw new ToolError("usage", "One serial number or name cannot be that of several boards", {
			next: "leave --serial-number and --thing-name out: each board's MAC address is its serial number",
		});
	}
	return { count, recordPath: record };
}
