import { SubscriptionTree } from "../../../host-tools/emulator/broker/routing/subscription-tree.js";
import { filterProblem, parseShared, topicProblem } from "../../../host-tools/emulator/broker/topics.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { mutateText } from "../mutate.js";
import type { Random } from "../random.js";

const levels = ["a", "b", "", "+", "#", "$aws", "$SYS", "é", "ab"];
const words = [...levels, "/", "$share/g/", "\0"];

/** By MQTT's words (4.7) and AWS's two turns, as plainly as can be said. */
function matches(filter: readonly string[], topic: readonly string[]): boolean {
	const [wanted, ...others] = filter;
	const [name, ...rest] = topic;
	if (wanted === "#") return name !== undefined;
	if (wanted === undefined || name === undefined) return wanted === name;
	return (wanted === "+" || wanted === name) && matches(others, rest);
}

function naive(filter: string, topic: string): boolean {
	const [first = ""] = filter.split("/");
	if (topic.startsWith("$") && (first === "+" || first === "#")) return false;
	return matches(filter.split("/"), topic.split("/"));
}

function path(random: Random, names: readonly string[]): string {
	const text = Array.from({ length: 1 + random.few(9) }, () => random.pick(names)).join("/");
	return random.once(8) ? mutateText(random, text, words, 400) : text;
}

/** The tree of subscriptions, beside a list of filters that is gone through one by one. */
export const topics: FuzzTarget = {
	name: "topics",
	share: 200,
	renewAfter: 10_000,
	open() {
		const tree = new SubscriptionTree<number>();
		const list = new Map<string, { readonly filter: string; readonly subscriber: number; readonly options: number }>();
		return {
			next(random) {
				const filter = (random.once(5) ? "$share/g/" : "") + path(random, levels);
				const topic = path(random, ["a", "b", "", "$aws", "é", "ab"]);
				const [subscriber, options] = [random.int(20), random.int(16)];
				// As many leave as come, so that matches are not all of them.
				const leaves = random.once(3) ? [...list.keys()][random.int(list.size)] : undefined;
				return attempt(
					() => JSON.stringify({ filter, topic, subscriber, options, leaves, list: [...list.keys()] }),
					() => {
						const gone = leaves === undefined ? undefined : list.get(leaves);
						if (leaves !== undefined && gone !== undefined) {
							list.delete(leaves);
							tree.remove(gone.filter, gone.subscriber);
						}
						if (filterProblem(filter) === undefined && list.size < 60) {
							list.set(`${subscriber} ${filter}`, { filter, subscriber, options });
							tree.add(filter, subscriber, options);
						}
						if (topicProblem(topic) === undefined) compare(tree, [...list.values()], topic);
					},
				);
			},
		};
	},
};

function compare(
	tree: SubscriptionTree<number>,
	list: readonly { readonly filter: string; readonly subscriber: number }[],
	topic: string,
): void {
	const plain = list.filter(({ filter }) => parseShared(filter) === undefined && naive(filter, topic));
	const shared = list.flatMap(({ filter, subscriber }) => {
		const parsed = parseShared(filter);
		return parsed !== undefined && naive(parsed.filter, topic) ? [{ filter, subscriber }] : [];
	});
	const expected = [...new Set(plain.map(({ subscriber }) => subscriber))].sort();
	const found = [...tree.match(topic).keys()].sort();
	if (expected.join() !== found.join()) throw new Error(`${topic}: expected ${expected}, found ${found}`);
	let asked = 0;
	tree.match(topic, (group) => {
		asked += 1;
		return group.pick(() => true);
	});
	const groups = new Set(shared.map(({ filter }) => filter)).size;
	if (asked !== groups) throw new Error(`${topic}: ${groups} shared subscriptions, ${asked} asked`);
}
