/** A job template that AWS has in each account (guide: managed templates). Descriptions and expressions are ours. */
export interface ManagedTemplate {
	readonly templateName: string;
	readonly templateVersion: string;
	readonly description: string;
	readonly environments: readonly string[];
	readonly documentParameters: readonly DocumentParameter[];
	readonly document: string;
}

export interface DocumentParameter {
	readonly key: string;
	readonly description: string;
	/** What a value must match. */
	readonly regex: string;
	readonly example: string;
	readonly optional: boolean;
}

const anything = "^[^\\x00-\\x1f]*$";

const common: readonly DocumentParameter[] = [
	{
		key: "pathToHandler",
		description: "Directory of the job handlers on the device; the client's own where it is left out",
		regex: anything,
		example: "/home/pi/.aws-iot-device-client/jobs",
		optional: true,
	},
	{
		key: "runAsUser",
		description: "User who runs the handler; the client's own where it is left out",
		regex: "^.{0,256}$",
		example: "root",
		optional: true,
	},
];

const packages = required("packages", "Packages, separated by spaces", "nginx curl");
const services = required("services", "Services, separated by spaces", "nginx ssh");

const all: readonly ManagedTemplate[] = [
	handler("AWS-Reboot", "Reboots the device", "reboot.sh", []),
	handler("AWS-Download-File", "Downloads a file", "download-file.sh", [
		required(
			"downloadUrl",
			"Where the file is; a placeholder for a presigned URL will do",
			"https://example.com/a.bin",
		),
		required("filePath", "Where the device keeps it", "/home/pi/a.bin"),
	]),
	handler("AWS-Install-Application", "Installs packages", "install-packages.sh", [packages]),
	handler("AWS-Remove-Application", "Removes packages", "remove-packages.sh", [packages]),
	handler("AWS-Start-Application", "Starts services", "start-services.sh", [services]),
	handler("AWS-Stop-Application", "Stops services", "stop-services.sh", [services]),
	handler("AWS-Restart-Application", "Restarts services", "restart-services.sh", [services]),
	command(),
].sort((a, b) => (a.templateName < b.templateName ? -1 : 1));

/** Sorted by name. */
export const managedTemplates: readonly ManagedTemplate[] = all;

/** By ARN: `arn:aws:iot:<region>::jobtemplate/AWS-Reboot:1.0`, with or without the version. */
export function findManagedTemplate(jobTemplateArn: string): ManagedTemplate | undefined {
	const [, name, version] =
		/^arn:aws[\w-]*:iot:[a-z0-9-]*::jobtemplate\/([A-Za-z0-9-]+)(?::(\d+\.\d+))?$/.exec(jobTemplateArn) ?? [];
	return managedTemplates.find(
		({ templateName, templateVersion }) => templateName === name && (version ?? templateVersion) === templateVersion,
	);
}

function required(key: string, description: string, example: string): DocumentParameter {
	return { key, description, regex: anything.replace("*", "+"), example, optional: false };
}

function handler(
	templateName: string,
	description: string,
	script: string,
	parameters: readonly DocumentParameter[],
): ManagedTemplate {
	const args = parameters.map(({ key }) => placeholder(key));
	const input = {
		handler: script,
		...(args.length > 0 && { args }),
		path: placeholder("pathToHandler"),
	};
	return template(templateName, description, "runHandler", input, [...parameters, ...common]);
}

/** Newer than the guide that was read, so its document is a guess from the schema that AWS's device client runs. */
function command(): ManagedTemplate {
	const parameter = required("command", "The command and its arguments, separated by commas", "echo,hello");
	const runAsUser = common.filter(({ key }) => key === "runAsUser");
	const input = { command: placeholder("command") };
	return template("AWS-Run-Command", "Runs a command", "runCommand", input, [parameter, ...runAsUser]);
}

function template(
	templateName: string,
	description: string,
	type: string,
	input: object,
	documentParameters: readonly DocumentParameter[],
): ManagedTemplate {
	const name = templateName.slice("AWS-".length);
	const action = { name, type, input, runAsUser: placeholder("runAsUser") };
	return Object.freeze({
		templateName,
		templateVersion: "1.0",
		description: `Managed by AWS: ${description.toLowerCase()}`,
		environments: ["LINUX"],
		documentParameters,
		document: JSON.stringify({ version: "1.0", steps: [{ action }] }),
	});
}

function placeholder(parameter: string): string {
	return `\${aws:iot:parameter:${parameter}}`;
}
