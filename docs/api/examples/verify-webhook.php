<?php
// Receive webhooks of StableQueue and believe only genuine ones. PHP 8, nothing to install.
//   STABLEQUEUE_WEBHOOK_SECRET=whsec_... php -S 127.0.0.1:8085 verify-webhook.php
const TOLERANCE_SECONDS = 300;

function secret_bytes(string $secret): string
{
    return str_starts_with($secret, 'whsec_') ? base64_decode(substr($secret, strlen('whsec_'))) : $secret;
}

function is_genuine(string $secret, string $id, string $timestamp, string $signatures, string $body): bool
{
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    $digest = hash_hmac('sha256', "$id.$timestamp.$body", secret_bytes($secret), true);
    $expected = 'v1,' . base64_encode($digest);
    // After a rotation of the secret there are two signatures; one that fits is enough.
    foreach (explode(' ', $signatures) as $one) {
        if (hash_equals($expected, $one)) {
            return true;
        }
    }
    return false;
}

$body = file_get_contents('php://input');
$genuine = is_genuine(
    (string) getenv('STABLEQUEUE_WEBHOOK_SECRET'),
    $_SERVER['HTTP_WEBHOOK_ID'] ?? '',
    $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '',
    $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '',
    $body,
);
http_response_code($genuine ? 204 : 401);
if ($genuine) {
    // A message may come twice: keep its webhook-id and leave out what you have had.
    $message = json_decode($body, true);
    error_log($message['type'] . ' ' . ($message['data']['job_id'] ?? ''));
}
