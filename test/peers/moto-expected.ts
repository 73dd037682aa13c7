/** Why the emulator is left as it is, and the ids of moto's tests that fail for it; `file::*` are all of a file, `test[*]` all of one with parameters. */
const reasons: Readonly<Record<string, readonly string[]>> = {
	"needs CloudFormation": ["test_iot_cloudformation::*"],
	"the endpoint type iot:Data is refused, as AWS does now; `retiredEndpoints` answers it": ["test_iot::test_endpoints"],
	"its policy has no statements, is no JSON or has a blank in an action: MalformedPolicyException": [
		"test_iot::test_principal_policy",
		"test_iot::test_principal_policy_deprecated",
		"test_iot_certificates::test_delete_certificate_force",
		"test_iot_certificates::test_delete_certificate_validation",
		"test_iot_policies::test_attach_policy",
		"test_iot_policies::test_attach_policy_to_identity",
		"test_iot_policies::test_attach_policy_to_non_existant_thing_group_raises_ResourceNotFoundException",
		"test_iot_policies::test_attach_policy_to_thing_group",
		"test_iot_policies::test_create_policy_fails_when_name_taken",
		"test_iot_policies::test_delete_policy_validation",
		"test_iot_policies::test_detach_policy",
		"test_iot_policies::test_list_targets_for_policy_empty",
		"test_iot_policies::test_list_targets_for_policy_one_attached_certificate",
		"test_iot_policies::test_list_targets_for_policy_one_attached_thing_group",
		"test_iot_policies::test_policy",
		"test_iot_policies::test_policy_delete_fails_when_versions_exist",
		"test_iot_policies::test_policy_versions",
		"test_iot_policies::test_policy_versions_increment_beyond_5",
		"test_iot_policies::test_policy_versions_increment_even_after_version_delete",
	],
	"DeleteBillingGroup has no ResourceNotFoundException in the API model": [
		"test_iot_billing_groups::test_delete_billing_group",
	],
	"what it registers is no certificate": [
		"test_iot_ca_certificates::test_delete_ca_certificate",
		"test_iot_ca_certificates::test_describe_ca_certificate_advanced",
		"test_iot_ca_certificates::test_describe_ca_certificate_simple",
		"test_iot_ca_certificates::test_list_certificates_by_ca",
		"test_iot_ca_certificates::test_register_ca_certificate_simple_invalid_cert",
		"test_iot_ca_certificates::test_update_ca_certificate__config",
		"test_iot_ca_certificates::test_update_ca_certificate__status",
	],
	"a certificate's id has 64 digits in the API model": [
		"test_iot_ca_certificates::test_describe_ca_certificate_unknown",
	],
	"the CA that signed a certificate has to be registered": [
		"test_iot_certificates::test_certificate_id_generation_deterministic",
	],
	"the ARNs of its certificates are none of ACM, and two": [
		"test_iot_domain_configuration::test_create_domain_configuration_full_params",
		"test_iot_domain_configuration::test_describe_domain_configuration",
		"test_iot_domain_configuration::test_update_domain_configuration",
		"test_iot_domain_configuration::test_update_domain_configuration_remove_authorizer_type",
	],
	"the message names another operation": [
		"test_iot_domain_configuration::test_create_domain_configuration_invalid_service_type",
	],
	"an account has AWS's own domain configurations, and one that is ENABLED is not deleted": [
		"test_iot_domain_configuration::test_delete_domain_configuration",
		"test_iot_domain_configuration::test_list_domain_configuration",
	],
	"managed fields are AWS's, whatever is sent": ["test_iot_indexing_configuration::test_update_indexing_mode"],
	"a thing is not connected only because it exists, a term is a whole value, and white space is no query": [
		"test_iot_search::test_search_things[*]",
	],
	"the groups of a thing are sorted by their names": ["test_iot_search::test_search_things_include_group_names"],
	"a field without a value is no query": [
		"test_iot_search::test_search_attribute_specific_value[attributes.attr1:-results4]",
	],
	"there are no regular expressions in queries": [
		"test_iot_search::test_search_by_thing_groups_and_billing_groups[thingGroupNames:.*billinggroup-results2]",
		"test_iot_search::test_search_by_thing_groups_and_billing_groups[thingGroupNames:.*thinggroup-results3]",
		"test_iot_search::test_search_by_thing_groups_and_billing_groups[thingGroupNames:ba.*group-results4]",
		"test_iot_search::test_search_by_thing_type[thingTypeName:ba.-results3]",
	],
	"the API model has InvalidQueryException for them": ["test_iot_search::test_search_invalid_queries[*]"],
	"an execution that is QUEUED has not started": ["test_iot_job_executions::test_describe_job_execution"],
	"there is no execution with that number": ["test_iot_job_executions::test_delete_job_execution"],
	"a job that is IN_PROGRESS is deleted with `force` only": ["test_iot_jobs::test_delete_job"],
	"a reason code has capitals only in the API model": ["test_iot_jobs::test_cancel_job"],
	"the document of a `documentSource` is read": ["test_iot_jobs::test_get_job_document_with_document_source"],
	"groups of a parent are those directly below it, unless `recursive` is set": [
		"test_iot_thing_groups::TestListThingGroup::test_should_list_all_groups_filtered_by_name_prefix_and_parent",
		"test_iot_thing_groups::TestListThingGroup::test_should_list_all_groups_filtered_by_parent",
	],
	"a page has 25 items, as measured at AWS": [
		"test_iot_thing_types::test_list_thing_types",
		"test_iot_things::test_list_things_with_attribute_and_thing_type_filter_and_next_token",
		"test_iot_things::test_list_things_with_next_token",
	],
	"a thing type's name has no blanks in the API model": [
		"test_iot_thing_types::test_list_thing_types_with_typename_filter",
	],
	"a thing type is deleted five minutes after it was deprecated": ["test_iot_thing_types::test_delete_thing_type"],
	"UpdateThing makes version 2": ["test_iot_things::test_describe_thing"],
	"the role of a rule's action is an ARN": [
		"test_iot_topic_rules::test_topic_rule_create",
		"test_iot_topic_rules::test_topic_rule_list",
	],
	"a rule that is not there is UnauthorizedException, as measured at AWS": [
		"test_iot_topic_rules::test_topic_rule_delete",
		"test_iot_topic_rules::test_topic_rule_disable",
		"test_iot_topic_rules::test_topic_rule_enable",
		"test_iot_topic_rules::test_topic_rule_get",
		"test_iot_topic_rules::test_topic_rule_replace",
	],
};

/** Tests of moto that fail here: id → reason. */
export const expectedToFail: ReadonlyMap<string, string> = new Map(
	Object.entries(reasons).flatMap(([reason, ids]) => ids.map((id) => [id, reason] as const)),
);
