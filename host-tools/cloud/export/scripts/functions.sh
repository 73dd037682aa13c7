# shellcheck shell=bash
# What deploy.sh and destroy.sh are made of: for each kind of resource how it is made or brought up to date, and how it is removed. Each may be
# run again after a failure at any place. IOT_ONLY=1 leaves out every service but AWS IoT.

export AWS_PAGER= AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=10
owner_key=thingsmith:project
# Seconds between two looks at something that takes its time; and how long that may be.
pause=${PAUSE_SECONDS:-10}
patience=${PATIENCE_SECONDS:-420}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
if [ -z "$region" ]; then
	echo "Which region? Set AWS_REGION, or one in the profile." >&2
	exit 3
fi
export AWS_REGION=$region AWS_DEFAULT_REGION=$region
account=$(aws sts get-caller-identity --query Account --output text)
partition=$(aws sts get-caller-identity --query Arn --output text | cut -d: -f2)
# What settings of the account were before the first deployment, which destroy.sh brings back.
state="$here/state/$account-$region"

say() { printf '%s\n' "$*"; }

others() { [ "${IOT_ONLY:-0}" != 1 ]; }

# A document of documents/, with this account and region in it, as the path of a file.
document() {
	sed -e "s|@partition@|$partition|g" -e "s|@region@|$region|g" -e "s|@account@|$account|g" "$here/documents/$1.json" >"$work/$1.json"
	printf '%s' "$work/$1.json"
}

iot_arn() { printf 'arn:%s:iot:%s:%s:%s' "$partition" "$region" "$account" "$1"; }
iam_arn() { printf 'arn:%s:iam::%s:%s' "$partition" "$account" "$1"; }
arn() { printf 'arn:%s:%s:%s:%s:%s' "$partition" "$1" "$region" "$account" "$2"; }

# True where a look finds something, false where there is none; anything else ends the script.
exists() {
	local said
	if said=$("$@" 2>&1 >/dev/null); then return 0; fi
	case $said in
	*"(ResourceNotFoundException)"* | *"(ResourceNotFound)"* | *"(NoSuchEntity)"* | *"(NotFound)"* | *"(NotFoundException)"*) return 1 ;;
	esac
	printf '%s\n' "$said" >&2
	exit 1
}

# Runs its arguments again while a role that was just made is not known everywhere.
patiently() {
	local said began=$SECONDS
	until said=$("$@" 2>&1); do
		case $said in
		*"annot be assumed"* | *"oes not exist or is not"* | *"ot authorized to perform: iam:PassRole"* | *"execution role you provide must allow"*) ;;
		*)
			printf '%s\n' "$said" >&2
			return 1
			;;
		esac
		if ((SECONDS - began > 90)); then
			printf '%s\n' "$said" >&2
			return 1
		fi
		sleep "$pause"
	done
}

# Tags, and whose something is by them.
key_value() { printf 'Key=%s,Value=%s' "$owner_key" "$owner"; }
iot_owner() { aws iot list-tags-for-resource --resource-arn "$1" --query "tags[?Key=='$owner_key'].Value | [0]" --output text; }

# Ends the script where something of that name is somebody else's.
must_be_ours() {
	if [ "$2" != "$owner" ]; then
		say "$1 is there and not ours (its tag $owner_key says: $2). Nothing of it is changed." >&2
		exit 1
	fi
}

# What could not be removed, or is not ours; destroy.sh ends with 1 where there is any.
left=()
stays() {
	left+=("$1: $2")
	say "stays    $1: $2"
}
is_ours() {
	[ "$2" = "$owner" ] && return 0
	stays "$1" "it is not ours (its tag $owner_key says: $2)"
	return 1
}

# Removes by the command behind the name, or says why that stays.
remove() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1 >/dev/null); then
		say "removed  $name"
	else
		stays "$name" "$(printf '%s' "$said" | tr -s '\n ' ' ')"
	fi
}

remember() {
	[ -e "$state/$1" ] && return 0
	mkdir -p "$state"
	printf '%s\n' "$2" >"$state/$1.new"
	mv "$state/$1.new" "$state/$1"
}
forget() {
	rm -f "$state/$1"
	rmdir "$state" "$here/state" 2>/dev/null || true
}

