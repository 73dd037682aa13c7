import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

export interface TemplateVersion {
	/** 1, 2, … */
	readonly versionId: number;
	/** The JSON text as it was sent, at most 10240 characters. */
	readonly templateBody: string;
	/** ms */
	readonly creationDate: number;
}

export interface PreProvisioningHook {
	readonly payloadVersion: string;
	/** The ARN of a Lambda function; or here an http(s) URL, or a file URL of a JavaScript module. */
	readonly targetArn: string;
}

export interface ProvisioningTemplate {
	readonly templateName: string;
	readonly templateArn: string;
	readonly description: string;
	readonly enabled: boolean;
	readonly provisioningRoleArn: string;
	readonly preProvisioningHook: PreProvisioningHook | undefined;
	readonly type: "FLEET_PROVISIONING" | "JITP";
	readonly defaultVersionId: number;
	readonly versions: readonly TemplateVersion[];
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

/** Provisioning templates and their versions. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface Templates {
	/** `scope`: the registry's home unless told otherwise. */
	createProvisioningTemplate(input: NewTemplate, scope?: ArnScope): ProvisioningTemplate;
	describeProvisioningTemplate(templateName: string): ProvisioningTemplate;
	findProvisioningTemplate(templateName: string): ProvisioningTemplate | undefined;
	/** Sorted by name. */
	listProvisioningTemplates(range?: RowsFrom): Iterable<ProvisioningTemplate>;
	updateProvisioningTemplate(templateName: string, update: TemplateUpdate): ProvisioningTemplate;
	/** With all its versions. */
	deleteProvisioningTemplate(templateName: string): void;
	createProvisioningTemplateVersion(templateName: string, templateBody: string, setAsDefault: boolean): TemplateVersion;
	describeProvisioningTemplateVersion(templateName: string, versionId: number): TemplateVersion;
	deleteProvisioningTemplateVersion(templateName: string, versionId: number): void;
}

export interface NewTemplate {
	readonly templateName: string;
	readonly templateBody: string;
	readonly provisioningRoleArn: string;
	readonly description?: string;
	readonly enabled?: boolean;
	readonly preProvisioningHook?: HookInput;
	readonly type?: string;
}

export interface TemplateUpdate {
	readonly description?: string;
	readonly enabled?: boolean;
	readonly defaultVersionId?: number;
	readonly provisioningRoleArn?: string;
	readonly preProvisioningHook?: HookInput;
	readonly removePreProvisioningHook?: boolean;
}

export interface HookInput {
	readonly payloadVersion?: string;
	readonly targetArn: string;
}
