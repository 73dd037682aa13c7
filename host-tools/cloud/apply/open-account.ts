import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { isThingsmith } from "../explain/ask-emulator.js";
import { desiredState, possibleState } from "../model/desired-state.js";
import { type Resource, serviceOf } from "../model/resource.js";
import { type Project, prefixOf } from "../project/project.js";
import { callerPlace } from "./caller-place.js";
import { createClients } from "./clients.js";
import type { Kind, KindContext } from "./kind.js";
import { iotKinds } from "./kinds/iot.js";
import { otherKinds } from "./kinds/others.js";
import { makePlan, type Plan } from "./plan.js";
import { type Applied, readApplied } from "./record.js";

/** An account as a project sees it. */
export interface Account {
	readonly context: KindContext;
	readonly kinds: readonly Kind[];
	readonly model: readonly Resource[];
	readonly possible: readonly Resource[];
	/** Where it is kept what was applied. */
	readonly holder: Resource;
	/** It is `thingsmith local`, which has AWS IoT alone. */
	readonly isEmulator: boolean;
	readonly unavailable: (resource: Resource) => string | undefined;
	plan(): Promise<Plan>;
	applied(): Promise<Applied>;
	close(): void;
}

/**
 * Finds out whose account it is. Rejects with ToolError `account-mismatch` when it is not the project's, and with the codes of calls to AWS.
 */
export async function openAccount(
	project: Project,
	aws: AwsSettings,
	signal: AbortSignal,
	create: typeof createClients = createClients,
): Promise<Account> {
	const settings = { ...aws, region: aws.region ?? project.region };
	const clients = create(settings, signal);
	const { endpointUrl } = settings;
	const isEmulator = endpointUrl !== undefined && (await isThingsmith(endpointUrl, signal));
	const place = await callerPlace(clients, settings, isEmulator);
	if (project.accountId !== undefined && project.accountId !== place.accountId) {
		clients.destroy();
		throw new ToolError(
			"account-mismatch",
			`This is account ${place.accountId}, and thingsmith.json is for ${project.accountId}`,
			{
				next: "choose its credentials with --profile (AWS_PROFILE), or mend accountId",
			},
		);
	}
	const model = desiredState(project);
	const context: KindContext = { clients, place, owner: prefixOf(project), signal };
	const kinds = [...iotKinds, ...otherKinds];
	const holder = model.find(({ id }) => id === "FleetGroup") as Resource;
	const unavailable = ({ type }: Resource) =>
		isEmulator && serviceOf(type) !== "iot" ? "thingsmith local has AWS IoT alone" : undefined;
	const possible = possibleState(project);
	const applied = () => readApplied(holder, context);
	return {
		context,
		kinds,
		model,
		possible,
		holder,
		isEmulator,
		unavailable,
		plan: async () => makePlan({ model, possible, kinds, unavailable, applied: await applied() }, context),
		applied,
		close: () => clients.destroy(),
	};
}