# --- AWS IoT ---

put_iot_policy() { # name document
	local file
	file=$(document "$2")
	if ! exists aws iot get-policy --policy-name "$1"; then
		aws iot create-policy --policy-name "$1" --policy-document "file://$file" --tags "$(key_value)" >/dev/null
		say "created  policy $1"
		return
	fi
	must_be_ours "policy $1" "$(iot_owner "$(iot_arn "policy/$1")")"
	if [ "$(aws iot get-policy --policy-name "$1" --query policyDocument --output text)" = "$(cat "$file")" ]; then
		say "same     policy $1"
		return
	fi
	# Five versions are all that AWS IoT keeps.
	drop_policy_versions "$1"
	aws iot create-policy-version --policy-name "$1" --policy-document "file://$file" --set-as-default >/dev/null
	say "updated  policy $1"
}
drop_policy_versions() {
	local version
	for version in $(aws iot list-policy-versions --policy-name "$1" --query 'policyVersions[?!isDefaultVersion].versionId' --output text); do
		aws iot delete-policy-version --policy-name "$1" --policy-version-id "$version"
	done
}
remove_iot_policy() { # name
	local targets
	exists aws iot get-policy --policy-name "$1" || return 0
	is_ours "policy $1" "$(iot_owner "$(iot_arn "policy/$1")")" || return 0
	targets=$(aws iot list-targets-for-policy --policy-name "$1" --query targets --output text)
	if [ -n "$targets" ] && [ "$targets" != None ]; then
		stays "policy $1" "it is attached to $(printf '%s' "$targets" | tr -s '\n\t ' ' ')"
		return 0
	fi
	drop_policy_versions "$1"
	remove "policy $1" aws iot delete-policy --policy-name "$1"
}

put_thing_type() { # name document
	if ! exists aws iot describe-thing-type --thing-type-name "$1"; then
		aws iot create-thing-type --thing-type-name "$1" --cli-input-json "file://$(document "$2")" --tags "$(key_value)" >/dev/null
		say "created  thing type $1"
		return
	fi
	must_be_ours "thing type $1" "$(iot_owner "$(iot_arn "thingtype/$1")")"
	# A destroy.sh that was stopped has deprecated it.
	aws iot deprecate-thing-type --thing-type-name "$1" --undo-deprecate
	say "same     thing type $1 (AWS IoT changes no thing type)"
}
deprecate_thing_type() { # name
	exists aws iot describe-thing-type --thing-type-name "$1" || return 0
	[ "$(iot_owner "$(iot_arn "thingtype/$1")")" = "$owner" ] || return 0
	[ "$(aws iot describe-thing-type --thing-type-name "$1" --query thingTypeMetadata.deprecated --output text)" = True ] && return 0
	aws iot deprecate-thing-type --thing-type-name "$1"
}
remove_thing_type() { # name
	local things began=$SECONDS said
	exists aws iot describe-thing-type --thing-type-name "$1" || return 0
	is_ours "thing type $1" "$(iot_owner "$(iot_arn "thingtype/$1")")" || return 0
	things=$(aws iot list-things --thing-type-name "$1" --max-items 5 --query 'things[].thingName' --output text | grep -v '^None$' || true)
	if [ -n "$things" ]; then
		stays "thing type $1" "things have it, such as $(printf '%s' "$things" | tr -s '\n\t ' ' ')"
		return 0
	fi
	say "waiting  thing type $1: AWS IoT deletes it five minutes after it was deprecated"
	until said=$(aws iot delete-thing-type --thing-type-name "$1" 2>&1); do
		if ((SECONDS - began > patience)); then
			stays "thing type $1" "$said"
			return 0
		fi
		sleep "$pause"
	done
	say "removed  thing type $1"
}

