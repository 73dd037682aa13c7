import type { EventNamed, EventText } from "./event-text.js";
import type { Style } from "./style.js";

type Explained = EventNamed<"explained">;

const decisions: Readonly<Record<Explained["decision"], string>> = Object.freeze({
	ALLOWED: "allowed",
	EXPLICIT_DENY: "denied",
	IMPLICIT_DENY: "denied",
	IMPOSSIBLE: "impossible",
});

const verdicts = Object.freeze({
	allows: "allows it",
	denies: "denies it",
	neither: "says nothing of it",
});

/** Why something is allowed or not: the decision first, then a line for each statement, or for each policy. */
export function explainedText(style: Style, happened: Explained): EventText {
	const { decision, certificateId, clientId, because, problem, needed, missingContextValues = [] } = happened;
	const colour = decision === "ALLOWED" ? style.green : style.red;
	const who = style.dim(`client id ${clientId}, certificate ${certificateId.slice(0, 8)}…`);
	const lines = [`${colour(decisions[decision])}  ${who}`, because, ...notesOf(happened)];
	if (needed !== undefined) lines.push(`${style.bold("needed:")} ${needed}`);
	if (missingContextValues.length > 0) lines.push(`not known in this test: ${missingContextValues.join(", ")}`);
	if (problem !== undefined) lines.push(style.yellow(problem));
	return { data: lines.join("\n") };
}

function notesOf({ statements = [], policies = [] }: Explained): readonly string[] {
	const ofStatements = statements.map((one) => {
		const { policyName, policyVersionId, thingGroupName, statement, effect, why } = one;
		const version = policyVersionId === undefined ? "" : ` version ${policyVersionId}`;
		const group = thingGroupName === undefined ? "" : ` of group ${thingGroupName}`;
		return `  ${policyName}${version}${group}, statement ${statement} (${effect}): ${why}`;
	});
	return [...ofStatements, ...policies.map(({ policyName, verdict }) => `  ${policyName} ${verdicts[verdict]}`)];
}
