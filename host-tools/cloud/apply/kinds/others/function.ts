import {
	CreateFunctionCommand,
	type CreateFunctionCommandInput,
	DeleteFunctionCommand,
	GetFunctionCommand,
	type GetFunctionCommandOutput,
	TagResourceCommand,
	UpdateFunctionCodeCommand,
	UpdateFunctionConfigurationCommand,
	type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { ToolError } from "../../../../base/tool-error.js";
import { lambdaPackage } from "../../../lambdas/lambda-package.js";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type KindContext, ownerTag, type Properties } from "../../kind.js";
import { settled } from "../../settled.js";
import { unlessMissing } from "./answers.js";
import { changed, pick, withoutDefaults } from "./shapes.js";

const type = "AWS::Lambda::Function";

const configuration = Object.freeze([
	"Description",
	"Runtime",
	"Handler",
	"Role",
	"Timeout",
	"MemorySize",
	"Environment",
]);

/** What they are where nobody has said anything. */
const defaults = Object.freeze({ Description: "", Timeout: 3, MemorySize: 128, Environment: { Variables: {} } });

/** `Code` names a file of cloud/lambdas; code that is not that file's is shown by its hash. */
export const lambdaFunction: Kind = {
	type,
	replacing: [],

	async read(name, context, desired) {
		const found = await getFunction(name, context);
		if (found === undefined) return undefined;
		const { Configuration = {}, Tags } = found;
		return {
			owner: Tags?.[ownerTag],
			properties: {
				...withoutDefaults(pick(Configuration, configuration), defaults, desired),
				Code: await shownCode(Configuration.CodeSha256, desired),
			},
		};
	},

	async create(FunctionName, properties, context) {
		const lambda = await context.clients.lambda();
		const { zip: ZipFile } = await lambdaPackage(sourceOf(properties));
		const Tags = { [ownerTag]: context.owner };
		const said = { ...pick(properties, configuration), FunctionName, Code: { ZipFile }, Tags };
		const input = said as unknown as CreateFunctionCommandInput;
		await lambda.send(new CreateFunctionCommand(input));
		await ready(FunctionName, context);
	},

	async update(FunctionName, properties, { properties: found }, context) {
		const lambda = await context.clients.lambda();
		const differing = changed(properties, found, configuration);
		if (differing.length > 0) {
			const said = { ...pick({ ...defaults, ...properties }, differing), FunctionName };
			const input = said as unknown as UpdateFunctionConfigurationCommandInput;
			await lambda.send(new UpdateFunctionConfigurationCommand(input));
			await ready(FunctionName, context);
		}
		if (changed(properties, found, ["Code"]).length > 0) {
			const { zip: ZipFile } = await lambdaPackage(sourceOf(properties));
			await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
			await ready(FunctionName, context);
		}
	},

	async remove(FunctionName, _found, context) {
		const lambda = await context.clients.lambda();
		await unlessMissing(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));
	},

	async adopt(name, context) {
		const lambda = await context.clients.lambda();
		const Resource = resourceArn({ type, name }, context.place);
		const Tags = { [ownerTag]: context.owner };
		await lambda.send(new TagResourceCommand({ Resource, Tags }));
	},
};

/** Undefined: there is none of that name. */
export async function getFunction(
	FunctionName: string,
	context: KindContext,
): Promise<GetFunctionCommandOutput | undefined> {
	const lambda = await context.clients.lambda();
	return unlessMissing(() => lambda.send(new GetFunctionCommand({ FunctionName })));
}

const sourceOf = ({ Code }: Properties) => (Code as { readonly Source: string }).Source;

async function shownCode(sha256: string | undefined, { Code }: Properties): Promise<Properties> {
	const { Source } = (Code ?? {}) as { readonly Source?: string };
	if (Source !== undefined && (await lambdaPackage(Source)).sha256 === sha256) return { Source };
	return { Sha256: sha256 ?? null };
}

/** Resolves once it can be called as it was made or changed last; rejects with ToolError `aws-refused` where Lambda gave up. */
async function ready(name: string, context: KindContext): Promise<void> {
	await settled(
		`the function ${name}`,
		async () => {
			const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } =
				(await getFunction(name, context))?.Configuration ?? {};
			if (State === "Failed") throw failed(name, StateReason);
			if (LastUpdateStatus === "Failed") throw failed(name, LastUpdateStatusReason);
			return State === "Pending" || LastUpdateStatus === "InProgress" ? undefined : true;
		},
		context,
	);
}

function failed(name: string, reason: string | undefined): ToolError {
	return new ToolError("aws-refused", `Lambda could not set up the function ${name}: ${reason ?? "it says not why"}`, {
		next: "delete the function, and run the same command again, which makes it anew",
	});
}