put_thing_group() { # name document
	local file
	file=$(document "$2")
	if exists aws iot describe-thing-group --thing-group-name "$1"; then
		must_be_ours "thing group $1" "$(iot_owner "$(iot_arn "thinggroup/$1")")"
		aws iot update-thing-group --thing-group-name "$1" --cli-input-json "file://$file" >/dev/null
		say "updated  thing group $1"
	else
		aws iot create-thing-group --thing-group-name "$1" --cli-input-json "file://$file" --tags "$(key_value)" >/dev/null
		say "created  thing group $1"
	fi
}
remove_thing_group() { # name
	exists aws iot describe-thing-group --thing-group-name "$1" || return 0
	is_ours "thing group $1" "$(iot_owner "$(iot_arn "thinggroup/$1")")" || return 0
	remove "thing group $1" aws iot delete-thing-group --thing-group-name "$1"
}

put_dynamic_group() { # name document
	local file
	file=$(document "$2")
	if exists aws iot describe-thing-group --thing-group-name "$1"; then
		must_be_ours "dynamic group $1" "$(iot_owner "$(iot_arn "thinggroup/$1")")"
		aws iot update-dynamic-thing-group --thing-group-name "$1" --cli-input-json "file://$file" >/dev/null
		say "updated  dynamic group $1"
	else
		aws iot create-dynamic-thing-group --thing-group-name "$1" --cli-input-json "file://$file" --tags "$(key_value)" >/dev/null
		say "created  dynamic group $1"
	fi
}
remove_dynamic_group() { # name
	exists aws iot describe-thing-group --thing-group-name "$1" || return 0
	is_ours "dynamic group $1" "$(iot_owner "$(iot_arn "thinggroup/$1")")" || return 0
	remove "dynamic group $1" aws iot delete-dynamic-thing-group --thing-group-name "$1"
}

put_group_policy() { # policy group
	aws iot attach-policy --policy-name "$1" --target "$(iot_arn "thinggroup/$2")"
	say "attached policy $1 to thing group $2"
}
remove_group_policy() { # policy group
	exists aws iot describe-thing-group --thing-group-name "$2" || return 0
	exists aws iot get-policy --policy-name "$1" || return 0
	[ "$(iot_owner "$(iot_arn "policy/$1")")" = "$owner" ] || return 0
	remove "policy $1 on thing group $2" aws iot detach-policy --policy-name "$1" --target "$(iot_arn "thinggroup/$2")"
}

put_template() { # name document
	local file body
	file=$(document "$2") body=$(document "$2-body")
	if ! exists aws iot describe-provisioning-template --template-name "$1"; then
		patiently aws iot create-provisioning-template --template-name "$1" --cli-input-json "file://$file" --template-body "file://$body" \
			--type "$3" --tags "$(key_value)"
		say "created  provisioning template $1"
		return
	fi
	must_be_ours "provisioning template $1" "$(iot_owner "$(iot_arn "provisioningtemplate/$1")")"
	aws iot update-provisioning-template --template-name "$1" --cli-input-json "file://$file"
	if [ "$(aws iot describe-provisioning-template --template-name "$1" --query templateBody --output text)" != "$(cat "$body")" ]; then
		drop_template_versions "$1"
		aws iot create-provisioning-template-version --template-name "$1" --template-body "file://$body" --set-as-default >/dev/null
	fi
	say "updated  provisioning template $1"
}
drop_template_versions() {
	local version
	for version in $(aws iot list-provisioning-template-versions --template-name "$1" --query 'versions[?!isDefaultVersion].versionId' --output text); do
		aws iot delete-provisioning-template-version --template-name "$1" --version-id "$version"
	done
}
remove_template() { # name
	exists aws iot describe-provisioning-template --template-name "$1" || return 0
	is_ours "provisioning template $1" "$(iot_owner "$(iot_arn "provisioningtemplate/$1")")" || return 0
	drop_template_versions "$1"
	remove "provisioning template $1" aws iot delete-provisioning-template --template-name "$1"
}

