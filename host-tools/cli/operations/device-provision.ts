import { interruptible } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import type { BoardOptions } from "../../board/bootloader/with-chip.js";
import { firmwareDirectory, readFirmwareBundle } from "../../board/firmware/firmware-bundle.js";
import type { DeviceMembers } from "../../board/identity/bootstrap-file.js";
import { type CredentialPaths, readCredentialFiles } from "../../board/identity/credential-files.js";
import { claimSource } from "../../board/provision/bootstrap-source.js";
import { credentialSource } from "../../board/provision/credential-source.js";
import { type ProvisionBoardOptions, provisionBoard } from "../../board/provision/provision-board.js";
import type { ProvisionEvent } from "../../board/provision/provision-events.js";
import { provisionSeries } from "../../board/provision/provision-series.js";
import { type ProvisionTimeouts, provisionTimeouts } from "../../board/provision/provision-timeouts.js";
import { verifyPatiently } from "../../board/provision/verify-patiently.js";
import { choosePort, namedPort } from "../../board/serial/choose-port.js";
import { listPorts } from "../../board/serial/list-ports.js";
import { openSerialLink } from "../../board/serial/open-serial-link.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { parametersFor } from "../../cloud/account/template-parameters.js";
import { verifyThing } from "../../cloud/account/verify-thing.js";

export interface DeviceProvisionOptions extends BoardOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	readonly parameters: Readonly<Record<string, string>>;
	/** Undefined: the board's own. */
	readonly serialNumber: string | undefined;
	readonly thingName: string | undefined;
	readonly rootCaPath: string | undefined;
	readonly device: DeviceMembers;
	/** Made elsewhere; undefined: a claim is asked for. */
	readonly credential: CredentialPaths | undefined;
	/** --firmware; undefined: what `npm run build:esp32` left for the chip; false: the board's is taken as it is. */
	readonly firmware: string | false | undefined;
	readonly over: "flash" | "serial" | undefined;
	/** Undefined: one board, now. */
	readonly series: { readonly count: number | undefined; readonly recordPath: string | undefined } | undefined;
	/** For tests. */
	readonly timeouts?: Partial<ProvisionTimeouts>;
}

/** From whatever is plugged in to things that report. What can be wrong without a board is found first. */
export async function provisionDevice(
	options: DeviceProvisionOptions,
	context: TaskContext<ProvisionEvent>,
): Promise<void> {
	const { env, list = listPorts, series } = options;
	const client = createIotClient(options.aws);
	try {
		const prepared = await interruptible(() => prepare(client, options), context.signal);
		if (series === undefined) {
			const port = await choosePort(options.port, env, list);
			await provisionBoard({ ...prepared, port }, context);
		} else {
			await provisionSeries({ ...series, port: namedPort(options.port, env), list, board: prepared }, context);
		}
	} finally {
		client.destroy();
	}
}

async function prepare(
	client: ReturnType<typeof createIotClient>,
	options: DeviceProvisionOptions,
): Promise<Omit<ProvisionBoardOptions, "port">> {
	const { aws, templateName, device, rootCaPath, thingName, firmware, serialNumber } = options;
	const credential = options.credential && (await readCredentialFiles(options.credential));
	const named = typeof firmware === "string" ? await readFirmwareBundle(firmware) : undefined;
	const timeouts = { ...provisionTimeouts, ...options.timeouts };
	const isPermanent = credential !== undefined && credential.claimExpiresAt === undefined;
	const parameters = isPermanent
		? () => ({})
		: await parametersFor(client, templateName, { given: options.parameters, thingName, aws });
	const common = { aws, templateName, parameters, device, rootCaPath };
	const source =
		credential === undefined
			? claimSource(client, common)
			: credentialSource(client, { ...common, credential, thingName });
	// With any serial number at first: what else can be wrong is found before a board is touched.
	await source.check(serialNumber ?? "0");
	return {
		...{ source, serialNumber, thingName },
		baudRate: options.baudRate,
		over: options.over,
		findFirmware:
			firmware === false ? undefined : async (target) => named ?? readFirmwareBundle(firmwareDirectory(target)),
		waitsForKey: !isPermanent && device.keyOrigin !== "aws",
		verify: (provisioned, signal) => verifyPatiently(() => verifyThing(client, provisioned, aws), timeouts, signal),
		openLink: options.openLink ?? openSerialLink,
		timeouts,
	};
}
