import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import type { TaskContext } from "../../base/task-context.js";
import type { BoardLines } from "../bootstrap-link/board-lines.js";
import { sendBootstrap } from "../bootstrap-link/bootstrap-sender.js";
import { describeOnline, type FollowOptions, type OnlineDevice, whileFollowing } from "./follow-device.js";
import type { ProvisionEvent } from "./provision-events.js";
import type { StepTimer } from "./step-timer.js";

interface Options {
	readonly steps: StepTimer;
	readonly follow: FollowOptions;
	readonly bootstrap: Bootstrap | BootstrapForOwnKey;
}

/** Gives a running board its bootstrap and follows it until it is online. Rejects as `sendBootstrap` and `followDevice` do. */
export async function installOverSerial(
	board: BoardLines,
	{ steps, follow, bootstrap }: Options,
	context: TaskContext<ProvisionEvent>,
): Promise<OnlineDevice> {
	// What it said before is of what it had before.
	const after = { ...follow, after: "bootstrap.accepted" };
	return whileFollowing(board, after, context, async (online) => {
		const send = () => sendBootstrap(board, bootstrap, context);
		await steps.run("bootstrap", send, () => "over serial");
		return steps.run("online", () => online, describeOnline);
	});
}