# A CA has no name: ours is the one with our tag.
our_ca() {
	local id
	for id in $(aws iot list-ca-certificates --query 'certificates[].certificateId' --output text); do
		if [ "$(iot_owner "$(iot_arn "cacert/$id")")" = "$owner" ]; then
			printf '%s' "$id"
			return
		fi
	done
}
put_ca() { # document
	local file id
	file=$(document "$1") id=$(our_ca)
	if [ -n "$id" ]; then
		aws iot update-ca-certificate --certificate-id "$id" --new-status ACTIVE --new-auto-registration-status ENABLE
		say "updated  CA certificate $id"
	else
		aws iot register-ca-certificate --cli-input-json "file://$file" --set-as-active --allow-auto-registration --tags "$(key_value)" >/dev/null
		say "created  CA certificate"
	fi
}
remove_ca() {
	local id
	id=$(our_ca)
	[ -n "$id" ] || return 0
	aws iot update-ca-certificate --certificate-id "$id" --new-status INACTIVE
	remove "CA certificate $id" aws iot delete-ca-certificate --certificate-id "$id"
}

rule_there() { [ -n "$(aws iot list-topic-rules --query "rules[?ruleName=='$1'].ruleName" --output text)" ]; }
put_rule() { # name document
	local file
	file=$(document "$2")
	if rule_there "$1"; then
		must_be_ours "topic rule $1" "$(iot_owner "$(iot_arn "rule/$1")")"
		aws iot replace-topic-rule --rule-name "$1" --topic-rule-payload "file://$file"
		say "updated  topic rule $1"
	else
		patiently aws iot create-topic-rule --rule-name "$1" --topic-rule-payload "file://$file" --tags "$owner_key=$owner"
		say "created  topic rule $1"
	fi
}
remove_rule() { # name
	rule_there "$1" || return 0
	is_ours "topic rule $1" "$(iot_owner "$(iot_arn "rule/$1")")" || return 0
	remove "topic rule $1" aws iot delete-topic-rule --rule-name "$1"
}

put_events() { # types
	local off=() type event_configurations=""
	for type in "$@"; do
		if [ "$(aws iot describe-event-configurations --query "eventConfigurations.$type.Enabled" --output text)" != True ]; then off+=("$type"); fi
		event_configurations+="${event_configurations:+,}\"$type\":{\"Enabled\":true}"
	done
	remember events "${off[*]-}"
	aws iot update-event-configurations --event-configurations "{$event_configurations}" >/dev/null
	say "set      event configurations: $*"
}
remove_events() {
	local type event_configurations=""
	[ -e "$state/events" ] || return 0
	for type in $(cat "$state/events"); do
		event_configurations+="${event_configurations:+,}\"$type\":{\"Enabled\":false}"
	done
	if [ -n "$event_configurations" ]; then aws iot update-event-configurations --event-configurations "{$event_configurations}" >/dev/null; fi
	forget events
	say "reset    event configurations"
}

put_indexing() { # document
	local file things groups began=$SECONDS
	file=$(document "$1")
	things=$(aws iot get-indexing-configuration --query 'thingIndexingConfiguration.[thingIndexingMode,thingConnectivityIndexingMode]' --output text | tr '\t' ' ')
	groups=$(aws iot get-indexing-configuration --query thingGroupIndexingConfiguration.thingGroupIndexingMode --output text)
	remember indexing "${things%% *} $groups"
	case $things in
	*" STATUS") say "same     fleet indexing" ;;
	OFF* | None*)
		aws iot update-indexing-configuration --cli-input-json "file://$file"
		say "set      fleet indexing"
		;;
	*)
		say "Fleet indexing is in use without connectivity. Add thingConnectivityIndexingMode=STATUS to it, then run this again." >&2
		exit 1
		;;
	esac
	until [ "$(aws iot describe-index --index-name AWS_Things --query indexStatus --output text 2>/dev/null || true)" = ACTIVE ]; do
		if ((SECONDS - began > patience)); then
			say "The index AWS_Things is still being built. Run this again when it is ACTIVE." >&2
			exit 1
		fi
		sleep "$pause"
	done
}
remove_indexing() {
	local things groups
	[ -e "$state/indexing" ] || return 0
	read -r things groups <"$state/indexing"
	if [ "$things" = OFF ]; then aws iot update-indexing-configuration --thing-indexing-configuration thingIndexingMode=OFF; fi
	if [ "$groups" = OFF ]; then aws iot update-indexing-configuration --thing-group-indexing-configuration thingGroupIndexingMode=OFF; fi
	forget indexing
	say "reset    fleet indexing"
}

