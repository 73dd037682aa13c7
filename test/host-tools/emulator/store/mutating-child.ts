import { Store } from "../../../../host-tools/emulator/store/store.js";
import { textTable } from "./text-table.js";

/** Changes rows as fast as it can, several at once, and says on stdout which are durable, until it is killed. */
const [directory, first] = process.argv.slice(2);
const store = await Store.open({ directory, name: "s" });
const table = textTable(store);

async function change(from: number): Promise<void> {
	for (let index = from; ; index += 4) {
		table.set(`key-${index}`, `row-${index}`);
		if (index >= 40) table.delete(`key-${index - 40}`);
		await store.durable();
		// A busy reader lets the socket fill up: what was not taken by it was not said, and nothing may run ahead of it.
		await new Promise((resolve) => process.stdout.write(`${index}\n`, resolve));
	}
}

for (let lane = 0; lane < 4; lane++) void change(Number(first) + lane);
