import { invalidRequest } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import { checkLength, checkRoleArn, checkThingGroupName } from "../../checks.js";
import { checkLogLevel, type LogLevel } from "../../log-level.js";

export type MitigationActionType =
	| "UPDATE_DEVICE_CERTIFICATE"
	| "UPDATE_CA_CERTIFICATE"
	| "ADD_THINGS_TO_THING_GROUP"
	| "REPLACE_DEFAULT_POLICY_VERSION"
	| "ENABLE_IOT_LOGGING"
	| "PUBLISH_FINDING_TO_SNS";

/** Exactly one of the members (API model: MitigationActionParams). */
export interface ActionParams {
	readonly updateDeviceCertificateParams?: { readonly action: "DEACTIVATE" };
	readonly updateCACertificateParams?: { readonly action: "DEACTIVATE" };
	readonly addThingsToThingGroupParams?: {
		readonly thingGroupNames: readonly string[];
		readonly overrideDynamicGroups?: boolean;
	};
	readonly replaceDefaultPolicyVersionParams?: { readonly templateName: "BLANK_POLICY" };
	readonly enableIoTLoggingParams?: { readonly roleArnForLogging: string; readonly logLevel: LogLevel };
	readonly publishFindingToSnsParams?: { readonly topicArn: string };
}

export interface MitigationAction {
	readonly actionName: string;
	readonly actionArn: string;
	/** UUID */
	readonly actionId: string;
	readonly roleArn: string;
	readonly actionParams: ActionParams;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

const types: Readonly<Record<keyof ActionParams, MitigationActionType>> = {
	updateDeviceCertificateParams: "UPDATE_DEVICE_CERTIFICATE",
	updateCACertificateParams: "UPDATE_CA_CERTIFICATE",
	addThingsToThingGroupParams: "ADD_THINGS_TO_THING_GROUP",
	replaceDefaultPolicyVersionParams: "REPLACE_DEFAULT_POLICY_VERSION",
	enableIoTLoggingParams: "ENABLE_IOT_LOGGING",
	publishFindingToSnsParams: "PUBLISH_FINDING_TO_SNS",
};

const readers: { readonly [Kind in keyof ActionParams]-?: (members: Members) => ActionParams } = {
	updateDeviceCertificateParams: (members) => ({ updateDeviceCertificateParams: { action: readDeactivate(members) } }),
	updateCACertificateParams: (members) => ({ updateCACertificateParams: { action: readDeactivate(members) } }),
	addThingsToThingGroupParams: readGroups,
	replaceDefaultPolicyVersionParams: readTemplate,
	enableIoTLoggingParams: (members) => ({
		enableIoTLoggingParams: {
			roleArnForLogging: checkRoleArn("roleArnForLogging", members.requiredString("roleArnForLogging")),
			logLevel: checkLogLevel("logLevel", members.requiredString("logLevel")),
		},
	}),
	publishFindingToSnsParams: (members) => ({
		publishFindingToSnsParams: { topicArn: checkLength("topicArn", members.requiredString("topicArn"), 1, 350) },
	}),
};

/** Reads `actionParams`. Throws InvalidRequestException unless it has exactly one member. */
export function readActionParams(params: Members): ActionParams {
	const kinds = (Object.keys(readers) as (keyof ActionParams)[]).filter((kind) => params.object(kind) !== undefined);
	const [kind] = kinds;
	const members = kind && params.object(kind);
	if (kind === undefined || members === undefined || kinds.length > 1) {
		throw invalidRequest(`actionParams must have exactly one of ${Object.keys(readers).join(", ")}`);
	}
	return readers[kind](members);
}

export function typeOf(params: ActionParams): MitigationActionType {
	const [kind = "publishFindingToSnsParams"] = Object.keys(params) as (keyof ActionParams)[];
	return types[kind];
}

function readDeactivate(members: Members): "DEACTIVATE" {
	if (members.requiredString("action") === "DEACTIVATE") return "DEACTIVATE";
	throw invalidRequest("action must be DEACTIVATE");
}

function readGroups(members: Members): ActionParams {
	const thingGroupNames = (members.list("thingGroupNames") ?? []).map(checkThingGroupName);
	if (thingGroupNames.length < 1 || thingGroupNames.length > 10) {
		throw invalidRequest(`thingGroupNames must have 1 to 10 names: it has ${thingGroupNames.length}`);
	}
	const override = members.boolean("overrideDynamicGroups");
	const overrideDynamicGroups = override !== undefined && { overrideDynamicGroups: override };
	return { addThingsToThingGroupParams: { thingGroupNames, ...overrideDynamicGroups } };
}

function readTemplate(members: Members): ActionParams {
	if (members.requiredString("templateName") !== "BLANK_POLICY") {
		throw invalidRequest("templateName must be BLANK_POLICY");
	}
	return { replaceDefaultPolicyVersionParams: { templateName: "BLANK_POLICY" } };
}