# Logging and audits are ours where they have our role.
logging_role() { aws iot get-v2-logging-options --query roleArn --output text 2>/dev/null || true; }
put_logging() { # role level
	local before
	before=$(logging_role)
	if [ "$before" != "$(iam_arn "role/$1")" ]; then
		remember logging "$(aws iot get-v2-logging-options --query '[roleArn,defaultLogLevel,disableAllLogs]' --output text 2>/dev/null || true)"
	fi
	patiently aws iot set-v2-logging-options --role-arn "$(iam_arn "role/$1")" --default-log-level "$2" --no-disable-all-logs
	say "set      logging"
}
remove_logging() { # role
	local role level disabled
	[ "$(logging_role)" = "$(iam_arn "role/$1")" ] || return 0
	read -r role level disabled 2>/dev/null <"$state/logging" || true
	if [ -n "${role:-}" ] && [ "$role" != None ] && [ "$disabled" != True ]; then
		aws iot set-v2-logging-options --role-arn "$role" --default-log-level "$level" --no-disable-all-logs
	else
		aws iot set-v2-logging-options --disable-all-logs
	fi
	forget logging
	say "reset    logging"
}

audit_role() { aws iot describe-account-audit-configuration --query roleArn --output text; }
put_audit() { # role document
	local before
	before=$(audit_role)
	if [ "$before" != None ] && [ -n "$before" ] && [ "$before" != "$(iam_arn "role/$1")" ]; then
		say "The account has an audit configuration already, with the role $before. Nothing of it is changed." >&2
		exit 1
	fi
	patiently aws iot update-account-audit-configuration --cli-input-json "file://$(document "$2")"
	say "set      audit configuration"
}
remove_audit() { # role
	[ "$(audit_role)" = "$(iam_arn "role/$1")" ] || return 0
	remove "audit configuration" aws iot delete-account-audit-configuration --delete-scheduled-audits
}
put_scheduled_audit() { # name document
	local file
	file=$(document "$2")
	if exists aws iot describe-scheduled-audit --scheduled-audit-name "$1"; then
		must_be_ours "scheduled audit $1" "$(iot_owner "$(iot_arn "scheduledaudit/$1")")"
		aws iot update-scheduled-audit --scheduled-audit-name "$1" --cli-input-json "file://$file" >/dev/null
		say "updated  scheduled audit $1"
	else
		aws iot create-scheduled-audit --scheduled-audit-name "$1" --cli-input-json "file://$file" --tags "$(key_value)" >/dev/null
		say "created  scheduled audit $1"
	fi
}
remove_scheduled_audit() { # name
	exists aws iot describe-scheduled-audit --scheduled-audit-name "$1" || return 0
	is_ours "scheduled audit $1" "$(iot_owner "$(iot_arn "scheduledaudit/$1")")" || return 0
	remove "scheduled audit $1" aws iot delete-scheduled-audit --scheduled-audit-name "$1"
}

put_security_profile() { # name document target…
	local file name=$1 target
	if [ "${SECURITY_PROFILE:-0}" != 1 ]; then
		say "skipped  security profile $1: AWS closed Device Defender Detect to new customers; SECURITY_PROFILE=1 makes it"
		return
	fi
	file=$(document "$2")
	shift 2
	if exists aws iot describe-security-profile --security-profile-name "$name"; then
		must_be_ours "security profile $name" "$(iot_owner "$(iot_arn "securityprofile/$name")")"
		aws iot update-security-profile --security-profile-name "$name" --cli-input-json "file://$file" >/dev/null
		say "updated  security profile $name"
	else
		aws iot create-security-profile --security-profile-name "$name" --cli-input-json "file://$file" --tags "$(key_value)" >/dev/null
		say "created  security profile $name"
	fi
	for target in "$@"; do
		aws iot attach-security-profile --security-profile-name "$name" --security-profile-target-arn "$(iot_arn "$target")"
	done
}
remove_security_profile() { # name
	local target
	exists aws iot describe-security-profile --security-profile-name "$1" || return 0
	is_ours "security profile $1" "$(iot_owner "$(iot_arn "securityprofile/$1")")" || return 0
	for target in $(aws iot list-targets-for-security-profile --security-profile-name "$1" --query 'securityProfileTargets[].arn' --output text); do
		aws iot detach-security-profile --security-profile-name "$1" --security-profile-target-arn "$target"
	done
	remove "security profile $1" aws iot delete-security-profile --security-profile-name "$1"
}

