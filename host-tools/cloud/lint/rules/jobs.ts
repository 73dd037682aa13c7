import type { JobDocument } from "../documents/document.js";
import { allNodes, isString } from "../text/located.js";
import { quote, type Rule } from "./rule.js";

/** Characters of a job document (AWS IoT Core quotas). */
const mostCharacters = 32_768;

export const jobTooLong: Rule<JobDocument> = {
	id: "job-too-long",
	severity: "error",
	finds: "a job document of more than 32 KB",
	*check({ root, characters }) {
		if (characters <= mostCharacters) return;
		yield {
			at: { range: { start: root.range.start, end: root.range.start + 1 }, path: root.path },
			message: `the job document has ${characters} characters: AWS takes ${mostCharacters}`,
			mend: "put what is long into S3 and a placeholder ${aws:iot:s3-presigned-url-v2:…} in its place, or a stream",
		};
	},
};

/** What AWS puts in (AWS IoT Core Developer Guide, "Presigned URLs", "Job templates"). */
const parameter = /^\$\{aws:iot:parameter:[a-zA-Z0-9_-]{1,128}\}$/;
const presigned = /^\$\{aws:iot:s3-presigned-url(?:-v2)?:https:\/\/[^\s"{}]{1,2048}\}$/;

export const jobPlaceholder: Rule<JobDocument> = {
	id: "job-placeholder",
	severity: "error",
	finds: "a placeholder in a job document that AWS does not fill in, so that a device gets it as it is",
	*check({ root }) {
		for (const node of allNodes(root)) {
			if (!isString(node)) continue;
			for (const [found] of node.text.matchAll(/\$\{aws:[^{}]*\}?/g)) {
				if (found.includes("\uE000") || parameter.test(found) || presigned.test(found)) continue;
				yield {
					at: node,
					message: `AWS fills in no ${quote(found)}`,
					mend: "write ${aws:iot:s3-presigned-url-v2:https://BUCKET.s3.REGION.amazonaws.com/KEY}, or in a template ${aws:iot:parameter:NAME}",
				};
			}
		}
	},
};
