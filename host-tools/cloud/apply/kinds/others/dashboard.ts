import { DeleteDashboardsCommand, GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { type Kind, type KindContext, ownerTag } from "../../kind.js";
import { unlessMissing } from "./answers.js";

interface Widget {
	readonly type?: string;
	/** Row of the grid, and rows. */
	readonly y?: number;
	readonly height?: number;
	readonly properties?: { readonly markdown?: string };
}

interface Body {
	readonly widgets?: readonly Widget[];
}

const mark = new RegExp(`^${ownerTag} = (\\S+)$`);

/**
 * CloudWatch's tags for dashboards are too new to be relied on: what does not know them passes over them without a word. Whose a dashboard is,
 * a line of text below its other widgets says, which `read` leaves out.
 */
export const dashboard: Kind = {
	type: "AWS::CloudWatch::Dashboard",
	replacing: [],

	async read(name, context) {
		const text = await get(name, context);
		if (text === undefined) return undefined;
		const body = parse(text);
		const owner = body.widgets?.map(ownerOf).find((one) => one !== undefined);
		return { owner, properties: { DashboardBody: JSON.stringify(withoutMark(body)) } };
	},

	create: (name, { DashboardBody }, context) => put(name, String(DashboardBody), context),

	async update(name, { DashboardBody }, _found, context) {
		if (DashboardBody !== undefined) await put(name, String(DashboardBody), context);
	},

	async remove(name, _found, context) {
		const cloudwatch = await context.clients.cloudwatch();
		const DashboardNames = [name];
		await unlessMissing(() => cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames })));
	},

	async adopt(name, context) {
		const text = await get(name, context);
		if (text !== undefined) await put(name, text, context);
	},
};

async function get(DashboardName: string, context: KindContext): Promise<string | undefined> {
	const cloudwatch = await context.clients.cloudwatch();
	const call = () => cloudwatch.send(new GetDashboardCommand({ DashboardName }));
	return (await unlessMissing(call))?.DashboardBody;
}

async function put(DashboardName: string, text: string, context: KindContext): Promise<void> {
	const cloudwatch = await context.clients.cloudwatch();
	const DashboardBody = JSON.stringify(withMark(withoutMark(parse(text)), context.owner));
	await cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody }));
}

/** CloudWatch keeps no body that is no JSON. */
const parse = (text: string) => JSON.parse(text) as Body;

const ownerOf = ({ type, properties }: Widget) =>
	type === "text" ? mark.exec(properties?.markdown ?? "")?.[1] : undefined;

function withoutMark(body: Body): Body {
	const { widgets } = body;
	return widgets === undefined ? body : { ...body, widgets: widgets.filter((one) => ownerOf(one) === undefined) };
}

/** Below all others, as wide as the grid. */
function withMark({ widgets = [], ...rest }: Body, owner: string): Body {
	const y = Math.max(0, ...widgets.map((widget) => (widget.y ?? 0) + (widget.height ?? 0)));
	const line = { type: "text", x: 0, y, width: 24, height: 1, properties: { markdown: `${ownerTag} = ${owner}` } };
	return { ...rest, widgets: [...widgets, line] };
}
