import { invalidRequest, quote } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import { checkLength } from "../../checks.js";
import { checkOneOf, checkRange } from "../job-checks.js";
import type { AbortCriterion, ExponentialRate, JobConfigs, RetryCriterion, RolloutConfig } from "./job-configs.js";

const any = Number.MAX_SAFE_INTEGER;
/** Of a job for a thing, for all kinds of failure together (AWS: Job execution retry configuration). */
const mostRetries = 10;
/** Seven days. */
const longestTimeout = 10_080;

/** The members that configure a job, checked as the API model and the guide have it. Throws InvalidRequestException. */
export function readJobConfigs(members: Members): JobConfigs {
	const presigned = members.object("presignedUrlConfig");
	const rollout = members.object("jobExecutionsRolloutConfig");
	const abort = members.object("abortConfig");
	const timeout = members.object("timeoutConfig");
	const retry = members.object("jobExecutionsRetryConfig");
	return {
		...(presigned !== undefined && { presignedUrlConfig: readPresigned(presigned) }),
		...(rollout !== undefined && { jobExecutionsRolloutConfig: readRollout(rollout) }),
		...(abort !== undefined && { abortConfig: { criteriaList: criteria(abort, "abortConfig").map(readAbort) } }),
		...(timeout !== undefined && { timeoutConfig: readTimeout(timeout) }),
		...(retry !== undefined && { jobExecutionsRetryConfig: { criteriaList: readRetries(retry) } }),
	};
}

/** A required integer in a range. */
export function requiredInteger(members: Members, where: string, name: string, least: number, most: number): number {
	members.required(name);
	return checkRange(`${where}.${name}`, members.integer(name) ?? 0, least, most);
}

function optionalInteger(members: Members, where: string, name: string, least: number, most: number) {
	const value = members.integer(name);
	return value === undefined ? undefined : checkRange(`${where}.${name}`, value, least, most);
}

function readPresigned(members: Members): NonNullable<JobConfigs["presignedUrlConfig"]> {
	const roleArn = members.string("roleArn");
	const expiresInSec = optionalInteger(members, "presignedUrlConfig", "expiresInSec", 60, 3600);
	if (roleArn !== undefined) checkRole(roleArn);
	return { ...(roleArn !== undefined && { roleArn }), ...(expiresInSec !== undefined && { expiresInSec }) };
}

/** Nobody assumes the role here, and scripts are written with accounts of fewer digits than AWS has. */
function checkRole(roleArn: string): void {
	checkLength("presignedUrlConfig.roleArn", roleArn, 20, 2048);
	if (/^arn:aws[\w-]*:iam::\d+:role\/.+$/.test(roleArn)) return;
	throw invalidRequest(`presignedUrlConfig.roleArn must be the ARN of an IAM role: it is ${quote(roleArn)}`);
}

function readRollout(members: Members): RolloutConfig {
	const maximumPerMinute = optionalInteger(members, "jobExecutionsRolloutConfig", "maximumPerMinute", 1, any);
	const rate = members.object("exponentialRate");
	return {
		...(maximumPerMinute !== undefined && { maximumPerMinute }),
		...(rate !== undefined && { exponentialRate: readRate(rate) }),
	};
}

function readRate(members: Members): ExponentialRate {
	const where = "jobExecutionsRolloutConfig.exponentialRate";
	const baseRatePerMinute = requiredInteger(members, where, "baseRatePerMinute", 1, 1000);
	const incrementFactor = decimal(members, where, "incrementFactor", [1.1, 5], 1);
	members.required("rateIncreaseCriteria");
	const given = members.object("rateIncreaseCriteria");
	const criteriaName = `${where}.rateIncreaseCriteria`;
	const notified = given && optionalInteger(given, criteriaName, "numberOfNotifiedThings", 1, any);
	const succeeded = given && optionalInteger(given, criteriaName, "numberOfSucceededThings", 1, any);
	if (notified === undefined && succeeded === undefined) {
		throw invalidRequest(`${criteriaName} must have numberOfNotifiedThings or numberOfSucceededThings`);
	}
	const rateIncreaseCriteria = {
		...(notified !== undefined && { numberOfNotifiedThings: notified }),
		...(succeeded !== undefined && { numberOfSucceededThings: succeeded }),
	};
	return { baseRatePerMinute, incrementFactor, rateIncreaseCriteria };
}

/** A number with at most so many digits behind the point. */
function decimal(
	members: Members,
	where: string,
	name: string,
	[least, most]: readonly [number, number],
	digits: number,
): number {
	members.required(name);
	const value = checkRange(`${where}.${name}`, members.number(name) ?? Number.NaN, least, most);
	if (Number(value.toFixed(digits)) === value) return value;
	throw invalidRequest(`${where}.${name} must have at most ${digits} digits behind the point: it is ${value}`);
}

function criteria(members: Members, where: string): readonly Members[] {
	const list = members.objects("criteriaList") ?? [];
	if (list.length === 0) throw invalidRequest(`${where}.criteriaList must have at least one criterion`);
	return list;
}

function readAbort(members: Members, index: number): AbortCriterion {
	const where = `abortConfig.criteriaList[${index}]`;
	const types = ["FAILED", "REJECTED", "TIMED_OUT", "ALL"] as const;
	return {
		failureType: checkOneOf(`${where}.failureType`, members.requiredString("failureType"), types),
		action: checkOneOf(`${where}.action`, members.requiredString("action"), ["CANCEL"] as const),
		thresholdPercentage: decimal(members, where, "thresholdPercentage", [0, 100], 2),
		minNumberOfExecutedThings: requiredInteger(members, where, "minNumberOfExecutedThings", 1, any),
	};
}

function readTimeout(members: Members): NonNullable<JobConfigs["timeoutConfig"]> {
	const name = "inProgressTimeoutInMinutes";
	const minutes = optionalInteger(members, "timeoutConfig", name, 1, longestTimeout);
	return minutes === undefined ? {} : { inProgressTimeoutInMinutes: minutes };
}

function readRetries(members: Members): readonly RetryCriterion[] {
	const where = "jobExecutionsRetryConfig";
	const list = criteria(members, where).map((one, index): RetryCriterion => {
		const types = ["FAILED", "TIMED_OUT", "ALL"] as const;
		const place = `${where}.criteriaList[${index}]`;
		return {
			failureType: checkOneOf(`${place}.failureType`, one.requiredString("failureType"), types),
			numberOfRetries: requiredInteger(one, place, "numberOfRetries", 0, mostRetries),
		};
	});
	const types = new Set(list.map(({ failureType }) => failureType));
	if (types.size < list.length || (types.has("ALL") && list.length > 1)) {
		throw invalidRequest(`${where}.criteriaList must name each failureType once, and ALL alone`);
	}
	const sum = list.reduce((all, { numberOfRetries }) => all + numberOfRetries, 0);
	checkRange(`The sum of numberOfRetries in ${where}`, sum, 0, mostRetries);
	return list;
}
