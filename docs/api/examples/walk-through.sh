#!/usr/bin/env bash
# From nothing to an image, with bash, curl and python3 (for reading JSON only).
#   STABLEQUEUE_URL=http://127.0.0.1:3000 STABLEQUEUE_KEY=mk_... STABLEQUEUE_SECRET=... bash walk-through.sh
# Without a key it makes one, which only the console may: run it on the machine of the server then.
# With STABLEQUEUE_WEBHOOK_URL it also subscribes that address and sends a test to it.
set -euo pipefail

URL=${STABLEQUEUE_URL:-http://127.0.0.1:3000}
OUT=${STABLEQUEUE_OUT:-.}

# json a.b.0.c < document
json() {
  python3 -c '
import json, sys
value = json.load(sys.stdin)
for part in sys.argv[1].split("."):
    value = value[int(part)] if isinstance(value, list) else value[part]
print(value if isinstance(value, str) else json.dumps(value))' "$1"
}

# Key and secret go in by standard input, so that no list of processes shows them.
credentials() { printf 'header = "X-API-Key: %s"\nheader = "X-API-Secret: %s"\n' "$KEY" "$SECRET"; }

# api METHOD /path [BODY] [more of curl]: prints the answer; an error ends the script with its code and sentence.
# curl tries again after 429 and 5xx and keeps to Retry-After: that is why the submits carry an Idempotency-Key.
api() {
  local method=$1 path=$2 body=${3:-} answer
  shift $(($# < 3 ? $# : 3))
  if answer=$(credentials | curl --config - --silent --show-error --fail-with-body --retry 5 \
    --request "$method" --header 'Content-Type: application/json' ${body:+--data "$body"} "$@" "$URL$path"); then
    printf '%s' "$answer"
  else
    echo "$method $path was refused: ${answer:-no answer}" >&2
    return 1
  fi
}

# 1. A key. The secret is in this answer and nowhere else.
KEY=${STABLEQUEUE_KEY:-} SECRET=${STABLEQUEUE_SECRET:-}
if [ -z "$KEY" ]; then
  made=$(curl --silent --show-error --fail-with-body --header 'Content-Type: application/json' \
    --data '{"name": "walk-through"}' "$URL/api/v1/api-keys")
  KEY=$(json key <<<"$made") SECRET=$(json secret <<<"$made")
fi
echo "I am $(api GET /api/v1/api-keys/me | json name)"

# 2. Submit. The same Idempotency-Key and body may be sent again and make no second job.
job_body='{
  "source_info": "walk-through",
  "generation_params": { "prompt": "a {red|blue} lighthouse at dusk", "steps": 12, "width": 256, "height": 256 }
}'
new_id() { python3 -c 'import uuid; print(uuid.uuid4())'; }
once=$(new_id)
job=$(api POST /api/v2/generate "$job_body" --header "Idempotency-Key: $once" | json job_id)
again=$(api POST /api/v2/generate "$job_body" --header "Idempotency-Key: $once" | json job_id)
[ "$job" = "$again" ] && echo "submitted $job, once"

# 3. Follow it by events. The first look comes after the stream is open, so nothing falls in between.
status() { api GET "/api/v2/queue/jobs/$1/status"; }
exec 3< <(exec curl --config <(credentials) --silent --no-buffer "$URL/api/v1/events?job_id=$job")
stream=$!
while IFS= read -r -u 3 line; do
  case $line in
    ': open') case $(status "$job" | json status) in completed | failed | cancelled) break ;; esac ;;
    'event: job.completed' | 'event: job.failed' | 'event: job.cancelled') break ;;
    'data: {"type":"job.progress"'*) echo "progress $(json progress <<<"${line#data: }") %" ;;
  esac
done
exec 3<&-
kill "$stream" 2>/dev/null || true

# 3b. Or by polling. Every second is enough.
while :; do
  state=$(status "$job")
  case $(json status <<<"$state") in
    completed) break ;;
    failed | cancelled) echo "it ended as $(json status <<<"$state"): $(json error <<<"$state")" >&2; exit 1 ;;
    *) echo "waits: $(json waiting_reason <<<"$state")"; sleep 1 ;;
  esac
done

# 4. Download. The address opens without a key for a week.
name=$(json images.0.filename <<<"$state")
curl --silent --show-error --fail --output "$OUT/$name" "$(json images.0.download_url <<<"$state")"
echo "saved $OUT/$name, seed $(json images.0.seed <<<"$state")"

# 5. Many at once: first dry, then for real.
bulk_body='{
  "name": "walk-through",
  "generation_params": { "steps": 4, "width": 128, "height": 128 },
  "matrix": { "prompts": ["a lighthouse", "a harbour"], "seeds": [1, 2] }
}'
dry=$(api POST /api/v2/generate/bulk/dry-run "$bulk_body")
echo "would make $(json total_jobs <<<"$dry") jobs; problems: $(json problems <<<"$dry")"
bulk=$(api POST /api/v2/generate/bulk "$bulk_body" --header "Idempotency-Key: $(new_id)" | json bulk_job_id)
until [ "$(api GET "/api/v2/generate/bulk/$bulk?limit=0" | json finished)" = true ]; do sleep 1; done
api GET "/api/v2/generate/bulk/$bulk/contact-sheet" '' --output "$OUT/$bulk.jpg"
echo "saved $OUT/$bulk.jpg"

# 6. Be told instead of asking.
if [ -n "${STABLEQUEUE_WEBHOOK_URL:-}" ]; then
  hook=$(api POST /api/v2/webhooks "{\"name\": \"walk-through\", \"url\": \"$STABLEQUEUE_WEBHOOK_URL\",
    \"events\": [\"job.completed\", \"job.failed\"]}")
  id=$(json webhook.id <<<"$hook")
  echo "webhook $id, test delivered: $(api POST "/api/v2/webhooks/$id/test" | json delivered)"
  api DELETE "/api/v2/webhooks/$id" >/dev/null
fi

# 7. A refusal has a code for programs, a sentence for people and the path of each bad field.
wrong='{"generation_params": {"prompt": "x", "steps": 0}}'
refusal=$(credentials | curl --config - --silent --header 'Content-Type: application/json' --data "$wrong" \
  "$URL/api/v2/generate")
echo "refused with $(json error <<<"$refusal"): $(json details.fields.0.path <<<"$refusal")"
