/** The ARN of a Lambda function, with or without version or alias: what AWS takes as a hook's target. */
export function isLambdaArn(text: string): boolean {
	return /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(:[\w$-]{1,128})?$/.test(text);
}

/** What may stand in its place here. */
export function isHookUrl(text: string): boolean {
	return URL.canParse(text) && /^(https?|file):$/.test(new URL(text).protocol);
}
