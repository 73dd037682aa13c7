import type { IoTClient } from "@aws-sdk/client-iot";
import { interruptible } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { firmwareDirectory, readFirmwareBundle } from "../../board/firmware/firmware-bundle.js";
import type { DeviceMembers } from "../../board/identity/bootstrap-file.js";
import { checkedDevice } from "../../board/identity/checked-settings.js";
import {
	type CheckedCredential,
	type CredentialPaths,
	readCredentialFiles,
} from "../../board/identity/credential-files.js";
import { checkChip } from "../../board/identity/values/check-chip.js";
import type { Delivery, ExpectedNames, ProvisionBoardOptions } from "../../board/provision/board-run.js";
import { type BootstrapSource, boardSettings } from "../../board/provision/bootstrap-source.js";
import { claimSource } from "../../board/provision/claim-source.js";
import { credentialSource } from "../../board/provision/credential-source.js";
import { provisionBoard } from "../../board/provision/provision-board.js";
import type { ProvisionEvent } from "../../board/provision/provision-events.js";
import { provisionSeries } from "../../board/provision/provision-series.js";
import { type ProvisionTimeouts, provisionTimeouts } from "../../board/provision/provision-timeouts.js";
import { verifyPatiently } from "../../board/provision/verify-patiently.js";
import { choosePort, namedPort } from "../../board/serial/choose-port.js";
import { listPorts } from "../../board/serial/list-ports.js";
import type { BoardOptions } from "../../board/serial/open-board.js";
import { openSerialLink } from "../../board/serial/open-serial-link.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { parametersFor } from "../../cloud/account/template-parameters.js";
import { verifyThing } from "../../cloud/account/verify-thing.js";

export interface DeviceProvisionOptions {
	readonly board: BoardOptions;
	readonly account: AccountOptions;
	readonly names: ExpectedNames;
	/** Into the bootstrap. */
	readonly device: DeviceMembers;
	/** Made elsewhere; undefined: a claim is asked for. */
	readonly credential: CredentialPaths | undefined;
	readonly delivery: DeliveryOptions;
	/** A board counts only with a reading that AWS acknowledged; false by default. */
	readonly requireReading?: boolean;
	/** Undefined: one board, now. */
	readonly series: { readonly count: number | undefined; readonly recordPath: string | undefined } | undefined;
	/** For tests. */
	readonly timeouts?: Partial<ProvisionTimeouts>;
}

/** Where the board becomes a thing, and by which template. */
export interface AccountOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	/** Of the template. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Undefined: the endpoint's own root CA. */
	readonly rootCaPath: string | undefined;
}

export interface DeliveryOptions {
	/** --firmware; undefined: what `npm run build:esp32` left for the chip; false: the board's is taken as it is. */
	readonly firmware: string | false | undefined;
	readonly over: "flash" | "serial" | undefined;
}

/** From whatever is plugged in to things that report. What can be wrong without a board is found first. */
export async function provisionDevice(
	options: DeviceProvisionOptions,
	context: TaskContext<ProvisionEvent>,
): Promise<void> {
	const { board, account, series } = options;
	const { env, list = listPorts } = board;
	const client = createIotClient(account.aws);
	try {
		const prepared = await interruptible(() => prepare(client, options), context.signal);
		if (series === undefined) {
			await provisionBoard(await choosePort(board.port, env, list), prepared, context);
		} else {
			await provisionSeries({ ...series, port: namedPort(board.port, env), list, board: prepared }, context);
		}
	} finally {
		client.destroy();
	}
}

async function prepare(client: IoTClient, options: DeviceProvisionOptions): Promise<ProvisionBoardOptions> {
	const { board, account, names, device, delivery } = options;
	const credential = options.credential && (await readCredentialFiles(options.credential));
	const settings = checkedDevice(device, boardSettings);
	const findFirmware = await firmwareFinder(delivery.firmware, (target) => checkChip(settings, target));
	const timeouts = { ...provisionTimeouts, ...options.timeouts };
	const source = await bootstrapSource(client, options, credential);
	// With any serial number at first: what else can be wrong is found before a board is touched.
	await source.check(names.serialNumber ?? "0");
	return {
		access: { baudRate: board.baudRate, openLink: board.openLink ?? openSerialLink },
		delivery: {
			findFirmware,
			over: delivery.over,
			hasSettings: Object.keys(device).some((member) => member !== "keyOrigin"),
			waitsForKey: !isPermanent(credential) && device.keyOrigin !== "aws",
		},
		names,
		account: {
			source,
			verify: (online, signal) => verifyPatiently(() => verifyThing(client, online, account.aws), timeouts, signal),
		},
		timeouts,
		requireReading: options.requireReading ?? false,
	};
}

/** A directory that is named is read at once; the usual ones only when the chip is known, which is checked first. */
async function firmwareFinder(
	firmware: string | false | undefined,
	check: (target: string) => void,
): Promise<Delivery["findFirmware"]> {
	if (firmware === false) return undefined;
	const named = firmware === undefined ? undefined : await readFirmwareBundle(firmware);
	return async (target) => {
		check(target);
		return named ?? readFirmwareBundle(firmwareDirectory(target));
	};
}

async function bootstrapSource(
	client: IoTClient,
	{ account, names, device }: DeviceProvisionOptions,
	credential: CheckedCredential | undefined,
): Promise<BootstrapSource> {
	const { aws, templateName, rootCaPath } = account;
	const { thingName } = names;
	const parameters = isPermanent(credential)
		? () => ({})
		: await parametersFor(client, templateName, { given: account.parameters, thingName, aws });
	const common = { aws, templateName, parameters, device, rootCaPath };
	if (credential === undefined) return claimSource(client, common);
	return credentialSource(client, { ...common, credential, thingName });
}

/** The certificate is the device's own, and no claim. */
function isPermanent(credential: CheckedCredential | undefined): boolean {
	return credential !== undefined && credential.claimExpiresAt === undefined;
}
