/** What the API model says of a kind of action. */
export interface ActionKind {
	/** The dimension ActionType of metrics; with "Action" behind it, `failedAction` of error documents. */
	readonly type: string;
	/** Members that must be there. A name that ends with [] is a list, with {} an object; all others are texts. */
	readonly required: readonly string[];
	/** The member that says what is acted on, for error documents. */
	readonly resource: string;
}

function kind(type: string, resource: string, ...required: readonly string[]): ActionKind {
	return { type, resource, required };
}

/** By their names in the API (iot 2015-05-28, shape Action). The names in metrics beyond those of S3 and Lambda are guessed. */
export const actionKinds: Readonly<Record<string, ActionKind>> = Object.freeze({
	dynamoDB: kind("DynamoDB", "tableName", "tableName", "roleArn", "hashKeyField", "hashKeyValue"),
	dynamoDBv2: kind("DynamoDBv2", "putItem", "roleArn", "putItem{}"),
	lambda: kind("Lambda", "functionArn", "functionArn"),
	sns: kind("Sns", "targetArn", "targetArn", "roleArn"),
	sqs: kind("Sqs", "queueUrl", "roleArn", "queueUrl"),
	kinesis: kind("Kinesis", "streamName", "roleArn", "streamName"),
	republish: kind("Republish", "topic", "roleArn", "topic"),
	s3: kind("S3", "bucketName", "roleArn", "bucketName", "key"),
	firehose: kind("Firehose", "deliveryStreamName", "roleArn", "deliveryStreamName"),
	cloudwatchMetric: kind(
		"CloudwatchMetric",
		"metricName",
		"roleArn",
		"metricNamespace",
		"metricName",
		"metricValue",
		"metricUnit",
	),
	cloudwatchAlarm: kind("CloudwatchAlarm", "alarmName", "roleArn", "alarmName", "stateReason", "stateValue"),
	cloudwatchLogs: kind("CloudwatchLogs", "logGroupName", "roleArn", "logGroupName"),
	elasticsearch: kind("Elasticsearch", "endpoint", "roleArn", "endpoint", "index", "type", "id"),
	openSearch: kind("OpenSearch", "endpoint", "roleArn", "endpoint", "index", "type", "id"),
	salesforce: kind("Salesforce", "url", "token", "url"),
	iotAnalytics: kind("IotAnalytics", "channelName"),
	iotEvents: kind("IotEvents", "inputName", "inputName", "roleArn"),
	iotSiteWise: kind("IotSiteWise", "roleArn", "putAssetPropertyValueEntries[]", "roleArn"),
	stepFunctions: kind("StepFunctions", "stateMachineName", "stateMachineName", "roleArn"),
	timestream: kind("Timestream", "tableName", "roleArn", "databaseName", "tableName", "dimensions[]"),
	http: kind("Http", "url", "url"),
	kafka: kind("Kafka", "destinationArn", "destinationArn", "topic", "clientProperties{}"),
	location: kind("Location", "trackerName", "roleArn", "trackerName", "deviceId", "latitude", "longitude"),
	influxDB: kind("InfluxDB", "tableName", "destinationArn", "roleArn", "databaseName", "tableName"),
});
