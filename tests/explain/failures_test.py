"""Failures of real connections, and whether Handfast says why: the cause, the field, expected and found, who ended it, and
something to try. Each case runs twice, with the explanation as text and as JSON; both have to hold what the case names."""

import dataclasses
import os
import pathlib
import pwd
import re
import shutil
import socket
import ssl
import sys
import tempfile
import threading
import unittest

import support
from support import apt, client, connect, raw_client, raw_server, server, tool

HTTP = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
ONLY_TLS13, ONLY_TLS12 = "NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"


def alert(level, description):
    return bytes([21, 3, 3, 0, 2, level, description])


def handshake(kind, body=b""):
    message = bytes([kind]) + len(body).to_bytes(3, "big") + body
    return bytes([22, 3, 3]) + len(message).to_bytes(2, "big") + message


def answer(data, then=lambda connection: connection.shutdown(socket.SHUT_WR)):
    """A server's action: reads the first message, sends `data`, and ends in the way of `then`."""

    def action(connection):
        connection.recv(65536)
        connection.sendall(data)
        then(connection)
        while connection.recv(65536):
            pass

    return action


def silent(connection):
    while connection.recv(65536):
        pass


@dataclasses.dataclass
class Because:
    """What an explanation has to say: members of the JSON (texts are patterns), and parts of the text."""

    members: dict
    text: tuple = ()


def because(error, code, who, cause, *text, **members):
    return Because({"error": f"^{error}$", "code": code, "who": f"^{who}$", "cause": f"^{cause}$", **members}, text)


class FailuresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="handfast-explain-")
        cls.files = support.Files(pathlib.Path(cls._folder.name))
        cls.trust = ("--trust", cls.files.trust)

    @classmethod
    def tearDownClass(cls):
        cls._folder.cleanup()

    def explains(self, provoke, wanted):
        """`provoke(form)` gives the outcome of one run."""
        text = provoke("text")
        self.check_text(text.only, wanted)
        as_json = provoke("json")
        self.check_json(as_json.only, wanted, as_json)
        return text, as_json

    def check_text(self, text, wanted):
        self.assertRegex(text, r"\ATLS( failed)?: [a-z].*\.\n")
        for label in ("step", "who", "code", "try"):
            self.assertRegex(text, rf"(?m)^  {label} +\S", text)
        flat = re.sub(r"\s+", " ", text)
        for part in wanted.text:
            self.assertRegex(flat, part)
        self.assertLessEqual(max(map(len, text.splitlines())), 120, text)

    def check_json(self, explanation, wanted, outcome):
        self.assertTrue(explanation["text"].endswith("."), explanation)
        self.assertTrue(all(explanation["try"]) and explanation["try"], explanation)
        self.assertTrue(explanation["step"], explanation)
        for name, value in wanted.members.items():
            found = explanation[name]
            if isinstance(value, str):
                self.assertRegex(str(found), value, f"{name} in {explanation}")
            elif isinstance(value, dict):
                self.assertLessEqual(value.items(), found.items(), explanation)
            else:
                self.assertEqual(found, value, f"{name} in {explanation}")
        if "ended with" in outcome.output:  # the number is the one that the program got
            self.assertIn(f"ended with {explanation['code']} in ", outcome.output)

    def against(self, peer, wanted, *options):
        """The program as client of `peer`, which is made for each run."""

        def provoke(form):
            with peer() as port:
                return client(form, port, *self.trust, *options)

        return self.explains(provoke, wanted)

    def serving(self, peer, wanted, *options, credential=None):
        credential = credential or self.files.server
        own = ("--cert", credential.chain, "--key", credential.key)
        return self.explains(lambda form: server(form, peer, *own, *options), wanted)

    def openssl(self, credential, *options):
        return lambda: support.openssl_server(credential, *options)

    def meddled(self, meddle, *options):
        return lambda: support.meddler(support.openssl_server(self.files.server, *options), meddle)

    # ---- the connection is closed, cut or silent ----

    def test_closed_after_client_hello(self):
        wanted = because("GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_after_client_hello",
                         r"closed before the server answered", r"received nothing", "offered TLS 1.3", "name localhost",
                         r"\d+ bytes sent", step="await server_hello", bytes_received=0, found="end of file|None",
                         offer={"sni": "localhost"})  # fmt: skip
        text, _ = self.against(lambda: raw_server(lambda connection: connection.recv(65536)), wanted)
        self.assertRegex(text.only, r"handfast connect localhost:\d+ --priority\s+NORMAL:-GROUP-X25519-MLKEM768")

    def test_reset_before_server_hello(self):
        def action(connection):
            connection.recv(65536)
            support.reset(connection)

        self.against(lambda: raw_server(action), because(
            "GNUTLS_E_PULL_ERROR", -54, "transport", "read_failed", "cut off by the other side", "ECONNRESET, Connection reset",
            "waiting for ServerHello", errno="^ECONNRESET, ", step="await server_hello"))  # fmt: skip

    def test_reset_after_server_hello(self):
        def meddle(number, record):
            return record if number < 1 else (b"", support.reset)

        self.against(self.meddled(meddle, "-tls1_3"), because(
            "GNUTLS_E_PULL_ERROR", -54, "transport", "read_failed", "ECONNRESET", "waiting for EncryptedExtensions",
            errno="^ECONNRESET, ", step="await encrypted_extensions"))  # fmt: skip

    def test_reset_in_the_middle_of_a_message(self):
        def meddle(number, record):
            first_of_server = record[0] != support.APPLICATION_RECORD or number < 3
            return record if first_of_server else (record[: len(record) // 2], support.reset)

        self.against(self.meddled(meddle, "-tls1_3"), because(
            "GNUTLS_E_PULL_ERROR", -54, "transport", "read_failed", "ECONNRESET", "waiting for Certificate",
            errno="^ECONNRESET, ", step="^await certificate"))  # fmt: skip

    def test_closed_in_the_middle_of_a_message(self):
        def meddle(number, record):
            return record[:20], lambda connection: connection.shutdown(socket.SHUT_WR)

        self.against(self.meddled(meddle, "-tls1_3"), because(
            "GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_early", "received 20 bytes", "waiting for ServerHello",
            bytes_received=20, step="await server_hello"))  # fmt: skip

    def test_reset_after_finished(self):
        def cut(tls):
            tls.recv(100)
            support.reset(tls)

        self.against(lambda: support.python_server(self.files.server, cut), because(
            "GNUTLS_E_PULL_ERROR", -54, "transport", "read_failed", "ECONNRESET", "application data",
            errno="^ECONNRESET, ", step="application data"))  # fmt: skip

    def test_closed_without_close_notify(self):
        def cut(tls):
            tls.recv(100)
            tls.sendall(b"half of it")
            tls.shutdown(socket.SHUT_WR)
            tls.recv(100)

        self.against(lambda: support.python_server(self.files.server, cut), because(
            "GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_early", "before the other side said that it was finished",
            "application data", step="application data"))  # fmt: skip

    def test_bye_is_not_answered(self):
        def cut(tls):
            tls.recv(100)
            tls.shutdown(socket.SHUT_WR)
            tls.recv(100)

        outcome, _ = self.against(lambda: support.python_server(self.files.server, cut), because(
            "GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_early", "before the other side said"), "--read", "no")  # fmt: skip
        self.assertIn("in gnutls_bye", outcome.output)

    def test_silence_with_a_time_out(self):
        self.against(lambda: raw_server(silent), because(
            "GNUTLS_E_TIMEDOUT", -319, "transport", "timed_out", "did not answer in time", "received nothing",
            "waiting for ServerHello", step="await server_hello"), "--timeout", "300")  # fmt: skip

    def test_sending_fails(self):
        for number, name in ((32, "EPIPE"), (110, "ETIMEDOUT"), (113, "EHOSTUNREACH")):
            with self.subTest(errno=name):
                self.against(lambda: raw_server(silent), because(
                    "GNUTLS_E_PUSH_ERROR", -53, "transport", "write_failed", f"system {name}, ", "making ClientHello",
                    errno=f"^{name}, ", step="client_hello"), "--push-errno", number)  # fmt: skip

    def test_sending_fails_after_the_handshake(self):
        outcome, _ = self.against(self.openssl(self.files.server), because(
            "GNUTLS_E_PUSH_ERROR", -53, "transport", "write_failed", "system EPIPE, ", "application data",
            errno="^EPIPE, "), "--push-errno", 32, "--pushes", 2)  # fmt: skip
        self.assertIn("in gnutls_record_send", outcome.output)

    def test_receiving_fails(self):
        self.against(lambda: raw_server(silent), because(
            "GNUTLS_E_PULL_ERROR", -54, "transport", "read_failed", "system ETIMEDOUT, ", "waiting for ServerHello",
            errno="^ETIMEDOUT, ", step="await server_hello"), "--pull-errno", 110, "--timeout", 0)  # fmt: skip

    def test_waiting_is_no_failure(self):
        with raw_server(silent) as port:
            outcome = client("text", port, "--nonblocking", "yes")
        self.assertIn("ended with -28 in gnutls_handshake", outcome.output)
        self.assertEqual(outcome.explanations, [])
        self.assertEqual(outcome.errors, "")

    # ---- the other side does not speak TLS ----

    def test_other_protocols(self):
        for greeting, name, advice in (
            (HTTP, "HTTP", r"\(for HTTP usually 443\)"), (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH", "STARTTLS"),
            (b"220 mail.example ESMTP\r\n", "SMTP", r"\(for SMTP usually 465\).*as SMTP does it"),
            (b"220 vsFTPd\r\n", "FTP", r"\(for FTP usually 990\).*as FTP does it"),
            (b"* OK IMAP4rev1\r\n", "IMAP", r"\(for IMAP usually 993\)"),
            (b"+OK POP3 ready\r\n", "POP3", r"\(for POP3 usually 995\)"),
        ):  # fmt: skip
            line = greeting.split(b"\r")[0].decode()
            with self.subTest(protocol=name):
                self.against(lambda data=greeting: raw_server(answer(data)), because(
                    "GNUTLS_E_UNEXPECTED_PACKET", -15, "we", "not_tls", "does not speak TLS on this port",
                    "received \"" + re.escape(line), name, "waiting for ServerHello", advice,
                    first_bytes=f"^{re.escape(line)}$", protocol=name, step="await server_hello"))  # fmt: skip

    def test_client_speaks_http(self):
        self.serving(raw_client(lambda c: (c.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), c.recv(100))), because(
            "GNUTLS_E_UNEXPECTED_PACKET", -15, "we", "not_tls", 'received "GET / HTTP/1.1"', "HTTP", "waiting for ClientHello", "use https://",
            protocol="HTTP", role="server", step="await client_hello"))  # fmt: skip

    # ---- alerts ----

    def test_alerts_from_the_server(self):
        for number, name, sentence in (
            (40, "handshake_failure", "sees no way to agree"), (70, "protocol_version", "does not speak any of the TLS versions"),
            (80, "internal_error", "has a problem of its own"), (112, "unrecognized_name", "does not serve the name"),
            (71, "insufficient_security", "too weak"), (47, "illegal_parameter", "contradicts the protocol"),
        ):  # fmt: skip
            with self.subTest(alert=name):
                offered = ("offered TLS 1.3, TLS 1.2",) if number in (40, 70, 71, 112) else ()
                self.against(lambda n=number: raw_server(answer(alert(2, n))), because(
                    "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", f"alert_{name}", sentence, rf"{name} \({number}\)",
                    "the server refused", *offered, alert_received=name, step="await server_hello",
                    offer={"sni": "localhost", "versions": ["TLS 1.3", "TLS 1.2"]}))  # fmt: skip

    def test_warning_is_mentioned_and_the_handshake_goes_on(self):
        for form in ("text", "json"):
            with raw_server(answer(alert(1, 112) + alert(2, 40))) as port:
                outcome = client(form, port, *self.trust)
            self.assertEqual(len(outcome.explanations), 2, outcome.errors)
            warning, failure = outcome.explanations
            if form == "text":
                self.assertRegex(warning, r"\ATLS warning: the server does not serve the name that was asked for\.\n")
                self.assertIn("GNUTLS_E_WARNING_ALERT_RECEIVED (-16)", warning)
                self.assertIn("the connection goes on", re.sub(r"\s+", " ", warning))
                self.assertIn("handshake_failure (40)", failure)
            else:
                self.assertEqual((warning["code"], warning["fatal"], warning["alert_received"]), (-16, False, "unrecognized_name"))
                self.assertEqual((failure["code"], failure["fatal"]), (-12, True))

    def test_no_common_application_protocol(self):
        self.against(lambda: support.gnutls_server(self.files.server, "--alpn", "h2", "--alpn-fatal"), because(
            "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", "alert_no_application_protocol", "ALPN", "handfast-test",
            alert_received="no_application_protocol", offer={"application_protocols": ["handfast-test"]}),
            "--alpn", "handfast-test")  # fmt: skip

    # ---- nothing in common, as seen by a client: the server's alert, and what was offered ----

    def refused_offer(self, peer, *options, offer, cause="alert_handshake_failure"):
        name = cause.removeprefix("alert_")
        self.against(peer, because("GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", cause, "offered", "the server refused",
                                   alert_received=name, step="await server_hello", offer=offer), *options)  # fmt: skip

    def test_no_common_version_with_openssl(self):
        self.refused_offer(self.openssl(self.files.server, "-tls1_2"), "--priority", ONLY_TLS13,
                           offer={"versions": ["TLS 1.3"]}, cause="alert_protocol_version")  # fmt: skip

    def test_no_common_version_with_gnutls(self):
        peer = lambda: support.gnutls_server(self.files.server, "--priority", ONLY_TLS12)  # noqa: E731
        self.refused_offer(peer, "--priority", ONLY_TLS13, offer={"versions": ["TLS 1.3"]})

    def test_no_common_group_with_openssl(self):
        self.refused_offer(self.openssl(self.files.server, "-tls1_3", "-groups", "P-256"), "--priority",
                           "NORMAL:-GROUP-ALL:+GROUP-SECP521R1", offer={"groups": ["secp521r1"]})  # fmt: skip

    def test_no_common_suite_with_openssl(self):
        self.refused_offer(
            self.openssl(self.files.server, "-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384"), "--priority",
            "NORMAL:-VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM", offer={"cipher_suites": ["TLS_AES_128_GCM_SHA256"]})  # fmt: skip

    def test_no_common_signature_scheme_with_openssl(self):
        self.refused_offer(self.openssl(self.files.ed25519, "-tls1_3"), "--priority",
                           "NORMAL:-VERS-TLS1.2:-SIGN-ALL:+SIGN-RSA-PSS-RSAE-SHA256",
                           offer={"signature_schemes": ["rsa_pss_rsae_sha256"]})  # fmt: skip

    def test_server_with_a_small_diffie_hellman_group_only(self):
        # -63 cannot happen here: TLS 1.2 is offered with elliptic curves only, so the server finds nothing.
        self.refused_offer(self.openssl(self.files.rsa, "-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"),
                           "--priority", ONLY_TLS12, offer={"versions": ["TLS 1.2"]})  # fmt: skip

    # ---- nothing in common, as seen by a server: both lists ----

    def s_client(self, *options):
        return tool("openssl", "s_client", "-connect", "127.0.0.1:{port}", *options)

    def test_server_no_common_version(self):
        old = self.s_client("-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")
        self.serving(old, because("GNUTLS_E_UNSUPPORTED_VERSION_PACKET", -8, "we", "no_common_version", "no protocol version in common",
                                  "alert protocol_version waits until the program calls gnutls_alert_send_appropriate",
                                  "allowed TLS 1.3, TLS 1.2", alert_sent="protocol_version", alert_held=True,
                                  alert_call="^gnutls_alert_send_appropriate$", expected="TLS 1.3", found="TLS 1.1|0x0302",
                                  role="server"))  # fmt: skip

    def test_server_no_common_suite(self):
        self.serving(self.s_client("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384"), because(
            "GNUTLS_E_NO_CIPHER_SUITES", -87, "we", "no_common_cipher_suite",
            "no cipher suite in common", "allowed", "TLS_AES_128_GCM_SHA256", alert_sent="handshake_failure",
            found="TLS_AES_256_GCM_SHA384|0x1302"), "--priority", "NORMAL:-VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM")  # fmt: skip

    def test_server_no_common_group(self):
        self.serving(self.s_client("-tls1_3", "-groups", "P-256"), because(
            "GNUTLS_E_NO_COMMON_KEY_SHARE", -423, "we", "no_common_group", "no key exchange group in common",
            "secp521r1", alert_sent="handshake_failure", found="secp256r1|0x0017"),
            "--priority", "NORMAL:-VERS-TLS1.2:-GROUP-ALL:+GROUP-SECP521R1")  # fmt: skip

    def test_server_no_common_signature_scheme(self):
        self.serving(self.s_client("-tls1_3", "-sigalgs", "RSA-PSS+SHA256"), because(
            "GNUTLS_E_NO_CIPHER_SUITES", -87, "we", "no_common_signature_scheme", "signature scheme", "a scheme of this server's keys",
            alert_sent="handshake_failure", found="rsa_pss"))  # fmt: skip

    # ---- certificates ----

    def refuses(self, credential, cause, *text, peer=None, **members):
        """In each of the ways in which a program has a certificate checked."""
        member = {"field": ".", "certificate": {"depth": 0}, **members}
        for way, error, code in (
            ("set", "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348),
            ("function", "GNUTLS_E_CERTIFICATE_ERROR", -43),
            ("after", "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348),
        ):
            with self.subTest(way=way):
                words = (*text, f"certificate {member['certificate']['depth']}, ", "checking the server's certificate")
                held = "waits until the program calls gnutls_alert_send_appropriate"
                words += ("the program decides",) if way == "after" else (held,)
                wanted = because(error, code, "we", cause, *words, **member)
                provoke = lambda form, w=way: self.with_peer(credential, form, w)  # noqa: E731
                text_run, _ = self.explains_certificate(provoke, wanted)
                self.assertIn("TLS: " if way == "after" else "TLS failed: ", text_run.only)

    def with_peer(self, credential, form, way):
        with support.openssl_server(credential) as port:
            return client(form, port, *self.trust, "--verify", way)

    def explains_certificate(self, provoke, wanted):
        text = provoke("text")
        self.check_text(text.only, wanted)
        as_json = provoke("json")
        as_json.output = ""  # of a verdict the number is not what a call returned
        self.check_json(as_json.only, wanted, as_json)
        return text, as_json

    def test_wrong_name(self):
        self.refuses(self.files.wrong_name, "certificate_wrong_name", "is for another name", "asked for localhost",
                     "issued to www.example, example", "connect to www.example", field="subjectAltName",
                     expected="^localhost$", found="www.example")  # fmt: skip

    def test_expired(self):
        until = support.certificates.day(-30).strftime("%Y-%m-%d")
        now = self.files.today.strftime("%Y-%m-%d")
        self.refuses(self.files.expired, "certificate_expired", "has expired", f"found valid until {until}", now,
                     "renewed", field="validity.notAfter", found=until, expected=now)  # fmt: skip

    def test_not_yet_valid(self):
        start = support.certificates.day(10).strftime("%Y-%m-%d")
        self.refuses(self.files.future, "certificate_not_yet_valid", "not valid yet", f"found valid from {start}",
                     "date and time", field="validity.notBefore", found=start)  # fmt: skip

    def test_unknown_issuer(self):
        self.refuses(self.files.untrusted, "certificate_unknown_issuer", "authority that is not trusted here", "Other",
                     field="issuer", certificate={"depth": 1}, expected="Other root")  # fmt: skip

    def test_missing_intermediate(self):
        self.refuses(self.files.no_intermediate, "certificate_no_intermediate", "Good intermediate", "was not sent",
                     "neither trusted here nor sent by the other side", "have the other side send", field="issuer", expected="Good intermediate")  # fmt: skip

    def test_self_signed(self):
        self.refuses(self.files.self_signed, "certificate_self_signed", "is self-signed", "CN=self-signed", "fingerprint",
                     field="issuer",
                     certificate={"depth": 0, "subject": "CN=self-signed"})  # fmt: skip

    def test_key_usage_violation(self):
        # A signature that the certificate does not allow ends the handshake, whoever checks the certificate.
        for way in ("set", "function", "after"):
            with self.subTest(way=way):
                provoke = lambda form, w=way: self.with_peer(self.files.no_signing, form, w)  # noqa: E731
                self.explains(provoke, because(
                    "GNUTLS_E_KEY_USAGE_VIOLATION", -48, "we", "key_usage_violation",
                    "signed with a key whose certificate does not allow that", "expected digitalSignature", "certificate 0, CN=no-signing",
                    "field certificate.key_usage", field="key_usage", expected="digitalSignature", certificate={"depth": 0, "subject": "CN=no-signing"}))  # fmt: skip

    def test_small_key(self):
        self.explains_certificate(self.small_key, because(
            "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348, "we", "certificate_unsupported", "RSA with 1024 bits", "at least 2048 bits", found="1024",
            expected="2048", certificate={"depth": 0}))  # fmt: skip

    def small_key(self, form):
        with support.openssl_server(self.files.small, "-cipher", "DEFAULT:@SECLEVEL=0") as port:
            return client(form, port, *self.trust)

    def test_held_alert_that_was_sent(self):
        # The explanation is written before the program can send it.
        with support.openssl_server(self.files.wrong_name) as port:
            outcome = client("json", port, *self.trust, "--alert", "yes")
        self.assertTrue(outcome.only["alert_held"])

    # ---- client certificates ----

    def test_server_gets_no_client_certificate(self):
        self.serving(self.s_client("-tls1_3"), because(
            "GNUTLS_E_CERTIFICATE_REQUIRED", -112, "we", "certificate_required", "did not send a certificate",
            alert_sent="certificate_required", role="server", step="certificate"), *self.trust)  # fmt: skip

    def test_client_certificate_of_another_authority(self):
        own = self.files.foreign_client
        self.serving(self.s_client("-cert", own.chain, "-key", own.key, "-cert_chain", own.chain), because(
            "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348, "we", "certificate_unknown_issuer", "Other",
            "checking the client's certificate", role="server", certificate={}), *self.trust)  # fmt: skip

    def test_server_wants_a_client_certificate(self):
        self.against(self.openssl(self.files.server, "-tls1_3", "-Verify", "2", "-verify_return_error"), because(
            "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", "alert_certificate_required", "asked for a certificate of this side, got none",
            r"certificate_required \(116\)", alert_received="certificate_required", step="application data"))  # fmt: skip

    def test_server_wants_a_client_certificate_in_tls12(self):
        self.against(self.openssl(self.files.server, "-tls1_2", "-Verify", "2", "-verify_return_error"), because(
            "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", "alert_handshake_failure", "asked for a certificate of this side, got none",
            r"handshake_failure \(40\)", "give this side a certificate", alert_received="handshake_failure"))  # fmt: skip

    def test_the_command_meets_a_server_of_gnutls_that_wants_a_certificate(self):
        # Of an empty Certificate of TLS 1.2 it says decode_error.
        def provoke(form):
            with support.gnutls_server(self.files.server, "--require-client-cert", "--x509cafile", self.files.trust) as port:
                return connect(form, port, *self.trust, "--priority", "NORMAL:-VERS-TLS1.3")

        self.explains(provoke, because(
            "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", r"alert_\w+", "asked for a certificate of this side, got none",
            "give this side a certificate", withheld=None))  # fmt: skip

    def test_the_command_holds_a_certificate_back(self):
        own = self.files.foreign_client

        def provoke(form):
            with support.openssl_server(self.files.server, "-Verify", "2", "-verify_return_error", "-CAfile", self.files.trust) as port:
                return connect(form, port, *self.trust, "--cert", own.chain, "--key", own.key)

        self.explains(provoke, because(
            "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", "alert_certificate_required", "was held back, because the server names",
            "held back CN=Other foreign-client, issued by CN=Other", "accepted CN=Good", withheld={"more_authorities": 0}))  # fmt: skip

    def test_client_leaves_after_the_certificate(self):
        for version in (ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2):
            with self.subTest(version=version):
                self.serving(raw_client(lambda c, v=version: support.leave_after_certificate(c, v)), because(
                    "GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_after_certificate",
                    "after it had been sent this side's certificate", "look into the client's log", role="server"))  # fmt: skip

    def test_options_of_the_command_are_not_advised(self):
        for peer in (self.openssl(self.files.untrusted), self.openssl(self.files.server, "-tls1_3", "-Verify", "2", "-verify_return_error")):
            with peer() as port:
                self.assertNotIn("(--", client("text", port, *self.trust).only)

    def test_client_does_not_trust_the_server(self):
        root = self.files.other.root
        clients = {
            "openssl": self.s_client("-verify_return_error", "-verify", "3", "-CAfile", root),
            "gnutls": tool("gnutls-cli", "--x509cafile", root, "--port", "{port}", "localhost"),
            "python": tool(sys.executable, "-c", "import socket,ssl,sys;c=ssl.create_default_context(cafile=sys.argv[2]);"
                           "c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[1]))),server_hostname='localhost')",
                           "{port}", root),
        }  # fmt: skip
        for name, peer in clients.items():
            with self.subTest(client=name):
                self.serving(peer, because("GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", r"alert_\w+", "the client", r"\(\d+\)",
                                           alert_received="unknown_ca|bad_certificate|certificate_unknown", role="server"))  # fmt: skip

    def test_port_check(self):
        def provoke(form):
            return server(form, raw_client(lambda connection: None), "--cert", self.files.server.chain, "--key",
                          self.files.server.key)  # fmt: skip

        self.explains(provoke, because("GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_before_client_hello",
                                       "before the client said anything", "port check", bytes_received=0, role="server"))  # fmt: skip

    # ---- peers that break the rules ----

    def test_malformed_message(self):
        self.against(lambda: raw_server(answer(handshake(2, b"\x03\x03" + bytes(20)))), because(
            "GNUTLS_E_UNEXPECTED_PACKET_LENGTH", -9, "we", "message_truncated", "ends too early", "field random",
            "rule RFC 8446", "waiting for ServerHello", alert_sent="decode_error", field="random", rule="RFC 8446"))  # fmt: skip

    def test_message_out_of_order(self):
        self.against(lambda: raw_server(answer(handshake(20, bytes(32)))), because(
            "GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET", -19, "we", "unexpected_message", "out of order",
            "expected server_hello", "found finished", expected="server_hello", found="finished",
            alert_sent="unexpected_message"))  # fmt: skip

    def test_damaged_record(self):
        def meddle(number, record):
            return record if record[0] != support.APPLICATION_RECORD else record[:-1] + bytes([record[-1] ^ 1])

        self.against(self.meddled(meddle, "-tls1_3"), because(
            "GNUTLS_E_DECRYPTION_FAILED", -24, "we", "bad_record_mac", "damaged or forged", alert_sent="bad_record_mac",
            step="await encrypted_extensions"))  # fmt: skip

    def test_wrong_signature(self):
        def meddle(number, record):  # the last message before ServerHelloDone ends with the signature
            exchange = record.rfind(bytes([12, 0]))
            kind = record[support.RECORD_HEADER]
            if record[0] != support.HANDSHAKE_RECORD or kind != 12 or exchange < 0:
                return record
            return record[:-1] + bytes([record[-1] ^ 1])

        peer = lambda: support.meddler(support.openssl_server(self.files.rsa, "-tls1_2"), meddle)  # noqa: E731
        self.against(peer, because("GNUTLS_E_PK_SIG_VERIFY_FAILED", -89, "we", "bad_signature", "owns the key of its certificate",
                                   "ServerKeyExchange", field="signature", expected="a valid signature", found=r"rsa_\w+", alert_sent="decrypt_error"))  # fmt: skip

    # ---- before there is a connection ----

    def with_policy(self, policy, priority):
        path = pathlib.Path(self._folder.name) / "policy"
        path.write_text(policy)

        def provoke(form):
            command = [support.PROGRAM, "client", "1", "--priority", priority]
            return support.run(command, form, GNUTLS_SYSTEM_PRIORITY_FILE=str(path))

        return provoke

    def test_priority_string_against_the_policy(self):
        policy = "# made by the administrator\n[overrides]\n\n  disabled-version = tls1.3\ntls-disabled-cipher = AES-128-CCM\n"
        text, as_json = self.explains(self.with_policy(policy, "NORMAL:-VERS-TLS1.2"), because(
            "GNUTLS_E_NO_PRIORITIES_WERE_SET", -326, "we", "no_priorities", "leaves nothing to negotiate",
            "-VERS-TLS1.2 took the last choice away", "line 4: disabled-version = tls1.3", token="^-VERS-TLS1.2$",
            found="^NORMAL:-VERS-TLS1.2$", field="priority string", step="read priority string"))  # fmt: skip
        self.assertEqual((as_json.only["policy"]["line"], as_json.only["policy"]["text"]), (4, "disabled-version = tls1.3"))

    def test_priority_string_that_leaves_nothing_by_itself(self):
        _, as_json = self.explains(self.with_policy("", "NORMAL:-CIPHER-ALL"), because(
            "GNUTLS_E_NO_PRIORITIES_WERE_SET", -326, "we", "no_priorities", "-CIPHER-ALL took the last choice away",
            token="^-CIPHER-ALL$"))  # fmt: skip
        self.assertIsNone(as_json.only["policy"])

    def test_priority_string_that_is_no_priority_string(self):
        self.explains(self.with_policy("", "NORMAL:+NONSENSE"), because(
            "GNUTLS_E_INVALID_REQUEST", -50, "we", "unknown_priority", r"\+NONSENSE, at character 8", token="NONSENSE"))  # fmt: skip

    def test_wrong_token_in_the_policy(self):
        _, as_json = self.explains(self.with_policy("A=x\nSYSTEM=NORMAL:+NONSENSE\n", "@SYSTEM"), because(
            "GNUTLS_E_INVALID_REQUEST", -50, "we", "unknown_priority", "line 2: SYSTEM=NORMAL"))  # fmt: skip
        self.assertEqual(as_json.only["policy"]["line"], 2)

    def test_no_priorities(self):
        with raw_server(silent) as port:
            provoke = lambda form: client(form, port, "--priorities", "no")  # noqa: E731
            self.explains(provoke, because("GNUTLS_E_NO_PRIORITIES_WERE_SET", -326, "we", "no_priorities", "nothing to negotiate",
                                           found="no priorities were set"))  # fmt: skip

    # ---- other programs ----

    def test_apt(self):
        if not support.APT_METHOD.exists():
            self.skipTest(f"{support.APT_METHOD} is missing")
        if not support.libraries.is_on_gnutls(support.APT_METHOD):
            self.skipTest("this release's apt does not use GnuTLS")
        for peer, trust, wanted in (
            (lambda: raw_server(answer(HTTP)), self.files.trust, because(
                "GNUTLS_E_UNEXPECTED_PACKET", -15, "we", "not_tls", 'received "HTTP/')),
            (self.openssl(self.files.wrong_name), self.files.trust, because(
                "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348, "we", "certificate_wrong_name", "issued to www.example")),
            (self.openssl(self.files.server), self.files.other.root, because(
                "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348, "we", "certificate_unknown_issuer", "Good")),
            (lambda: raw_server(lambda connection: connection.recv(65536)), self.files.trust, because(
                "GNUTLS_E_PREMATURE_TERMINATION", -110, "peer", "closed_after_client_hello", "received nothing")),
        ):  # fmt: skip
            with self.subTest(cause=wanted.members["cause"]):

                def provoke(form, peer=peer, trust=trust):
                    with peer() as port:
                        return apt(form, port, trust)

                self.explains(provoke, wanted)

    def test_the_command(self):
        trust = ("--trust", self.files.trust)
        for peer, wanted in (
            (lambda: raw_server(answer(HTTP)), because("GNUTLS_E_UNEXPECTED_PACKET", -15, "we", "not_tls", "HTTP/1.1 400")),
            (lambda: raw_server(answer(alert(2, 40))), because(
                "GNUTLS_E_FATAL_ALERT_RECEIVED", -12, "peer", "alert_handshake_failure", r"handshake_failure \(40\)")),
            (self.openssl(self.files.expired), because(
                "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", -348, "we", "certificate_expired", "alert certificate_expired was sent",
                alert_held=False, alert_call=None)),
        ):  # fmt: skip
            with self.subTest(cause=wanted.members["cause"]):

                def provoke(form, peer=peer):
                    with peer() as port:
                        return connect(form, port, *trust)

                self.explains(provoke, wanted)


class SwitchTest(unittest.TestCase):
    """HANDFAST_EXPLAIN itself."""

    def fail_once(self, value, **extra):
        with raw_server(answer(HTTP)) as port:
            command = [support.PROGRAM, "client", str(port)]
            variable = {} if value is None else {"HANDFAST_EXPLAIN": value}
            return support.subprocess.run(command, capture_output=True, text=True, timeout=support.TIME, check=False,
                                          env=support.environment(**variable, **extra))  # fmt: skip

    def test_off(self):
        for value in (None, "", "0"):
            with self.subTest(value=value):
                done = self.fail_once(value)
                self.assertEqual(done.stderr, "")
                self.assertIn("ended with -15 in gnutls_handshake", done.stdout)

    def test_values(self):
        for value, start in (("1", "TLS failed: "), ("text", "TLS failed: "), ("json", '{"error":"GNUTLS_E_UNEXPECTED_PACKET"')):
            with self.subTest(value=value):
                self.assertTrue(self.fail_once(value).stderr.startswith(start))

    def test_not_understood(self):
        for value in ("yes", "json,path:/x", "1,file:", "json,"):
            with self.subTest(value=value):
                done = self.fail_once(value)
                self.assertRegex(done.stderr, r"\Ahandfast: HANDFAST_EXPLAIN: .* is not understood.*\n\Z")
                self.assertIn("ended with -15", done.stdout)

    def test_file(self):
        with tempfile.TemporaryDirectory(prefix="handfast-explain-") as folder:
            path = pathlib.Path(folder) / "failures"
            for value in (f"json,file:{path}", f"1,file:{path}", f"json,file:{path}"):
                self.assertEqual(self.fail_once(value).stderr, "")
            lines = path.read_text().splitlines()
            self.assertTrue(lines[0].startswith("{") and lines[1].startswith("TLS failed: ") and lines[-1].startswith("{"))
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            missing = self.fail_once(f"1,file:{folder}/none/failures")
            self.assertIn("No such file or directory", missing.stderr)
            self.assertIn("ended with -15", missing.stdout)

    def test_set_uid_programs_ignore_it(self):
        if os.geteuid() != 0:
            self.skipTest("only root can make a program of somebody else's")
        with tempfile.TemporaryDirectory(prefix="handfast-explain-") as folder:
            program = pathlib.Path(folder) / "program"
            shutil.copy(support.PROGRAM, program)
            with raw_server(answer(HTTP)) as port:
                for mode, starts in ((0o755, "TLS failed: "), (0o4755, "")):
                    os.chown(program, pwd.getpwnam("nobody").pw_uid, -1)
                    program.chmod(mode)
                    done = support.subprocess.run([program, "client", str(port)], capture_output=True, text=True,
                                                  timeout=support.TIME, check=False,
                                                  env=support.environment(HANDFAST_EXPLAIN="1"))  # fmt: skip
                    self.assertIn("ended with -15", done.stdout)
                    self.assertEqual(done.stderr[: len("TLS failed: ")], starts)

    def test_standard_error_that_became_a_connection_gets_nothing(self):
        with raw_server(answer(HTTP)) as port:
            ours, theirs = socket.socketpair()
            code = "import os,sys;os.dup2(int(sys.argv[1]),9);os.execv(sys.argv[2],sys.argv[2:])"
            command = [sys.executable, "-c", code, str(theirs.fileno()), str(support.PROGRAM), "client", str(port),
                       "--replace-stderr", "9"]  # fmt: skip
            done = support.subprocess.run(command, stdout=support.subprocess.PIPE, stderr=support.subprocess.DEVNULL,
                                          text=True, timeout=support.TIME, check=False, pass_fds=(theirs.fileno(),),
                                          env=support.environment(HANDFAST_EXPLAIN="1"))  # fmt: skip
            theirs.close()
            self.assertIn("ended with -15", done.stdout)
            self.assertEqual(ours.recv(1000), b"")
            ours.close()

    def test_many_at_once_do_not_mix(self):
        with tempfile.TemporaryDirectory(prefix="handfast-explain-") as folder:
            path = pathlib.Path(folder) / "failures"
            threads = [threading.Thread(target=self.fail_once, args=(f"json,file:{path}",)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            objects = [support.json.loads(line) for line in path.read_text().splitlines()]
            self.assertEqual([each["code"] for each in objects], [-15] * 8)

    def test_wrong_option_of_run(self):
        done = support.subprocess.run([support.HANDFAST, "run", "--explain=xml", "true"], capture_output=True, text=True,
                                      timeout=support.TIME, check=False)  # fmt: skip
        self.assertEqual(done.returncode, 1)
        self.assertIn("--explain=xml", done.stderr)


if __name__ == "__main__":
    unittest.main()
