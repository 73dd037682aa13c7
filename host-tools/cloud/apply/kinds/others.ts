import type { Kind } from "../kind.js";
import { alarm } from "./others/alarm.js";
import { dashboard } from "./others/dashboard.js";
import { lambdaFunction } from "./others/function.js";
import { logGroup } from "./others/log-group.js";
import { managedPolicy } from "./others/managed-policy.js";
import { permission } from "./others/permission.js";
import { role } from "./others/role.js";
import { schedule } from "./others/schedule.js";
import { subscription } from "./others/subscription.js";
import { table } from "./others/table.js";
import { topic } from "./others/topic.js";

/** Every kind that is not AWS IoT's. */
export const otherKinds: readonly Kind[] = Object.freeze([
	managedPolicy,
	role,
	topic,
	subscription,
	table,
	logGroup,
	lambdaFunction,
	permission,
	schedule,
	alarm,
	dashboard,
]);