# --- IAM ---

role_owner() { aws iam list-role-tags --role-name "$1" --query "Tags[?Key=='$owner_key'].Value | [0]" --output text; }
put_role() { # name trust-document
	others || return 0
	local file
	file=$(document "$2")
	if exists aws iam get-role --role-name "$1"; then
		must_be_ours "role $1" "$(role_owner "$1")"
		aws iam update-assume-role-policy --role-name "$1" --policy-document "file://$file"
		say "updated  role $1"
	else
		aws iam create-role --role-name "$1" --assume-role-policy-document "file://$file" --tags "$(key_value)" >/dev/null
		aws iam wait role-exists --role-name "$1"
		say "created  role $1"
	fi
}
put_role_policy() { # role name document
	others || return 0
	aws iam put-role-policy --role-name "$1" --policy-name "$2" --policy-document "file://$(document "$3")"
}
put_managed_policy() { # role policy
	others || return 0
	aws iam attach-role-policy --role-name "$1" --policy-arn "arn:$partition:iam::aws:policy/$2"
}
remove_role() { # name
	others || return 0
	local policy
	exists aws iam get-role --role-name "$1" || return 0
	is_ours "role $1" "$(role_owner "$1")" || return 0
	for policy in $(aws iam list-role-policies --role-name "$1" --query PolicyNames --output text); do
		aws iam delete-role-policy --role-name "$1" --policy-name "$policy"
	done
	for policy in $(aws iam list-attached-role-policies --role-name "$1" --query 'AttachedPolicies[].PolicyArn' --output text); do
		aws iam detach-role-policy --role-name "$1" --policy-arn "$policy"
	done
	remove "role $1" aws iam delete-role --role-name "$1"
}

policy_owner() { aws iam list-policy-tags --policy-arn "$1" --query "Tags[?Key=='$owner_key'].Value | [0]" --output text; }
put_iam_policy() { # name document description
	others || return 0
	local file policy
	file=$(document "$2") policy=$(iam_arn "policy/$1")
	if exists aws iam get-policy --policy-arn "$policy"; then
		must_be_ours "IAM policy $1" "$(policy_owner "$policy")"
		drop_iam_policy_versions "$policy"
		aws iam create-policy-version --policy-arn "$policy" --policy-document "file://$file" --set-as-default >/dev/null
		say "updated  IAM policy $1"
	else
		aws iam create-policy --policy-name "$1" --description "$3" --policy-document "file://$file" --tags "$(key_value)" >/dev/null
		say "created  IAM policy $1"
	fi
}
drop_iam_policy_versions() {
	local version
	for version in $(aws iam list-policy-versions --policy-arn "$1" --query 'Versions[?!IsDefaultVersion].VersionId' --output text); do
		aws iam delete-policy-version --policy-arn "$1" --version-id "$version"
	done
}
remove_iam_policy() { # name
	others || return 0
	local policy
	policy=$(iam_arn "policy/$1")
	exists aws iam get-policy --policy-arn "$policy" || return 0
	is_ours "IAM policy $1" "$(policy_owner "$policy")" || return 0
	drop_iam_policy_versions "$policy"
	remove "IAM policy $1" aws iam delete-policy --policy-arn "$policy"
}

# --- CloudWatch Logs, Lambda, DynamoDB ---

