import { storedZip } from "../apply/kinds/others/stored-zip.js";
import type { ExportFile, Sources } from "./export-format.js";

/** Of each function its code, to be read, and its archive, to be deployed. */
export async function functionFiles(names: ReadonlySet<string>, sources: Sources): Promise<readonly ExportFile[]> {
	const files = await Promise.all(
		[...names].map(async (name): Promise<readonly ExportFile[]> => {
			const content = await sources(name);
			return [
				{ path: `functions/${name}/index.js`, content },
				{ path: `functions/${name}.zip`, content: storedZip("index.js", Buffer.from(content)) },
			];
		}),
	);
	return files.flat();
}
