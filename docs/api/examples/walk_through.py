"""From nothing to an image. Python 3.9+, nothing to install.

    STABLEQUEUE_URL=http://127.0.0.1:3000 STABLEQUEUE_KEY=mk_... STABLEQUEUE_SECRET=... python3 walk_through.py

Without a key it makes one, which only the console may: run it on the machine of the server then.
With STABLEQUEUE_WEBHOOK_URL it also subscribes that address and sends a test to it.
"""
import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("STABLEQUEUE_URL", "http://127.0.0.1:3000").rstrip("/")
OUT = os.environ.get("STABLEQUEUE_OUT", ".")
ENDED = ("completed", "failed", "cancelled")
TRIES = 5


class Refused(Exception):
    """StableQueue's answer to what it does not do: `error` is the code, `message` the sentence."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body.get('error')}: {body.get('message')}")
        self.status, self.code, self.details = status, body.get("error"), body.get("details") or {}


class StableQueue:
    def __init__(self, key="", secret=""):
        self.headers = {"X-API-Key": key, "X-API-Secret": secret} if key else {}

    def open(self, method, path, body=None, headers=None, timeout=60):
        data = None if body is None else json.dumps(body).encode()
        headers = {**self.headers, "Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(URL + path, data=data, headers=headers, method=method)
        return urllib.request.urlopen(request, timeout=timeout)

    def call(self, method, path, body=None, idempotency_key=None):
        """The answer. A lost connection is tried again only where that can do no harm."""
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        for left in reversed(range(TRIES)):
            try:
                with self.open(method, path, body, headers) as answer:
                    content = answer.read()
                    is_json = answer.headers.get_content_type() == "application/json"
                    return json.loads(content) if is_json else content
            except urllib.error.HTTPError as error:
                refusal = Refused(error.code, read_problem(error))
                if left == 0 or error.code not in (409, 429, 503) or "Retry-After" not in error.headers:
                    raise refusal from None
                time.sleep(int(error.headers["Retry-After"]))
            except urllib.error.URLError:
                if left == 0 or not (idempotency_key or method == "GET"):
                    raise
                time.sleep(1)

    def events(self, query):
        """Pairs of type and data; the first is ("open", None)."""
        with self.open("GET", f"/api/v1/events?{query}", timeout=60) as stream:
            for raw in stream:
                line = raw.decode().rstrip("\n")
                if line == ": open":
                    yield "open", None
                elif line.startswith("data: "):
                    data = json.loads(line[len("data: "):])
                    yield data.get("type", "reset"), data


def read_problem(error):
    """A proxy in front may answer with something that is not ours."""
    try:
        return json.loads(error.read())
    except ValueError:
        return {"error": "unknown", "message": error.reason}


def connect():
    """1. A key. The secret is in this answer and nowhere else."""
    key, secret = os.environ.get("STABLEQUEUE_KEY"), os.environ.get("STABLEQUEUE_SECRET")
    if not key:
        made = StableQueue().call("POST", "/api/v1/api-keys", {"name": "walk-through"})
        key, secret = made["key"], made["secret"]
    queue = StableQueue(key, secret)
    print("I am", queue.call("GET", "/api/v1/api-keys/me")["name"])
    return queue


def submit(queue):
    """2. The same Idempotency-Key and body may be sent again and make no second job."""
    body = {
        "source_info": "walk-through",
        "generation_params": {
            "prompt": "a {red|blue} lighthouse at dusk",
            "steps": 12,
            "width": 256,
            "height": 256,
        },
    }
    once = str(uuid.uuid4())
    job = queue.call("POST", "/api/v2/generate", body, once)
    again = queue.call("POST", "/api/v2/generate", body, once)
    assert job["job_id"] == again["job_id"]
    print("submitted", job["job_id"] + ", once; warnings:", job["warnings"])
    return job["job_id"]


def follow(queue, job_id):
    """3. By events. The first look comes after the stream is open, so nothing falls in between."""
    path = f"/api/v2/queue/jobs/{job_id}/status"
    try:
        for kind, data in queue.events(f"job_id={job_id}"):
            if kind == "open" and queue.call("GET", path)["status"] in ENDED:
                return
            if kind == "job.progress":
                print("progress", data["progress"], "%")
            if kind in ("job.completed", "job.failed", "job.cancelled"):
                return
    except (OSError, http.client.HTTPException) as error:
        print("the stream broke off, so the job is asked for instead:", error)


def poll(queue, job_id):
    """3b. Or by polling. Every second is enough."""
    while True:
        job = queue.call("GET", f"/api/v2/queue/jobs/{job_id}/status")
        if job["status"] in ENDED:
            return job
        print("waits:", (job["waiting_reason"] or {}).get("message", job["phase"]))
        time.sleep(1)


def download(image):
    """4. The address opens without a key for a week."""
    with urllib.request.urlopen(image["download_url"], timeout=60) as answer:
        content = answer.read()
    assert hashlib.sha256(content).hexdigest() == image["sha256"]
    path = os.path.join(OUT, image["filename"])
    with open(path, "wb") as file:
        file.write(content)
    print("saved", path + ", seed", image["seed"])


def bulk(queue):
    """5. Many at once: first dry, then for real."""
    body = {
        "name": "walk-through",
        "generation_params": {"steps": 4, "width": 128, "height": 128},
        "matrix": {"prompts": ["a lighthouse", "a harbour"], "seeds": [1, 2]},
    }
    dry = queue.call("POST", "/api/v2/generate/bulk/dry-run", body)
    print("would make", dry["total_jobs"], "jobs; problems:", dry["problems"])
    bulk_id = queue.call("POST", "/api/v2/generate/bulk", body, str(uuid.uuid4()))["bulk_job_id"]
    while not queue.call("GET", f"/api/v2/generate/bulk/{bulk_id}?limit=0")["finished"]:
        time.sleep(1)
    path = os.path.join(OUT, f"{bulk_id}.jpg")
    with open(path, "wb") as file:
        file.write(queue.call("GET", f"/api/v2/generate/bulk/{bulk_id}/contact-sheet"))
    print("saved", path)


def subscribe(queue, url):
    """6. Be told instead of asking."""
    body = {"name": "walk-through", "url": url, "events": ["job.completed", "job.failed"]}
    webhook_id = queue.call("POST", "/api/v2/webhooks", body)["webhook"]["id"]
    tested = queue.call("POST", f"/api/v2/webhooks/{webhook_id}/test")
    print("webhook", webhook_id + ", test delivered:", tested["delivered"])
    queue.call("DELETE", f"/api/v2/webhooks/{webhook_id}")


def be_refused(queue):
    """7. A refusal has a code for programs, a sentence for people and the path of each bad field."""
    try:
        queue.call("POST", "/api/v2/generate", {"generation_params": {"prompt": "x", "steps": 0}})
    except Refused as refusal:
        print("refused with", refusal.code + ":", refusal.details["fields"][0]["path"])


def main():
    queue = connect()
    job_id = submit(queue)
    follow(queue, job_id)
    job = poll(queue, job_id)
    if job["status"] != "completed":
        raise SystemExit(f"it ended as {job['status']}: {job['error']}")
    download(job["images"][0])
    bulk(queue)
    if os.environ.get("STABLEQUEUE_WEBHOOK_URL"):
        subscribe(queue, os.environ["STABLEQUEUE_WEBHOOK_URL"])
    be_refused(queue)


if __name__ == "__main__":
    main()
