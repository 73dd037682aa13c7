import type { CloudFormationTemplate, TerraformModule } from "../documents/document.js";
import { type Located, memberNamed } from "../text/located.js";
import type { Rule, RuleFacts, Violation } from "./rule.js";

const facts: RuleFacts = {
	id: "certificate-shared",
	severity: "warning",
	finds:
		"one certificate attached to two things: each can then be the other, and an audit calls the certificate shared",
};

export const cfnCertificateShared: Rule<CloudFormationTemplate> = {
	...facts,
	*check({ resources, file }) {
		const attachments = resources.filter(({ type }) => type === "AWS::IoT::ThingPrincipalAttachment");
		yield* sharedBy(
			attachments.map(({ properties }) => ({
				principal: memberNamed(properties, "Principal")?.value,
				thing: memberNamed(properties, "ThingName")?.value,
			})),
			file,
		);
	},
};

export const terraformCertificateShared: Rule<TerraformModule> = {
	...facts,
	*check({ blocks, file }) {
		const attachments = blocks.filter(
			({ type, labels }) => type === "resource" && labels[0] === "aws_iot_thing_principal_attachment",
		);
		yield* sharedBy(
			attachments.map(({ body }) => ({
				principal: memberNamed(body, "principal")?.value,
				thing: memberNamed(body, "thing")?.value,
			})),
			file,
		);
	},
};

/** As they are written: what two references stand for is not known here. */
function* sharedBy(
	attachments: readonly { readonly principal: Located | undefined; readonly thing: Located | undefined }[],
	file: string,
): Iterable<Violation> {
	const things = new Map<string, string>();
	for (const { principal, thing } of attachments) {
		if (principal === undefined || thing === undefined) continue;
		const [certificate, name] = [written(principal, file), written(thing, file)];
		const other = things.get(certificate);
		things.set(certificate, name);
		if (other === undefined || other === name) continue;
		yield {
			at: principal,
			message: "this certificate is attached to another thing as well",
			mend: "give each thing a certificate of its own",
		};
	}
}

function written({ range: { start, end } }: Located, file: string): string {
	return file.slice(start, end).replace(/\s+/g, " ");
}
