import type { FuzzTarget } from "./fuzz-target.js";
import { certificates } from "./targets/certificates.js";
import { http } from "./targets/http.js";
import { operations } from "./targets/operations.js";
import { packets } from "./targets/packets.js";
import { policies } from "./targets/policies.js";
import { queries } from "./targets/queries.js";
import { reserved } from "./targets/reserved.js";
import { sessions } from "./targets/sessions.js";
import { sql } from "./targets/sql.js";
import { templates } from "./targets/templates.js";
import { topics } from "./targets/topics.js";

export const fuzzTargets: readonly FuzzTarget[] = [
	packets,
	sessions,
	topics,
	reserved,
	policies,
	templates,
	sql,
	queries,
	certificates,
	operations,
	http,
];