log_group_there() {
	[ -n "$(aws logs describe-log-groups --log-group-name-prefix "$1" --query "logGroups[?logGroupName=='$1'].logGroupName" --output text)" ]
}
log_group_owner() { aws logs list-tags-for-resource --resource-arn "$(arn logs "log-group:$1")" --query "tags.\"$owner_key\"" --output text; }
put_log_group() { # name days
	others || return 0
	if ! log_group_there "$1"; then
		aws logs create-log-group --log-group-name "$1" --tags "$owner_key=$owner"
		say "created  log group $1"
	elif [ "$(log_group_owner "$1")" != "$owner" ]; then
		say "same     log group $1, which is somebody else's"
		return
	else
		say "updated  log group $1"
	fi
	aws logs put-retention-policy --log-group-name "$1" --retention-in-days "$2"
}
remove_log_group() { # name
	others || return 0
	log_group_there "$1" || return 0
	is_ours "log group $1" "$(log_group_owner "$1")" || return 0
	remove "log group $1" aws logs delete-log-group --log-group-name "$1"
}

function_owner() { aws lambda list-tags --resource "$(arn lambda "function:$1")" --query "Tags.\"$owner_key\"" --output text; }
put_function() { # name document zip
	others || return 0
	local file
	file=$(document "$2")
	if exists aws lambda get-function --function-name "$1"; then
		must_be_ours "function $1" "$(function_owner "$1")"
		aws lambda update-function-code --function-name "$1" --zip-file "fileb://$here/functions/$3.zip" >/dev/null
		aws lambda wait function-updated --function-name "$1"
		aws lambda update-function-configuration --function-name "$1" --cli-input-json "file://$file" >/dev/null
		aws lambda wait function-updated --function-name "$1"
		say "updated  function $1"
	else
		patiently aws lambda create-function --function-name "$1" --cli-input-json "file://$file" \
			--zip-file "fileb://$here/functions/$3.zip" --tags "$owner_key=$owner"
		aws lambda wait function-active --function-name "$1"
		say "created  function $1"
	fi
}
put_permission() { # function statement action principal
	others || return 0
	if exists aws lambda get-policy --function-name "$1" &&
		[[ $(aws lambda get-policy --function-name "$1" --query Policy --output text) == *"\"$2\""* ]]; then
		say "same     permission $2"
		return
	fi
	aws lambda add-permission --function-name "$1" --statement-id "$2" --action "$3" --principal "$4" --source-account "$account" >/dev/null
	say "created  permission $2"
}
remove_function() { # name
	others || return 0
	exists aws lambda get-function --function-name "$1" || return 0
	is_ours "function $1" "$(function_owner "$1")" || return 0
	remove "function $1" aws lambda delete-function --function-name "$1"
}

table_owner() {
	aws dynamodb list-tags-of-resource --resource-arn "$(arn dynamodb "table/$1")" --query "Tags[?Key=='$owner_key'].Value | [0]" --output text
}
put_table() { # name document expiry-attribute
	others || return 0
	if exists aws dynamodb describe-table --table-name "$1"; then
		must_be_ours "table $1" "$(table_owner "$1")"
		say "same     table $1"
	else
		aws dynamodb create-table --table-name "$1" --cli-input-json "file://$(document "$2")" --tags "$(key_value)" >/dev/null
		say "created  table $1"
	fi
	aws dynamodb wait table-exists --table-name "$1"
	[ -n "$3" ] || return 0
	[[ $(aws dynamodb describe-time-to-live --table-name "$1" --query TimeToLiveDescription.TimeToLiveStatus --output text) == ENABL* ]] && return 0
	aws dynamodb update-time-to-live --table-name "$1" --time-to-live-specification "Enabled=true,AttributeName=$3" >/dev/null
}
remove_table() { # name
	others || return 0
	exists aws dynamodb describe-table --table-name "$1" || return 0
	is_ours "table $1" "$(table_owner "$1")" || return 0
	remove "table $1" aws dynamodb delete-table --table-name "$1"
	aws dynamodb wait table-not-exists --table-name "$1"
}

# --- SNS, EventBridge Scheduler, CloudWatch ---

