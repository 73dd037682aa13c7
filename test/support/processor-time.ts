/** ms that this process has computed: unlike time that has passed, it does not grow with what else the machine does. */
export function processorMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
