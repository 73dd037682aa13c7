import type { Resource } from "../../model/resource.js";
import { isOfAwscc } from "./address.js";

/** What stands at the top of main.tf.json. */
export function terraformNotes(resources: readonly Resource[]): readonly string[] {
	const mirrored = resources.filter(isOfAwscc).map(({ id }) => id);
	const has = (id: string) => resources.some((resource) => resource.id === id);
	return [
		"Apply with: terraform init && terraform apply. The state holds no private key: nothing here makes one.",
		...(mirrored.length > 0
			? [`The provider aws has no resource for ${mirrored.join(", ")}: they are the provider awscc's.`]
			: []),
		"Event configurations are all set: those that are not wanted here are switched off, also where somebody else wants them. They and logging stay as they are when all is destroyed.",
		"Fleet indexing, logging and the audit configuration are settings of the whole account.",
		"The thing type is deprecated first and deleted five minutes later: terraform destroy waits for it.",
		"Policies, groups and the thing type are destroyed only once no certificate and no thing has them any more.",
		...(has("DeviceProfile")
			? [
					"The security profile is made only with create_security_profile=true: AWS closed Device Defender Detect to new customers.",
				]
			: []),
	];
}
