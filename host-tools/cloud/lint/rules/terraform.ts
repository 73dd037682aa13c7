import type { TerraformBlock, TerraformModule } from "../documents/document.js";
import { nearest } from "../policy/nearest.js";
import { editWithin, isString, memberNamed, membersOf, valueAt } from "../text/located.js";
import { cfnPrivateKey } from "./cloudformation.js";
import { quote, type Rule } from "./rule.js";

/** Arguments of a resource; `*` behind those it has to have (provider hashicorp/aws 6.25). */
const table: Readonly<Record<string, string>> = {
	aws_iot_provisioning_template:
		"name* provisioning_role_arn* template_body* description enabled type pre_provisioning_hook tags",
	aws_iot_policy: "name* policy* tags timeouts",
	aws_iot_policy_attachment: "policy* target*",
	aws_iot_ca_certificate:
		"active* allow_auto_registration* ca_certificate_pem* certificate_mode verification_certificate_pem registration_config tags",
	aws_iot_certificate: "active* csr certificate_pem ca_pem",
	aws_iot_thing: "name* attributes thing_type_name",
	aws_iot_thing_type: "name* deprecated properties tags",
	aws_iot_thing_group: "name* parent_group_name properties tags",
	aws_iot_thing_group_membership: "thing_group_name* thing_name* override_dynamic_group",
	aws_iot_thing_principal_attachment: "principal* thing* thing_principal_type",
	aws_iot_event_configurations: "event_configurations*",
	aws_iot_indexing_configuration: "thing_indexing_configuration thing_group_indexing_configuration",
	aws_iot_logging_options: "default_log_level* role_arn* disable_all_logs",
};

/** Every resource may have them. */
const always = [
	"count",
	"for_each",
	"depends_on",
	"provider",
	"lifecycle",
	"provisioner",
	"connection",
	"region",
	"tags_all",
	"id",
	"//",
];

function isResource({ type, labels: [kind = ""] }: TerraformBlock, name?: string): boolean {
	return type === "resource" && (name === undefined ? Object.hasOwn(table, kind) : kind === name);
}

export const terraformArgument: Rule<TerraformModule> = {
	id: "terraform-argument",
	severity: "error",
	finds: "an argument that an `aws_iot_…` resource of Terraform does not have, or one that is missing",
	*check({ blocks }) {
		for (const block of blocks.filter((one) => isResource(one))) {
			const { labels, body } = block;
			const kind = labels[0] ?? "";
			const words = (table[kind] ?? "").split(" ");
			const known = words.map((word) => word.replace("*", ""));
			for (const { name, nameRange, value } of membersOf(body)) {
				if (known.includes(name) || always.includes(name)) continue;
				const similar = nearest(name, known);
				const mend = similar === undefined ? `it has ${known.join(", ")}` : `did you mean ${similar}?`;
				yield { at: { range: nameRange, path: value.path }, message: `${kind} has no argument ${quote(name)}`, mend };
			}
			for (const word of words) {
				const name = word.slice(0, -1);
				if (!word.endsWith("*") || memberNamed(body, name) !== undefined) continue;
				const at = { range: { start: body.range.start, end: body.range.start + 1 }, path: body.path };
				yield { at, message: `${kind} needs ${name}`, mend: `add ${name}` };
			}
		}
	},
};

export const privateKeyInState: Rule<TerraformModule> = {
	id: "private-key-in-state",
	severity: "warning",
	finds:
		"an `aws_iot_certificate` without csr and certificate_pem, or a `tls_private_key` beside things: the private key is kept in Terraform's state",
	*check({ blocks }) {
		const isOfIot = blocks.some(({ type, labels }) => type === "resource" && labels[0]?.startsWith("aws_iot_"));
		for (const block of blocks) {
			const at = { range: { start: block.body.range.start, end: block.body.range.start + 1 }, path: block.body.path };
			const mend = "make the key on the device, and give its request as csr";
			if (isResource(block, "aws_iot_certificate")) {
				if (["csr", "certificate_pem"].some((name) => memberNamed(block.body, name) !== undefined)) continue;
				yield { at, message: "AWS makes the key pair, and Terraform's state keeps the private key in the clear", mend };
			} else if (isOfIot && isResource(block, "tls_private_key")) {
				yield { at, message: "Terraform's state keeps this private key in the clear", mend };
			}
		}
	},
};

export const terraformPrivateKey: Rule<TerraformModule> = {
	...cfnPrivateKey,
	*check({ blocks, file }) {
		for (const { type, body } of blocks) {
			const value = type === "output" ? valueAt(body, "value") : undefined;
			if (value === undefined) continue;
			const written = file.slice(value.range.start, value.range.end);
			if (!/\.private_key(?:_pem|_openssh|_pem_pkcs8)?\b/.test(written)) continue;
			yield {
				at: value,
				message: "whoever may read the state or the output has this private key",
				mend: "make the key on the device, and its certificate from a csr",
			};
		}
	},
};

export const terraformVariable: Rule<TerraformModule> = {
	id: "terraform-variable",
	severity: "error",
	isMended: true,
	finds:
		"a policy variable in Terraform with one `$`: Terraform takes it for an expression of its own and wants `$${…}`",
	*check({ variables, file }) {
		for (const { text, string, index } of variables) {
			const edit = editWithin(file, string, index, index, "$");
			const fix = edit && { says: `$${text} in place of ${text}`, edits: [edit] };
			yield {
				at: string,
				message: `Terraform takes ${text} for an expression of its own`,
				mend: `write $${text}`,
				fix,
			};
		}
	},
};

export const terraformEndpoint: Rule<TerraformModule> = {
	id: "endpoint-not-ats",
	severity: "warning",
	isMended: true,
	finds:
		"the older data endpoint, whose certificate chains to a root that no device trusts any more: the type is iot:Data-ATS",
	*check({ blocks, file }) {
		for (const { type, labels, body } of blocks) {
			if (type !== "data" || labels[0] !== "aws_iot_endpoint") continue;
			const kind = valueAt(body, "endpoint_type");
			if (kind !== undefined && !(isString(kind) && kind.text === "iot:Data")) continue;
			const edit = isString(kind) ? editWithin(file, kind, 0, kind.text.length, "iot:Data-ATS") : undefined;
			const at = kind ?? { range: { start: body.range.start, end: body.range.start + 1 }, path: body.path };
			const fix = edit && { says: "iot:Data-ATS in place of iot:Data", edits: [edit] };
			yield {
				at,
				message: "this is the data endpoint of before 2018",
				mend: 'write endpoint_type = "iot:Data-ATS"',
				fix,
			};
		}
	},
};
