/** What `table` holds by a name that comes from outside; undefined also for what every object inherits, such as `constructor`. */
export function memberOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}
