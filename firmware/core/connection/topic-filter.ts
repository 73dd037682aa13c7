/** Whether `topic` is one of those that `filter` subscribes to (MQTT 3.1.1 section 4.7: `+` is one level, `#` all that follow). */
export function topicMatches(filter: string, topic: string): boolean {
	const levels = topic.split("/");
	const wanted = filter.split("/");
	const wildcardFirst = wanted[0] === "+" || wanted[0] === "#";
	// [MQTT-4.7.2-1]
	if (wildcardFirst && topic.startsWith("$")) return false;
	for (const [index, level] of wanted.entries()) {
		if (level === "#") return true;
		if (index >= levels.length || (level !== "+" && level !== levels[index])) return false;
	}
	return wanted.length === levels.length;
}
