#!/usr/bin/env python3
"""Makes limbo.json and bettertls.json from upstream's files: certificates once each, cases as indices into them.

usage: convert.py LIMBO.json.gz BETTERTLS.json.gz
Left out: cases that need revocation lists or a depth limit, and the three that only repeat thousands of name constraints.
"""
import base64
import datetime
import gzip
import json
import sys

FIXED_TIME = int(datetime.datetime(2026, 11, 23, tzinfo=datetime.timezone.utc).timestamp())


class Pool:
    def __init__(self):
        self.certificates, self.index = [], {}

    def add(self, text):
        if text not in self.index:
            self.index[text] = len(self.certificates)
            self.certificates.append(text)
        return self.index[text]


def pem_to_base64(pem):
    return "".join(line for line in pem.splitlines() if not line.startswith("-----"))


def seconds(text):
    return FIXED_TIME if text is None else int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def limbo(path):
    pool, cases = Pool(), []
    for case in json.load(gzip.open(path))["testcases"]:
        if {"has-crl", "max-chain-depth"} & set(case["features"]) or case["id"].startswith("pathological::nc-dos"):
            continue
        name = case["expected_peer_name"]
        cases.append({
            "id": case["id"],
            "accept": case["expected_result"] == "SUCCESS",
            "purpose": "server" if case["validation_kind"] == "SERVER" else "client",
            "time": seconds(case["validation_time"]),
            "name": name["value"] if name and name["kind"] in ("DNS", "IP") else "",
            "extended_key_usage": case["extended_key_usage"],
            "trusted": [pool.add(pem_to_base64(pem)) for pem in case["trusted_certs"]],
            "chain": [pool.add(pem_to_base64(pem))
                      for pem in [case["peer_certificate"], *case["untrusted_intermediates"]]],
        })
    return {"source": "C2SP x509-limbo 8a2e6f41023b1716dc16fe63335e4bb972e4c3f6, Apache-2.0",
            "certificates": pool.certificates, "cases": cases}


def bettertls(path):
    pool, cases = Pool(), []
    upstream = json.load(gzip.open(path))
    for case in upstream["suites"]["pathbuilding"]["testCases"]:
        cases.append({
            "id": f"pathbuilding {case['id']} {' '.join(case['requiredFeatures'])}".strip(),
            "accept": case["expected"] == "ACCEPT",
            "purpose": "server",
            "time": FIXED_TIME,
            "name": case["hostname"],
            "extended_key_usage": [],
            "trusted": [pool.add(upstream["trustRoot"])],
            "chain": [pool.add(text) for text in case["certificates"]],
        })
    return {"source": "Netflix BetterTLS e1e99e35307478b568b81ee5f8cc2cb4abbce402, suite pathbuilding, Apache-2.0",
            "certificates": pool.certificates, "cases": cases}


def write(name, suite):
    with open(name, "w", encoding="ascii") as out:
        out.write('{"source": %s,\n"certificates": [\n' % json.dumps(suite["source"]))
        out.write(",\n".join(json.dumps(text) for text in suite["certificates"]))
        out.write('\n],\n"cases": [\n' + ",\n".join(json.dumps(case) for case in suite["cases"]) + "\n]}\n")


write("limbo.json", limbo(sys.argv[1]))
write("bettertls.json", bettertls(sys.argv[2]))
