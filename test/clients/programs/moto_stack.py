"""Creates and deletes the stack of a template in moto, which is in this process. Argument: the template's path. Types that moto has no resource
for are left out, with what refers to them, and answered with what came of the rest."""

import json
import os
import re
import sys

os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1", MOTO_IAM_LOAD_MANAGED_POLICIES="true")

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.cloudformation.parsing import get_model_map  # noqa: E402

with open(sys.argv[1], encoding="utf8") as file:
    # moto has no attribute TopicArn: there, as at AWS, Ref is the ARN.
    template = json.loads(re.sub(r'\{\s*"Fn::GetAtt":\s*\[\s*("\w+"),\s*"TopicArn"\s*\]\s*\}', r'{"Ref": \1}', file.read()))
MODEL_MAP = get_model_map()
resources = template["Resources"]
left_out = sorted({one["Type"] for one in resources.values() if one["Type"] not in MODEL_MAP})
kept = {name: one for name, one in resources.items() if one["Type"] in MODEL_MAP}


def refers(one):
    text = json.dumps(one)
    return any(f'["{name}", "' in text or f'"Ref": "{name}"' in text or "${" + name + "." in text for name in resources if name not in kept)


while any(refers(one) for one in kept.values()):
    kept = {name: one for name, one in kept.items() if not refers(one)}
for one in kept.values():
    one["DependsOn"] = [name for name in one.get("DependsOn", []) if name in kept]
    # Functions would need Docker, and tables are to go, too.
    one.pop("DeletionPolicy", None)
template["Resources"] = kept

with mock_aws(config={"lambda": {"use_docker": False}, "core": {"mock_credentials": True}}):
    cloudformation = boto3.client("cloudformation")
    capabilities = ["CAPABILITY_NAMED_IAM"]
    cloudformation.create_stack(StackName="fleet", TemplateBody=json.dumps(template), Capabilities=capabilities)
    (stack,) = cloudformation.describe_stacks(StackName="fleet")["Stacks"]
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName="fleet")
    made = [one["LogicalResourceId"] for page in pages for one in page["StackResourceSummaries"]]
    iot = boto3.client("iot")
    policies = [one["policyName"] for one in iot.list_policies()["policies"]]
    document = iot.get_policy(policyName=policies[0])["policyDocument"]
    roles = len(boto3.client("iam").list_roles()["Roles"])
    cloudformation.delete_stack(StackName="fleet")
    after = {
        "policies": len(iot.list_policies()["policies"]),
        "roles": len(boto3.client("iam").list_roles()["Roles"]),
        "tables": len(boto3.client("dynamodb").list_tables()["TableNames"]),
        "functions": len(boto3.client("lambda").list_functions()["Functions"]),
    }
print(json.dumps({"status": stack["StackStatus"], "made": sorted(made), "kept": sorted(kept), "leftOut": left_out, "policies": policies, "document": document, "roles": roles, "after": after}))
