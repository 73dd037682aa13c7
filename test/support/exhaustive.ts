/** Every point there is, instead of some of them: `npm run test:exhaustive`. */
export const exhaustive = process.env.THINGSMITH_EXHAUSTIVE !== undefined;

/** Numbers from 1 to `count`, in order: `sample` of them, the first, the last and some evenly between; all, when exhaustive. */
export function points(count: number, sample: number): readonly number[] {
	const taken = exhaustive ? count : Math.min(sample, count);
	if (taken < 2) return [count].slice(0, taken);
	return Array.from({ length: taken }, (_, index) => 1 + Math.round((index * (count - 1)) / (taken - 1)));
}
