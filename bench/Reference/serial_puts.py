"""The reference method without its pauses: scan page by page, then one conditional put after another.

Python's standard library only, over one connection, without signatures, which the local engine does not check: less work than the method does
with AWS's SDK for Python. Usage: serial_puts.py ENDPOINT TABLE NAMESPACE_ID. Prints what it did as JSON.
"""

import http.client
import json
import re
import resource
import sys
import time
import urllib.parse

BARE_KEY = re.compile(r"[^/#]*(#|\Z)")


class Table:
    def __init__(self, endpoint, name):
        self.connection = http.client.HTTPConnection(urllib.parse.urlparse(endpoint).netloc)
        self.name = name
        self.requests = 0

    def call(self, operation, **members):
        body = json.dumps({"TableName": self.name, **members})
        self.connection.request("POST", "/", body, {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810." + operation,
            "X-Amz-Date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
            "Authorization": "AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        })
        answer = self.connection.getresponse()
        content = answer.read()
        self.requests += 1
        if answer.status != 200:
            sys.exit(f"{operation} was answered with {answer.status}: {content.decode()}")
        return json.loads(content)

    def pages(self):
        more = {}
        while True:
            page = self.call("Scan", **more)
            yield page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def mapped(item, namespace_id):
    key = item["PK"]["S"]
    prefix = "_" if (key, item["SK"]["S"]) == ("SYSTEM#", "#VERSION") else namespace_id
    new = dict(item)
    for name in ("PK", "GSI1PK", "GSI2PK", "GSI3PK"):
        if name in item:
            new[name] = {"S": f"{prefix}/{item[name]['S']}"}
    new["GSI4PK"] = {"S": prefix}
    new["GSI4SK"] = new["PK"]
    return new


def main(endpoint, name, namespace_id):
    table = Table(endpoint, name)
    table.call("DescribeTable")
    table.requests = 0
    before, begun, items = cpu(), time.perf_counter(), 0
    for page in table.pages():
        for item in page:
            if BARE_KEY.match(item["PK"]["S"]):
                table.call("PutItem", Item=mapped(item, namespace_id), ConditionExpression="attribute_not_exists(PK)")
                items += 1
    print(json.dumps({
        "Items": items,
        "Seconds": time.perf_counter() - begun,
        "CpuSeconds": cpu() - before,
        "PeakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "Requests": table.requests,
    }))


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
