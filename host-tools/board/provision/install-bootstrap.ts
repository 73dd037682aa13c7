import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import { interruptible } from "../../base/interruption.js";
import { hasCode, ToolError } from "../../base/tool-error.js";
import { withBoardLines } from "../bootstrap-link/board-lines.js";
import { sendBootstrap } from "../bootstrap-link/bootstrap-sender.js";
import type { BoardRun, OnlineBoard } from "./board-run.js";
import { describeOnline, type FollowOptions, whileFollowing } from "./follow-device.js";
import { installOverFlash } from "./install-over-flash.js";
import { claimAttempts } from "./provision-timeouts.js";
import { readingDeadline } from "./reading-deadline.js";
import { RefusedTopic } from "./refused-topic.js";
import { askBoard, keptIdentity } from "./wake-firmware.js";

/**
 * The steps `claim` or `credential`, `bootstrap` and `online`: gives the board a bootstrap and follows it until it is online. A claim that runs out on the
 * way is replaced by a new one. Rejects as `BootstrapSource.make`, `sendBootstrap`, `installOverFlash` and `followDevice` do.
 */
export async function installBootstrap(
	run: BoardRun,
	serialNumber: string,
	over: "serial" | "flash",
): Promise<OnlineBoard> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await (over === "serial" ? overSerial(run, serialNumber) : overFlash(run, serialNumber));
		} catch (error) {
			const refused = over === "serial" && hasCode(error, "bootstrap-refused");
			const kept = refused ? await keptMeanwhile(run) : undefined;
			if (kept !== undefined) return kept;
			if (error instanceof RefusedTopic) throw await namePolicies(run, error);
			const expired = hasCode(error, "claim-expired") && run.options.account.source.renewable;
			if (!expired || attempt === claimAttempts) throw error;
			run.context.emit({ event: "note", text: `${(error as Error).message}. Making a new claim.` });
		}
	}
}

/** A board that still had a good claim may have gone on by itself, and have an identity since. */
async function keptMeanwhile(run: BoardRun): Promise<OnlineBoard | undefined> {
	return keptIdentity(await askBoard(run).catch(() => undefined));
}

/** Which policies it are that do not allow the topic, where AWS can be asked. */
async function namePolicies({ options, context }: BoardRun, error: RefusedTopic): Promise<ToolError> {
	const { thing, topic } = error;
	if (thing === undefined) return error;
	const verified = await options.account.verify(thing, context.signal).catch(() => undefined);
	if (verified === undefined) return error;
	const message = `${error.message} (attached: ${verified.policies.join(", ")})`;
	const next = `allow iot:Publish on topic/${topic} in ${verified.policies.join(" or ")}, or set another one in "telemetry" of the settings (why: \`thingsmith explain --thing ${verified.thingName} publish ${topic}\`); then run the same command again`;
	return new ToolError(error.code, message, { next, device: error.device, cause: error });
}

async function overSerial(run: BoardRun, serialNumber: string): Promise<OnlineBoard> {
	const { link, steps, options, context } = run;
	const bootstrap = await makeBootstrap(run, serialNumber);
	// What it said before is of what it had before.
	const follow = { ...followOptions(run, bootstrap, options.timeouts.silenceMs), after: "bootstrap.accepted" };
	const online = await withBoardLines(link, (lines) =>
		whileFollowing(lines, follow, context, async (reported) => {
			const send = () => sendBootstrap(lines, bootstrap, context);
			await steps.run("bootstrap", send, () => "over serial");
			return steps.run("online", () => reported, describeOnline);
		}),
	);
	return { ...online, already: false };
}

async function overFlash(run: BoardRun, serialNumber: string): Promise<OnlineBoard> {
	const { link, port, steps, options, context } = run;
	const { access, timeouts, delivery } = options;
	let bootstrap: Bootstrap | BootstrapForOwnKey | undefined;
	const make = async () => {
		bootstrap = await makeBootstrap(run, serialNumber);
		return bootstrap;
	};
	const chip = { link, usb: port.usb, baudRate: access.baudRate };
	const { kept, restart } = await steps.run(
		"bootstrap",
		() => installOverFlash(chip, make, context),
		({ kept }) => (kept === undefined ? "into flash" : `${kept.thingName} already`),
	);
	if (kept !== undefined) {
		await restart();
		return { thingName: kept.thingName, certificateId: kept.certificateId, sensor: undefined, already: true };
	}
	// A device says nothing while it makes its key.
	const silenceMs = delivery.waitsForKey ? Math.max(timeouts.keyMs, timeouts.silenceMs) : timeouts.silenceMs;
	const follow = followOptions(run, bootstrap, silenceMs);
	const work = () =>
		withBoardLines(link, (lines) =>
			whileFollowing(lines, follow, context, async (reported) => {
				await restart();
				return reported;
			}),
		);
	const online = await steps.run("online", work, describeOnline);
	return { ...online, already: false };
}

function followOptions(
	{ device, options }: BoardRun,
	bootstrap: Bootstrap | BootstrapForOwnKey | undefined,
	silenceMs: number,
): FollowOptions {
	const settings = bootstrap?.settings;
	const readingMs = options.requireReading
		? readingDeadline(options.timeouts, settings?.telemetry.intervalMs)
		: undefined;
	return { device, silenceMs, deadlineMs: options.timeouts.onlineMs, settings, readingMs };
}

async function makeBootstrap(run: BoardRun, serialNumber: string): Promise<Bootstrap | BootstrapForOwnKey> {
	const { source } = run.options.account;
	const make = () => interruptible(() => source.make(serialNumber), run.context.signal);
	const step = source.renewable ? "claim" : "credential";
	const { bootstrap } = await run.steps.run(step, make, ({ expiresAt }) => describeExpiry(expiresAt));
	return bootstrap;
}

/** `expiresAt` is in ms since 1970; undefined for what does not run out. */
function describeExpiry(expiresAt: number | undefined): string {
	return expiresAt === undefined ? "" : `good for ${Math.round((expiresAt - Date.now()) / 1000)} s`;
}