topic_owner() { aws sns list-tags-for-resource --resource-arn "$1" --query "Tags[?Key=='$owner_key'].Value | [0]" --output text; }
put_topic() { # name display-name
	others || return 0
	local topic
	topic=$(arn sns "$1")
	if exists aws sns get-topic-attributes --topic-arn "$topic"; then
		must_be_ours "topic $1" "$(topic_owner "$topic")"
	else
		aws sns create-topic --name "$1" --tags "$(key_value)" >/dev/null
	fi
	aws sns set-topic-attributes --topic-arn "$topic" --attribute-name DisplayName --attribute-value "$2"
	say "set      topic $1"
}
put_subscription() { # topic protocol endpoint
	others || return 0
	local topic
	topic=$(arn sns "$1")
	if [ -n "$(aws sns list-subscriptions-by-topic --topic-arn "$topic" --query "Subscriptions[?Endpoint=='$3'].Endpoint" --output text)" ]; then
		say "same     subscription of $3"
		return
	fi
	aws sns subscribe --topic-arn "$topic" --protocol "$2" --notification-endpoint "$3" >/dev/null
	say "created  subscription of $3, who is asked for consent"
}
remove_topic() { # name
	others || return 0
	local topic subscription
	topic=$(arn sns "$1")
	exists aws sns get-topic-attributes --topic-arn "$topic" || return 0
	is_ours "topic $1" "$(topic_owner "$topic")" || return 0
	for subscription in $(aws sns list-subscriptions-by-topic --topic-arn "$topic" --query 'Subscriptions[].SubscriptionArn' --output text); do
		# One that nobody has consented to has no ARN yet, and goes by itself.
		if [[ $subscription == arn:* ]]; then aws sns unsubscribe --subscription-arn "$subscription"; fi
	done
	remove "topic $1" aws sns delete-topic --topic-arn "$topic"
}

# Schedules and dashboards of that name are ours: schedules have no tags, and neither can be anybody's by chance.
put_schedule() { # name document
	others || return 0
	local file
	file=$(document "$2")
	if exists aws scheduler get-schedule --name "$1"; then
		patiently aws scheduler update-schedule --name "$1" --cli-input-json "file://$file"
		say "updated  schedule $1"
	else
		patiently aws scheduler create-schedule --name "$1" --cli-input-json "file://$file"
		say "created  schedule $1"
	fi
}
remove_schedule() { # name
	others || return 0
	exists aws scheduler get-schedule --name "$1" || return 0
	remove "schedule $1" aws scheduler delete-schedule --name "$1"
}

alarm_there() { [ -n "$(aws cloudwatch describe-alarms --alarm-names "$1" --query 'MetricAlarms[].AlarmName' --output text)" ]; }
alarm_owner() {
	aws cloudwatch list-tags-for-resource --resource-arn "$(arn cloudwatch "alarm:$1")" --query "Tags[?Key=='$owner_key'].Value | [0]" --output text
}
put_alarm() { # name document
	others || return 0
	if alarm_there "$1"; then must_be_ours "alarm $1" "$(alarm_owner "$1")"; fi
	aws cloudwatch put-metric-alarm --alarm-name "$1" --cli-input-json "file://$(document "$2")" --tags "$(key_value)"
	say "set      alarm $1"
}
remove_alarm() { # name
	others || return 0
	alarm_there "$1" || return 0
	is_ours "alarm $1" "$(alarm_owner "$1")" || return 0
	remove "alarm $1" aws cloudwatch delete-alarms --alarm-names "$1"
}

put_dashboard() { # name document
	others || return 0
	aws cloudwatch put-dashboard --dashboard-name "$1" --dashboard-body "file://$(document "$2")" >/dev/null
	say "set      dashboard $1"
}
remove_dashboard() { # name
	others || return 0
	exists aws cloudwatch get-dashboard --dashboard-name "$1" || return 0
	remove "dashboard $1" aws cloudwatch delete-dashboards --dashboard-names "$1"
}

# The end of destroy.sh: what is still there, if anything.
finish() {
	if ((${#left[@]} == 0)); then
		say "Nothing of ours is left."
		return
	fi
	say "Still there:" >&2
	printf '  %s\n' "${left[@]}" >&2
	exit 1
}
