import { parseArgs } from "node:util";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { runKills } from "./run-kills.js";

/** npm run test:kills [-- --kills 300 --seed N] */
const { values } = parseArgs({
	options: {
		kills: { type: "string", default: "300" },
		seed: { type: "string", default: String(Date.now() % 2 ** 31) },
	},
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
const print = (text: string) => process.stdout.write(`${text}\n`);
print(`seed ${seed}`);
const report = await withTemporaryDirectory((directory) => {
	return runKills({ directory, kills, seed, told: print });
});
print(
	`${report.kills} kills, ${report.acknowledged} acknowledged, ${report.compared} compared, ${report.problems.length} problems`,
);
process.exit(report.problems.length > 0 ? 1 : 0);
