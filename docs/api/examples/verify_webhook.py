"""Receive webhooks of StableQueue and believe only genuine ones. Python 3.9+, nothing to install.

    STABLEQUEUE_WEBHOOK_SECRET=whsec_... python3 verify_webhook.py 8085
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

TOLERANCE_SECONDS = 300


def secret_bytes(secret: str) -> bytes:
    return base64.b64decode(secret[len("whsec_"):]) if secret.startswith("whsec_") else secret.encode()


def is_genuine(secret: str, headers, body: bytes) -> bool:
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(secret_bytes(secret), signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    # After a rotation of the secret there are two signatures; one that fits is enough.
    return any(hmac.compare_digest(expected, one) for one in headers.get("webhook-signature", "").split())


class Receiver(BaseHTTPRequestHandler):
    seen = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not is_genuine(os.environ["STABLEQUEUE_WEBHOOK_SECRET"], self.headers, body):
            self.send_response(401)
            self.end_headers()
            return
        # Answer first, work later: a slow answer counts as a failure, and the message comes again.
        self.send_response(204)
        self.end_headers()
        if self.headers["webhook-id"] in self.seen:
            return
        self.seen.add(self.headers["webhook-id"])
        message = json.loads(body)
        print(message["type"], message["data"].get("job_id"), flush=True)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
