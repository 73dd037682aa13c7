/** How the API writes times: seconds since 1970 with a fraction. */
export function epochSeconds(milliseconds: number): number {
	return milliseconds / 1000;
}
